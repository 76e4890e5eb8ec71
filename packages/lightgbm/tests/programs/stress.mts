// Run with --expose-gc: many short-lived objects under constant collection, then a check that memory stays bounded.
// Prints the growth of the resident memory in megabytes between the first third and the end.
import { Booster, Dataset, LightGBMError, cv, train } from '../../src/index.js';
import { DETERMINISTIC, differences, table } from '../support/data.js';

const cycles = Number(process.argv[2] ?? 150);
const { columns, label, categorical } = table(9, 2000, 6, 2);
const collect = globalThis.gc as () => void;
const rss = (): number => process.memoryUsage().rss / 2 ** 20;
const options = { label, categoricalFeatures: categorical };
let expected: Float64Array | undefined;
let before = 0;

async function cycle(i: number): Promise<void> {
  const dataset = await Dataset.fromColumns(columns, options);
  const valid = await Dataset.fromColumns(columns, { ...options, reference: dataset });
  const training = train({ ...DETERMINISTIC, num_leaves: 7 }, dataset, {
    rounds: 5,
    validSets: [{ name: 'v', dataset: valid }],
  });
  // Closing what a job uses must not hurt it.
  dataset.close();
  valid.close();
  collect();
  const { booster } = await training;
  const pending = booster.predict(columns);
  collect();
  const predicted = await pending;
  expected ??= predicted;
  if (differences(predicted, expected) !== 0) throw new Error('predictions changed');
  const row = Booster.fromString(booster.toString()).singleRow();
  collect(); // the booster behind the row is gone
  columns.forEach((column, c) => (row.input[c] = column[i % 2000] as number));
  if (!Object.is(row.predict(), expected[i % 2000])) throw new Error('the single row differs');
  if (i % 2 === 0) booster.close(); // the others are left to the collector
  await aborted();
  await abandoned();
  await inSteps();
}

/** A stream that fails when it is half full leaves nothing behind. */
async function abandoned(): Promise<void> {
  const batch = { rows: columns, label };
  const stream = { rows: 4000, sample: columns, categoricalFeatures: categorical };
  const half = Dataset.fromStream([batch], stream);
  collect();
  await half.then(
    () => Promise.reject(new Error('not refused')),
    (error: unknown) => (error as LightGBMError).code === 'invalid-argument' || Promise.reject(error),
  );
  (await Dataset.fromStream([batch, batch], stream)).close();
}

/** Subsets, and boosters that JavaScript trains round by round. */
async function inSteps(): Promise<void> {
  const dataset = await Dataset.fromColumns(columns, options);
  const { boosters } = await cv({ ...DETERMINISTIC, num_leaves: 7 }, dataset, {
    folds: 2,
    rounds: 3,
    customMetrics: [{ name: 'rows', evaluate: (predictions) => (collect(), predictions.length) }],
  });
  if (boosters.some((booster) => booster.numTrees !== 3)) throw new Error('trees are missing');
}

async function aborted(): Promise<void> {
  const dataset = await Dataset.fromColumns(columns, options);
  const stop = new AbortController();
  const training = train({ num_leaves: 7 }, dataset, {
    rounds: 1e6,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await training.then(
    () => Promise.reject(new Error('not aborted')),
    (error: unknown) => (error as LightGBMError).code === 'aborted' || Promise.reject(error),
  );
}

for (let i = 0; i < cycles; i++) {
  await cycle(i);
  if (i === Math.floor(cycles / 3)) before = rss();
}
collect();
console.log(JSON.stringify({ growthMb: Math.round(rss() - before) }));

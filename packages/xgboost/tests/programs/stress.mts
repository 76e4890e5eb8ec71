// Run with --expose-gc: many short-lived objects under constant collection, then a check that memory stays bounded.
// Prints the growth of the resident memory in megabytes between the first third and the end.
import { Booster, DMatrix, train, TreeEnsemble } from '../../src/index.js';
import type { XGBoostError } from '../../src/index.js';
import { differences, fraction, table } from '../support/data.js';

const cycles = Number(process.argv[2] ?? 150);
const { columns, label, categorical } = table(9, 2000, 6, 2);
const collect = globalThis.gc as () => void;
const rss = (): number => process.memoryUsage().rss / 2 ** 20;
const options = { label: fraction(label), categoricalFeatures: categorical };
const params = { objective: 'binary:logistic', tree_method: 'hist', max_depth: 4, nthread: 2 };
let expected: Float32Array | undefined;
let sums: Float64Array | undefined;
let before = 0;

async function cycle(i: number): Promise<void> {
  const data = await DMatrix.from(columns, options);
  const valid = await DMatrix.from(columns, options);
  const training = train(params, data, {
    rounds: 5,
    evaluate: [{ name: 'v', data: valid }],
    reproducible: i % 2 === 0,
  });
  // Closing what a job uses must not hurt it.
  data.close();
  valid.close();
  collect();
  const { booster } = await training;
  const pending = booster.predict(columns, { type: i % 3 === 0 ? 'contributions' : 'value' });
  collect();
  await pending;
  if (i % 2 === 0) check(booster);
  if (i % 4 === 0) booster.close(); // the others are left to the collector
  await aborted();
}

function check(booster: Booster): void {
  const loaded = Booster.load(booster.save(booster.numRounds % 2 === 0 ? 'json' : 'ubj'));
  const trees = TreeEnsemble.from(loaded.save());
  collect();
  const predicted = loaded.predictSync(columns);
  const margins = trees.marginsSync(columns);
  expected ??= predicted;
  sums ??= margins;
  if (differences(predicted, expected) + differences(margins, sums) !== 0) throw new Error('predictions changed');
}

async function aborted(): Promise<void> {
  const data = await DMatrix.from(columns, options);
  const stop = new AbortController();
  const training = train(params, data, { rounds: 1e6, signal: stop.signal, onProgress: () => stop.abort() });
  await training.then(
    () => Promise.reject(new Error('not aborted')),
    (error: unknown) => (error as XGBoostError).code === 'aborted' || Promise.reject(error as Error),
  );
}

for (let i = 0; i < cycles; i++) {
  await cycle(i);
  if (i === Math.floor(cycles / 3)) before = rss();
}
collect();
console.log(JSON.stringify({ growthMb: Math.round(rss() - before) }));

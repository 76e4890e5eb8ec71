// Run with --expose-gc: starts several jobs of every kind that is given arrays, then transfers these away and has the
// collector free them. Prints how many numbers of the results differ from those of calls that were left alone.
import { Dataset, TrainableBooster, train } from '../../src/index.js';
import type { Booster } from '../../src/index.js';
import { DETERMINISTIC, binary, differences, rowMajor, table } from '../support/data.js';

const ROWS = 120_000;
const { columns, label: numbers } = table(17, ROWS);
const label = binary(numbers);
const params = { ...DETERMINISTIC, objective: 'binary', num_leaves: 15 };
const whole = await Dataset.fromColumns(columns, { label });
const { booster } = await train(params, whole, { rounds: 20 });

type Arrays = Record<string, Float64Array | Float32Array | Int32Array>;

/** What is started from fresh arrays, and what it gives in numbers. */
interface Kind {
  readonly arrays: () => Arrays;
  readonly start: (arrays: Arrays) => Promise<Float64Array>;
}

const scores = (model: Booster): Float64Array => model.predictSync(columns.map((column) => column.subarray(0, 500)));
const scoresOf = async (dataset: Dataset): Promise<Float64Array> =>
  scores((await train(params, dataset, { rounds: 3 })).booster);
const copies = (): Arrays => ({ ...columns.map((column) => column.slice()) });
const list = (arrays: Arrays): Float64Array[] => columns.map((_, c) => arrays[c] as Float64Array);
const sparse = (): Arrays => ({
  indptr: Int32Array.from({ length: ROWS + 1 }, (_, i) => 2 * i),
  indices: Int32Array.from({ length: 2 * ROWS }, (_, i) => (i % 2) * 3),
  values: Float64Array.from({ length: 2 * ROWS }, (_, i) => columns[(i % 2) * 3]![i >> 1]!),
});
const csrOf = (arrays: Arrays) => ({
  ...(arrays as never as Parameters<Booster['predictCsr']>[0]),
  columns: columns.length,
});

const KINDS: Readonly<Record<string, Kind>> = {
  predict: { arrays: copies, start: (arrays) => booster.predict(list(arrays)) },
  'predict with LightGBM': {
    arrays: () => ({ data: rowMajor(columns) }),
    start: ({ data }) =>
      booster.predict({ data: data as Float64Array, rows: ROWS, columns: columns.length }, { engine: 'lightgbm' }),
  },
  predictCsr: { arrays: sparse, start: (arrays) => booster.predictCsr(csrOf(arrays)) },
  fromColumns: {
    arrays: () => ({ ...copies(), label: label.slice() }),
    start: async (arrays) => scoresOf(await Dataset.fromColumns(list(arrays), { label: arrays['label'] })),
  },
  fromCsr: {
    arrays: () => ({ ...sparse(), label: label.slice() }),
    start: async (arrays) => scoresOf(await Dataset.fromCsr(csrOf(arrays), { label: arrays['label'] })),
  },
  subset: {
    arrays: () => ({ rows: Int32Array.from({ length: ROWS / 2 }, (_, i) => 2 * i) }),
    start: async ({ rows }) => scoresOf(await whole.subset(rows as Int32Array)),
  },
  updateCustom: {
    arrays: () => ({ gradients: label.map((y) => 0.5 - y), hessians: label.map(() => 0.25) }),
    start: async ({ gradients, hessians }) => {
      const own = await TrainableBooster.create({ ...params, objective: 'none' }, whole);
      const update = own.updateCustom(gradients as Float32Array, hessians as Float32Array);
      discard([gradients, hessians]);
      await update;
      return scores(own);
    },
  },
};

/** Takes the memory of arrays away and gives it back to the system. */
function discard(views: readonly unknown[]): void {
  const buffers = views.map((view) => (view as Float64Array).buffer).filter((buffer) => buffer.byteLength > 0);
  structuredClone(buffers, { transfer: buffers as ArrayBuffer[] });
  globalThis.gc?.();
}

const different: Record<string, number> = {};
for (const [name, { arrays, start }] of Object.entries(KINDS)) {
  const expected = await start(arrays());
  const given = [arrays(), arrays(), arrays()];
  const jobs = given.map((each) => start(each));
  if (name !== 'updateCustom') discard(given.flatMap((each) => Object.values(each)));
  const results = await Promise.all(jobs);
  different[name] = results.reduce((sum, result) => sum + differences(result, expected), 0);
}
console.log(JSON.stringify(different));

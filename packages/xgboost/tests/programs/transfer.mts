// Run with --expose-gc: starts several jobs of every kind that is given arrays, then transfers these away and has the
// collector free them. Prints how many numbers of the results differ from those of calls that were left alone.
import { DMatrix, train, TreeEnsemble } from '../../src/index.js';
import { differences, fraction, rowMajor, table } from '../support/data.js';

const ROWS = 120_000;
const { columns, label: numbers } = table(17, ROWS);
const label = fraction(numbers);
const params = { objective: 'binary:logistic', tree_method: 'hist', max_depth: 4, nthread: 2 };
const { booster } = await train(params, await DMatrix.from(columns, { label }), { rounds: 10, reproducible: true });
const trees = TreeEnsemble.from(booster.save());

type Arrays = Record<string, Float64Array | Float32Array>;

/** What is started from fresh arrays, and what it gives in numbers. */
interface Kind {
  readonly arrays: () => Arrays;
  readonly start: (arrays: Arrays) => Promise<ArrayLike<number>>;
}

const copies = (): Arrays => ({ ...columns.map((column) => column.slice()) });
const list = (arrays: Arrays): Float64Array[] => columns.map((_, c) => arrays[c] as Float64Array);
const block = (arrays: Arrays) => ({ data: arrays['data'] as Float64Array, rows: ROWS, columns: columns.length });
const KINDS: Readonly<Record<string, Kind>> = {
  predict: { arrays: copies, start: (arrays) => booster.predict(list(arrays)) },
  'predict a block': {
    arrays: () => ({ data: rowMajor(columns) }),
    start: (arrays) => booster.predict(block(arrays)),
  },
  margins: { arrays: copies, start: (arrays) => trees.margins(list(arrays)) },
  'DMatrix of a block': {
    arrays: () => ({ data: rowMajor(columns), label: label.slice() }),
    start: async (arrays) => {
      const data = await DMatrix.from(block(arrays), { label: arrays['label'] });
      return (await train(params, data, { rounds: 3, reproducible: true })).booster.predictSync(
        columns.map((column) => column.subarray(0, 500)),
      );
    },
  },
};

/** Takes the memory of arrays away and gives it back to the system. */
function discard(views: readonly (Float64Array | Float32Array)[]): void {
  const buffers = views.map((view) => view.buffer as ArrayBuffer);
  structuredClone(buffers, { transfer: buffers });
  globalThis.gc?.();
}

const different: Record<string, number> = {};
for (const [name, { arrays, start }] of Object.entries(KINDS)) {
  const expected = await start(arrays());
  const given = [arrays(), arrays(), arrays()];
  const jobs = given.map((each) => start(each));
  discard(given.flatMap((each) => Object.values(each)));
  const results = await Promise.all(jobs);
  different[name] = results.reduce((sum, result) => sum + differences(result, expected), 0);
}
console.log(JSON.stringify(different));

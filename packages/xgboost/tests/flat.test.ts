import fc from 'fast-check';
import { DMatrix, train, TreeEnsemble } from '../src/index.js';
import type { Booster, IterationRange, Params } from '../src/index.js';
import { binary, classes, differences, fraction, rowMajor, table } from './support/data.js';
import type { Table } from './support/data.js';
import { expectError } from './support/errors.js';
import { hostileRows } from './support/hostile.js';
import { LOGISTIC, smallModel } from './support/models.js';

const positive = (label: Float32Array) => label.map((value) => Math.abs(value) + 0.1);
const same = (label: Float32Array) => label;
const three = (label: Float32Array) => classes(label, 3);

interface Case {
  readonly name: string;
  readonly params: Params;
  readonly label?: (label: Float32Array) => Float32Array;
  readonly data?: Table;
  readonly rounds?: number;
  /** All rows are one group. */
  readonly ranked?: boolean;
}

const DEEP = { max_depth: 12, min_child_weight: 0, gamma: 0 };
const CASES: readonly Case[] = [
  { name: 'reg:squarederror', params: { objective: 'reg:squarederror' } },
  { name: 'reg:squaredlogerror', params: { objective: 'reg:squaredlogerror' }, label: positive },
  { name: 'reg:pseudohubererror', params: { objective: 'reg:pseudohubererror' } },
  { name: 'reg:absoluteerror', params: { objective: 'reg:absoluteerror' } },
  { name: 'reg:logistic', params: { objective: 'reg:logistic', base_score: 0.123 }, label: fraction },
  { name: 'reg:gamma', params: { objective: 'reg:gamma', base_score: 0.7 }, label: positive },
  { name: 'reg:tweedie', params: { objective: 'reg:tweedie' }, label: positive },
  { name: 'binary:logistic', params: { objective: 'binary:logistic', base_score: 0.3 }, label: binary },
  { name: 'binary:logistic, extreme', params: { objective: 'binary:logistic', eta: 40, lambda: 0 }, label: binary },
  { name: 'binary:logitraw', params: { objective: 'binary:logitraw', base_score: 0.3 }, label: binary },
  { name: 'binary:hinge', params: { objective: 'binary:hinge' }, label: binary },
  { name: 'count:poisson', params: { objective: 'count:poisson' }, label: positive },
  { name: 'survival:cox', params: { objective: 'survival:cox' }, label: positive },
  ...['rank:pairwise', 'rank:ndcg', 'rank:map'].map((name) => ({
    name,
    params: { objective: name, base_score: 0.3 },
    label: binary,
    ranked: true,
  })),
  { name: 'multi:softprob', params: { objective: 'multi:softprob', num_class: 3 }, label: three },
  { name: 'multi:softmax', params: { objective: 'multi:softmax', num_class: 3 }, label: three },
  {
    name: 'several parallel trees of several classes',
    params: { objective: 'multi:softprob', num_class: 3, num_parallel_tree: 2, subsample: 0.5 },
    label: three,
  },
  {
    name: 'leaf-wise trees of 31 leaves',
    params: { objective: 'binary:logistic', grow_policy: 'lossguide', max_depth: 0, max_leaves: 31, max_bin: 128 },
    label: binary,
  },
  { name: 'more than 64 leaves', params: { ...DEEP, max_depth: 7 }, data: table(41, 2000) },
  { name: 'more than 256 leaves', params: DEEP, data: table(42, 3000) },
  {
    name: 'more than 255 thresholds of a column',
    params: { ...DEEP, max_depth: 7, max_bin: 2000 },
    data: table(43, 3000, 2, 0),
  },
  { name: 'categories only', params: { max_cat_to_onehot: 1 }, data: table(44, 1500, 0, 3, 60) },
  { name: 'more categories than ranks', params: { max_cat_to_onehot: 1 }, data: table(45, 4000, 1, 1, 600) },
  { name: 'no split possible', params: { gamma: 1e30 } },
  { name: 'the method exact', params: { tree_method: 'exact' }, data: table(46, 800, 4, 0) },
  { name: 'the method approx', params: { tree_method: 'approx' } },
];

async function modelOf({
  params,
  label = same,
  data = table(3, 1200),
  rounds = 12,
  ranked = false,
}: Case): Promise<Booster> {
  const dmatrix = await DMatrix.from(data.columns, {
    label: label(data.label),
    categoricalFeatures: data.categorical,
    ...(ranked && { group: [data.label.length] }),
  });
  try {
    return (await train({ tree_method: 'hist', max_depth: 5, ...params }, dmatrix, { rounds })).booster;
  } finally {
    dmatrix.close();
  }
}

/** Fewer rows than are worth a flat form: each of a fresh ensemble is walked node by node. */
const FEW = 200;
const head = (rows: readonly Float64Array[], from: number, to: number) =>
  rows.map((column) => column.subarray(from, to));

/** Expects XGBoost's own predictions, from the flat form and node by node, on 1 to 4 threads. */
function expectSame(booster: Booster, rows: Float64Array[], ranges: readonly IterationRange[]): void {
  const bytes = booster.save('ubj');
  const trees = TreeEnsemble.from(bytes);
  const walked = TreeEnsemble.from(bytes);
  // From here on the flat form is in use.
  trees.predictSync(Array.from({ length: trees.numFeatures }, () => new Float32Array(300)));
  for (const type of ['value', 'margin'] as const) {
    for (const iterations of ranges) {
      const own = booster.predictSync(rows, { type, iterations, engine: 'xgboost' });
      for (const threads of [1, 2, 3, 4]) {
        const flat = trees.predictSync(rows, { type, iterations, threads });
        expect([type, iterations, threads, differences(flat, own)]).toEqual([type, iterations, threads, 0]);
      }
      const width = own.length / rows[0]!.length;
      for (const [from, to] of [
        [0, 1],
        [5, 8],
        [3, 12],
      ] as const) {
        const few = trees.predictSync(head(rows, from, to), { type, iterations });
        expect([type, from, differences(few, own.subarray(from * width, to * width))]).toEqual([type, from, 0]);
      }
    }
  }
  const own = booster.predictSync(head(rows, 0, FEW), { iterations: [0, 0], engine: 'xgboost' });
  expect(differences(walked.predictSync(head(rows, 0, FEW)), own)).toBe(0);
}

/** Expects the sums in double precision that nodes one by one give. */
function expectSameMargins(booster: Booster, rows: Float64Array[]): void {
  const bytes = booster.save('ubj');
  const flat = TreeEnsemble.from(bytes).marginsSync(rows, { threads: 2 });
  const width = flat.length / rows[0]!.length;
  for (let from = 0; from < rows[0]!.length; from += FEW) {
    const part = head(rows, from, from + FEW);
    const walked = TreeEnsemble.from(bytes).marginsSync(part);
    expect(differences(walked, flat.subarray(from * width, from * width + walked.length))).toBe(0);
  }
}

describe('trees without the library', () => {
  it.each(CASES)('predict as XGBoost, bit for bit, on hostile rows: $name', async (one) => {
    const booster = await modelOf(one);
    const rows = hostileRows(booster, 1311, 17);
    expectSame(booster, rows, [
      [0, 0],
      [0, 1],
      [3, 9],
    ]);
    expectSameMargins(booster, rows);
    booster.close();
  });

  it('predict as XGBoost, bit for bit, with random models of random data', async () => {
    const parameters = fc.record({
      max_depth: fc.integer({ min: 1, max: 9 }),
      min_child_weight: fc.constantFrom(0, 1, 10),
      max_bin: fc.constantFrom(2, 16, 128, 256, 600),
      max_cat_to_onehot: fc.constantFrom(1, 4, 100),
      grow_policy: fc.constantFrom('depthwise', 'lossguide'),
      max_leaves: fc.constantFrom(0, 31, 100),
      eta: fc.constantFrom(0.01, 0.3, 1),
      lambda: fc.constantFrom(0, 1),
      subsample: fc.constantFrom(0.5, 1),
      num_parallel_tree: fc.constantFrom(1, 1, 2),
      seed: fc.nat(1000),
    });
    const objectives = fc.constantFrom<[Params, (label: Float32Array) => Float32Array]>(
      [{ objective: 'reg:squarederror' }, same],
      [{ objective: 'binary:logistic' }, fraction],
      [{ objective: 'count:poisson' }, positive],
      [{ objective: 'multi:softprob', num_class: 3 }, three],
    );
    const shape = fc.record({
      seed: fc.nat(1e6),
      rows: fc.constantFrom(60, 300, 900),
      numeric: fc.integer({ min: 1, max: 6 }),
      categorical: fc.integer({ min: 0, max: 2 }),
      categories: fc.constantFrom(2, 30, 300),
      rounds: fc.integer({ min: 1, max: 15 }),
    });
    const property = fc.asyncProperty(parameters, objectives, shape, async (params, [objective, label], made) => {
      const data = table(made.seed, made.rows, made.numeric, made.categorical, made.categories);
      const booster = await modelOf({
        name: '',
        params: { ...params, ...objective },
        label,
        data,
        rounds: made.rounds,
      });
      const rows = hostileRows(booster, 600, made.seed);
      expectSame(booster, rows, [
        [0, 0],
        [Math.floor(made.rounds / 2), made.rounds],
      ]);
      expectSameMargins(booster, rows);
      booster.close();
    });
    await fc.assert(property, { seed: 2026, numRuns: 30 });
  });

  it('predict as XGBoost what an early stop leaves, what training continued and what was sliced', async () => {
    const [data, later] = [table(51, 900), table(52, 500)];
    const toDMatrix = ({ columns, label, categorical }: Table) =>
      DMatrix.from(columns, { label: fraction(label), categoricalFeatures: categorical });
    const params = { objective: 'binary:logistic', tree_method: 'hist', eta: 0.5, eval_metric: 'logloss' };
    const [own, watched] = [await toDMatrix(data), await toDMatrix(later)];
    const stopped = await train(params, own, {
      rounds: 200,
      evaluate: [{ name: 'later', data: watched }],
      earlyStopping: { rounds: 4 },
    });
    const best = stopped.bestIteration;
    expect(best).toBeLessThan(stopped.booster.numRounds);
    const { booster } = await train({ ...params, max_depth: 3 }, own, { rounds: 5, initModel: stopped.booster });
    const rows = hostileRows(booster, 700, 3);
    expectSame(stopped.booster, rows, [[0, best]]);
    expectSame(booster, rows, [
      [0, 0],
      [best, best + 3],
    ]);
    expectSame(booster.slice(1, 4), rows, [[0, 0]]);
  });

  it('read every layout and element type as XGBoost does', async () => {
    const booster = await modelOf({ name: '', params: { objective: 'binary:logistic' }, label: binary });
    const trees = TreeEnsemble.from(booster.save('json'));
    const rows = 500;
    const columns = hostileRows(booster, rows, 23);
    const width = columns.length;
    const own = booster.predictSync(columns, { engine: 'xgboost' });
    const byColumn = new Float64Array(rows * width);
    columns.forEach((column, c) => byColumn.set(column, c * rows));
    const byRow = rowMajor(columns);
    for (const matrix of [
      columns,
      columns.map((column) => Float32Array.from(column)),
      columns.map((column, c) => (c % 2 ? Float32Array.from(column) : column)),
      { data: byRow, rows, columns: width },
      { data: Float32Array.from(byRow), rows, columns: width },
      { data: byColumn, rows, columns: width, layout: 'column' as const },
    ]) {
      expect(differences(trees.predictSync(matrix), own)).toBe(0);
      expect(differences(await trees.predict(matrix), own)).toBe(0);
    }
    const integers = [Int8Array, Uint8Array, Int16Array, Uint32Array, Int32Array].map((type, c) =>
      type.from(Array.from({ length: rows }, (_, row) => (row * 7 + c) % 45)),
    );
    expect(differences(trees.predictSync(integers), booster.predictSync(integers, { engine: 'xgboost' }))).toBe(0);
    expect(trees.predictSync(columns.map((column) => column.subarray(0, 0)))).toHaveLength(0);
  });

  it('refuse what needs XGBoost itself, and wrong options', async () => {
    const { booster, data } = await smallModel({ ...LOGISTIC, booster: 'dart', rate_drop: 0.5 });
    const dart = TreeEnsemble.from(booster.save());
    expect(dart.canPredict).toBe(false);
    await expectError(
      () => dart.predictSync(data.columns),
      'invalid-argument',
      /dart with binary:logistic need XGBoost/,
    );
    const text = new TextDecoder().decode((await smallModel()).booster.save('json'));
    const future = TreeEnsemble.from(text.replaceAll('binary:logistic', 'binary:future'));
    expect(future.canPredict).toBe(false);
    await expectError(() => future.predict(data.columns), 'invalid-argument', /use Booster.predict/);
    const trees = TreeEnsemble.from(text);
    expect(trees.canPredict).toBe(true);
    await expectError(() => trees.predictSync(data.columns.slice(1)), 'invalid-argument', /trained on 4/);
    await expectError(() => trees.predictSync(data.columns, { iterations: [2, 9] }), 'invalid-argument', /from 0 to 5/);
    await expectError(() => trees.predictSync(data.columns, { type: 'leaf' as never }), 'invalid-argument', /type/);
    await expectError(() => trees.predict(data.columns, { rounds: 1 } as never), 'invalid-argument', /unknown option/);
    await expectError(() => trees.predict(data.columns, { signal: AbortSignal.abort() }), 'aborted');
    trees.close();
    await expectError(() => trees.predictSync(data.columns), 'closed');
  });
});

describe('trees of odd models', () => {
  interface Odd {
    split_conditions: number[];
    left_children: number[];
  }

  /** A model of which the first split has another threshold; 1e999 is how infinity is written here. */
  async function withThreshold(threshold: string): Promise<string> {
    const booster = await modelOf({ name: '', params: { max_depth: 2 }, data: table(61, 300, 2, 0), rounds: 2 });
    const text = new TextDecoder().decode(booster.save('json'));
    const model = JSON.parse(text) as { learner: { gradient_booster: { model: { trees: Odd[] } } } };
    model.learner.gradient_booster.model.trees[0]!.split_conditions[0] = 123456.5;
    return JSON.stringify(model).replace('123456.5', threshold);
  }

  it.each(['1e999', '-1e999', '0', '-0.0', '1e-45', '3.4028234663852886e38'])(
    'take the same way from the flat form and from the nodes at the threshold %s',
    async (threshold) => {
      const model = await withThreshold(threshold);
      const values = [NaN, Infinity, -Infinity, 0, -0, 1e-45, -1e-45, 3.4028234663852886e38, 1, -1];
      const rows = [0, 1].map((c) =>
        Float64Array.from({ length: 300 }, (_, i) => values[c === 0 ? i % 10 : Math.floor(i / 10) % 10]!),
      );
      const flat = TreeEnsemble.from(model).marginsSync(rows);
      const walked = TreeEnsemble.from(model).marginsSync(head(rows, 0, 100));
      expect(new Set(flat).size).toBeGreaterThan(1);
      expect(differences(flat.subarray(0, 100), walked)).toBe(0);
    },
  );
});

import { Dataset, availableEngines, train } from '../src/index.js';
import type { Booster, Engine, Params } from '../src/index.js';
import { binary, classes, differences, random, rowMajor, table } from './support/data.js';
import type { Table } from './support/data.js';
import { hostileRows } from './support/hostile.js';

const FLAT = availableEngines().filter((engine) => engine.startsWith('flat'));

interface Case {
  readonly name: string;
  readonly params: Params;
  readonly datasetParams?: Params;
  readonly label?: (label: Float32Array) => Float32Array;
  readonly data?: Table;
  readonly rounds?: number;
  readonly flat?: boolean;
}

const positive = (label: Float32Array): Float32Array => label.map((value) => Math.abs(value) + 0.1);
const unit = (label: Float32Array): Float32Array => label.map((value) => 1 / (1 + Math.exp(-value)));
const zeroAsMissing = { zero_as_missing: true };
const noMissing = { use_missing: false };

const CASES: readonly Case[] = [
  { name: 'regression', params: { objective: 'regression' } },
  { name: 'regression_l1', params: { objective: 'regression_l1' } },
  { name: 'regression with reg_sqrt', params: { objective: 'regression', reg_sqrt: true }, label: positive },
  { name: 'huber', params: { objective: 'huber' } },
  { name: 'quantile', params: { objective: 'quantile', alpha: 0.7 } },
  { name: 'poisson', params: { objective: 'poisson' }, label: positive },
  { name: 'gamma', params: { objective: 'gamma' }, label: positive },
  { name: 'tweedie', params: { objective: 'tweedie' }, label: positive },
  { name: 'mape', params: { objective: 'mape' }, label: positive },
  { name: 'binary', params: { objective: 'binary' }, label: binary },
  { name: 'binary with an odd sigmoid', params: { objective: 'binary', sigmoid: 1 / 3 }, label: binary },
  { name: 'cross_entropy', params: { objective: 'cross_entropy' }, label: unit },
  { name: 'cross_entropy_lambda', params: { objective: 'cross_entropy_lambda' }, label: unit },
  { name: 'multiclass', params: { objective: 'multiclass', num_class: 3 }, label: (l) => classes(l, 3) },
  { name: 'multiclassova', params: { objective: 'multiclassova', num_class: 4 }, label: (l) => classes(l, 4) },
  { name: 'zero as missing', params: { objective: 'regression', ...zeroAsMissing }, datasetParams: zeroAsMissing },
  { name: 'no missing values', params: { objective: 'regression', ...noMissing }, datasetParams: noMissing },
  { name: 'random forest', params: { boosting: 'rf', bagging_freq: 1, bagging_fraction: 0.7 } },
  { name: 'dart', params: { boosting: 'dart', objective: 'regression' } },
  { name: 'goss', params: { data_sample_strategy: 'goss', objective: 'regression' } },
  { name: 'stumps', params: { num_leaves: 2 } },
  { name: '63 leaves', params: { num_leaves: 63, min_data_in_leaf: 3 } },
  { name: '127 leaves', params: { num_leaves: 127, min_data_in_leaf: 3 } },
  { name: '255 leaves', params: { num_leaves: 255, min_data_in_leaf: 1 } },
  { name: '400 leaves', params: { num_leaves: 400, min_data_in_leaf: 1 } },
  { name: 'three columns of categories only', params: {}, data: table(5, 1500, 0, 3, 40) },
  {
    name: 'many categories',
    params: { max_cat_threshold: 64, cat_smooth: 1, min_data_per_group: 5 },
    data: table(6, 3000, 1, 2, 200),
  },
  { name: 'no split possible', params: { min_data_in_leaf: 5000 } },
  {
    name: 'more than 255 thresholds',
    params: { max_bin: 1000, num_leaves: 127, min_data_in_leaf: 1 },
    datasetParams: { max_bin: 1000, min_data_in_bin: 1 },
    data: table(8, 4000, 1, 0),
  },
  {
    name: 'more than 255 categories',
    params: { max_cat_threshold: 500, cat_smooth: 0, min_data_per_group: 1, num_leaves: 127, min_data_in_leaf: 1 },
    datasetParams: { max_bin: 1000 },
    data: table(9, 6000, 1, 1, 900),
    flat: false,
  },
  {
    name: 'linear trees',
    params: { linear_tree: true, objective: 'regression' },
    datasetParams: { linear_tree: true },
    flat: false,
  },
];

async function trainCase({ params, datasetParams, label, data, rounds = 25 }: Case): Promise<Booster> {
  const source = data ?? table(3, 1500);
  const target = label === undefined ? source.label : label(source.label);
  const options = { label: target, categoricalFeatures: source.categorical, params: { ...params, ...datasetParams } };
  const dataset = await Dataset.fromColumns(source.columns, options);
  return (await train({ learning_rate: 0.2, ...params }, dataset, { rounds })).booster;
}

const RANGES = [
  { numIterations: 0 },
  { startIteration: 3, numIterations: 7 },
  { startIteration: 20, numIterations: 50 },
];

async function expectSame(booster: Booster, rows: Float64Array[], engines: readonly Engine[]): Promise<void> {
  for (const type of ['normal', 'raw'] as const) {
    for (const range of RANGES) {
      const own = await booster.predict(rows, { type, ...range, engine: 'lightgbm' });
      for (const engine of engines) {
        const flat = await booster.predict(rows, { type, ...range, engine, threads: engine === 'flat' ? 2 : 1 });
        expect([engine, type, range, differences(flat, own)]).toEqual([engine, type, range, 0]);
      }
    }
  }
}

const EACH_ITS_OWN = Int32Array.from({ length: 1312 }, (_, row) => row);

/** Rows in groups of 0 to 6, of which the last columns are those of the group. */
function expectSameGroups(booster: Booster, rows: Float64Array[], own: number): void {
  const offsets = [0];
  for (let g = 0; offsets.at(-1)! < rows[0]!.length; g += 1)
    offsets.push(Math.min(rows[0]!.length, offsets[g]! + (g % 7)));
  const groups = rows
    .slice(own)
    .map((column) => Float64Array.from(offsets.slice(1), (_, g) => column[offsets[g]!] ?? NaN));
  const whole = rows.map((column) => column.slice());
  for (let g = 0; g + 1 < offsets.length; g += 1) {
    groups.forEach((column, c) => whole[own + c]!.fill(column[g]!, offsets[g], offsets[g + 1]));
  }
  const expected = booster.predictSync(whole, { engine: 'lightgbm' });
  for (const threads of [1, 2]) {
    const found = booster.predictGroupsSync(rows.slice(0, own), groups, Int32Array.from(offsets), threads)!;
    expect([threads, differences(found, expected)]).toEqual([threads, 0]);
  }
}

function expectSameRows(booster: Booster, rows: Float64Array[], expected: Float64Array): void {
  for (const engine of ['auto', 'lightgbm'] as const) {
    const one = booster.singleRow({ engine, numIterations: 0 });
    const width = booster.numClasses;
    let wrong = 0;
    for (let i = 0; i < (rows[0]?.length ?? 0); i++) {
      rows.forEach((column, c) => (one.input[c] = column[i] as number));
      one.predict();
      for (let k = 0; k < width; k++) if (!Object.is(one.output[k], expected[i * width + k])) wrong++;
    }
    expect([engine, wrong]).toEqual([engine, 0]);
    one.close();
  }
}

describe('the flat predictor', () => {
  it.each(CASES)('equals LightGBM bit for bit on hostile rows: $name', async (one) => {
    const booster = await trainCase(one);
    const rows = hostileRows(booster, 1311, 17);
    expect(booster.hasFlatForm).toBe(one.flat ?? true);
    await expectSame(booster, rows, booster.hasFlatForm ? ['auto', ...FLAT] : ['auto']);
    expectSameRows(booster, rows, await booster.predict(rows, { engine: 'lightgbm', numIterations: 0 }));
    for (const own of rows.length > 1 ? [1, rows.length - 1] : []) {
      if (booster.hasFlatForm) expectSameGroups(booster, rows, own);
      else expect(booster.predictGroupsSync(rows.slice(0, own), rows.slice(own), EACH_ITS_OWN)).toBeUndefined();
    }
  });

  it('reads every layout and element type like LightGBM', async () => {
    const booster = await trainCase({ name: 'layouts', params: { objective: 'binary' }, label: binary });
    const columns = hostileRows(booster, 1000, 23);
    const rows = 1000;
    const width = columns.length;
    const byColumn = new Float64Array(rows * width);
    columns.forEach((column, c) => byColumn.set(column, c * rows));
    const byRow = rowMajor(columns);
    const f32 = columns.map((column) => Float32Array.from(column));
    const forms = {
      wide: [
        columns,
        { data: byRow, rows, columns: width },
        { data: byColumn, rows, columns: width, layout: 'column' },
      ],
      narrow: [
        f32,
        { data: Float32Array.from(byRow), rows, columns: width },
        { data: Float32Array.from(byColumn), rows, columns: width, layout: 'column' },
        f32.map((column, c) => (c % 2 ? Float64Array.from(column) : column)),
      ],
    } as const;
    for (const inputs of Object.values(forms)) {
      const own = await booster.predict(inputs[1], { engine: 'lightgbm' });
      for (const input of inputs) {
        for (const engine of ['lightgbm', ...FLAT] as const) {
          expect(differences(await booster.predict(input, { engine }), own)).toBe(0);
          expect(differences(booster.predictSync(input, { engine }), own)).toBe(0);
        }
      }
    }
  });

  it('reads integer columns as the numbers they hold', async () => {
    const booster = await trainCase({ name: 'integers', params: {} });
    const next = random(3);
    const make = <T>(type: { from(values: ArrayLike<number>): T }, low: number, high: number): T =>
      type.from(Array.from({ length: 500 }, () => Math.floor(low + next() * (high - low))));
    const columns = [
      make(Int8Array, -128, 127),
      make(Uint8Array, 0, 255),
      make(Int16Array, -9, 9),
      make(Uint32Array, 0, 30),
      make(Int32Array, -3, 15),
    ];
    const own = await booster.predict(
      columns.map((c) => Float64Array.from(c)),
      { engine: 'lightgbm' },
    );
    for (const engine of ['lightgbm', ...FLAT] as const) {
      expect(differences(await booster.predict(columns, { engine }), own)).toBe(0);
    }
  });

  it('follows continued training, merged and shuffled models', async () => {
    const { columns, label, categorical } = table(31, 1200);
    const options = { label, categoricalFeatures: categorical, keepData: true, params: { min_data_in_leaf: 2 } };
    const dataset = await Dataset.fromColumns(columns, options);
    const first = (await train({ num_leaves: 8 }, dataset, { rounds: 10 })).booster;
    const second = (await train({ num_leaves: 40, min_data_in_leaf: 2 }, dataset, { rounds: 15, initModel: first }))
      .booster;
    const rows = hostileRows(second, 700, 5);
    await expectSame(second, rows, ['auto', ...FLAT]);
    second.mergeFrom(first);
    expect(second.numIterations).toBe(35);
    await expectSame(second, rows, ['auto', ...FLAT]);
    second.shuffleModels();
    second.setLeafValue(0, 0, 123.5);
    await expectSame(second, rows, ['auto', ...FLAT]);
  });

  it('equals a booster in training bit for bit, although the model text rounds its objective', async () => {
    const { columns, label } = table(31, 1200, 4, 0);
    const dataset = await Dataset.fromColumns(columns, { label: binary(label) });
    const params = { objective: 'binary', sigmoid: 0.123456789123 };
    const { booster } = await train(params, dataset, { rounds: 10, keepTraining: true });
    await expectSame(booster, hostileRows(booster, 600, 9), ['auto', ...FLAT]);
    await booster.update();
    expect(booster.numIterations).toBe(11);
    await expectSame(booster, hostileRows(booster, 600, 9), ['auto', ...FLAT]);
  });

  it('equals LightGBM bit for bit on random models', async () => {
    const next = random(2024);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T;
    for (let i = 0; i < 25; i++) {
      const params: Params = {
        num_leaves: pick([2, 5, 16, 33, 64, 90]),
        min_data_in_leaf: pick([1, 5, 20]),
        feature_fraction: pick([0.5, 1]),
        max_cat_to_onehot: pick([1, 4, 20]),
        learning_rate: pick([0.05, 0.3]),
        seed: i,
        ...pick([{}, zeroAsMissing, noMissing]),
      };
      const data = table(100 + i, pick([300, 900]), pick([1, 3, 7]), pick([0, 1, 2]), pick([3, 30, 90]));
      const booster = await trainCase({ name: '', params, datasetParams: params, data, rounds: pick([1, 9, 30]) });
      const rows = hostileRows(booster, pick([1, 63, 64, 65, 500]), i);
      await expectSame(booster, rows, booster.hasFlatForm ? ['auto', ...FLAT] : ['auto']);
      expectSameRows(booster, rows, await booster.predict(rows, { engine: 'lightgbm', numIterations: 0 }));
    }
  });
});

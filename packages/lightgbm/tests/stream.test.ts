import fc from 'fast-check';
import { Dataset, train } from '../src/index.js';
import type {
  Batch,
  Column,
  CsrMatrix,
  DatasetOptions,
  LazyRows,
  LazyRowsOptions,
  StreamOptions,
} from '../src/index.js';
import { DETERMINISTIC, binary, random, rowMajor, table } from './support/data.js';
import { expectError } from './support/errors.js';

const ROWS = 500;
const made = table(31, ROWS, 3, 1);
const next = random(32);
/** Mostly zeros: LightGBM keeps such a column sparse. */
const sparse = Float64Array.from({ length: ROWS }, () => (next() < 0.9 ? 0 : Math.round(next() * 9)));
const columns = [...made.columns, sparse];
const label = binary(made.label);
const weight = Float32Array.from({ length: ROWS }, () => 0.5 + next());
const initScore = Float64Array.from({ length: ROWS }, () => next() - 0.5);
const SHARED = { categoricalFeatures: [3], featureNames: ['a', 'b', 'c', 'kind', 'rare'], params: { max_bin: 63 } };
const PARAMS = { ...DETERMINISTIC, num_threads: 1, objective: 'binary', num_leaves: 9 };

const cut = <T extends { subarray(from: number, to: number): T }>(values: T, from: number, to: number): T =>
  values.subarray(from, to);

/** The rows as one block or as sparse rows, depending on `kind`. */
function shaped(kind: number, from: number, to: number): Batch['rows'] {
  const parts = columns.map((column) => cut(column, from, to));
  if (kind === 0) return parts;
  const data = rowMajor(parts);
  if (kind === 1) return { data, rows: to - from, columns: columns.length, layout: 'row' };
  return toCsr(data, to - from);
}

function toCsr(data: Float64Array, rows: number): CsrMatrix {
  const width = data.length / rows;
  const kept = [...data.keys()].filter((i) => data[i] !== 0);
  const indptr = Int32Array.from({ length: rows + 1 }, (_, row) => kept.filter((i) => i < row * width).length);
  return {
    indptr,
    indices: Int32Array.from(kept, (i) => i % width),
    values: Float64Array.from(kept, (i) => data[i]!),
    columns: width,
  };
}

/** Batches that end at the given rows, with the given shapes in turn. */
async function* batches(ends: readonly number[], kinds: readonly number[]): AsyncGenerator<Batch> {
  let from = 0;
  for (const [i, to] of [...ends, ROWS].entries()) {
    await Promise.resolve();
    yield {
      rows: shaped(kinds[i % kinds.length] ?? 0, from, to),
      label: cut(label, from, to),
      weight: cut(weight, from, to),
      initScore: cut(initScore, from, to),
    };
    from = to;
  }
}

const whole = (more: object = {}): Promise<Dataset> =>
  Dataset.fromColumns(columns, { ...SHARED, label, weight, initScore, ...more });
const textOf = async (dataset: Dataset): Promise<string> =>
  (await train(PARAMS, dataset, { rounds: 6 })).booster.toString();

describe('a dataset from a stream', () => {
  it('equals one created at once, however its rows are cut, if the sample is all rows', async () => {
    const expected = await whole();
    const model = await textOf(expected);
    const ends = fc.uniqueArray(fc.integer({ min: 1, max: ROWS - 1 }), { maxLength: 8 });
    const kinds = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(ends, kinds, async (cuts, shapes) => {
        const sorted = cuts.sort((a, b) => a - b);
        const dataset = await Dataset.fromStream(batches(sorted, shapes), { ...SHARED, rows: ROWS, sample: columns });
        expect([dataset.numRows, dataset.numFeatures, dataset.featureNames]).toEqual([ROWS, 5, SHARED.featureNames]);
        for (const field of ['label', 'weight', 'initScore'] as const) {
          expect(dataset.getField(field)).toEqual(expected.getField(field));
        }
        for (let feature = 0; feature < 5; feature++) {
          expect(dataset.featureNumBin(feature)).toBe(expected.featureNumBin(feature));
        }
        expect(await textOf(dataset)).toBe(model);
        dataset.close();
      }),
      { numRuns: 20, seed: 8 },
    );
  });

  it('has the bins of its reference, and serves as validation data', async () => {
    const data = await whole();
    const valid = await Dataset.fromStream(batches([120, 400], [0, 2]), { ...SHARED, rows: ROWS, reference: data });
    const validSets = [
      { name: 'stream', dataset: valid },
      { name: 'self', dataset: data },
    ];
    const { history } = await train({ ...PARAMS, metric: 'auc' }, data, { rounds: 5, validSets });
    expect(history['stream']?.['auc']).toEqual(history['self']?.['auc']);
  });

  it('keeps values for linear trees', async () => {
    const linear = { ...SHARED, params: { max_bin: 63, linear_tree: true } };
    const one = await Dataset.fromColumns(columns, { ...linear, label, weight, initScore });
    const other = await Dataset.fromStream(batches([100, 333], [0, 2, 1]), { ...linear, rows: ROWS, sample: columns });
    const model = async (dataset: Dataset) =>
      (await train({ ...PARAMS, linear_tree: true }, dataset, { rounds: 4 })).booster.toString();
    expect(await model(other)).toBe(await model(one));
  });

  it('assembles groups, positions and scores of several classes', async () => {
    const two = (from: number, to: number): Float64Array =>
      Float64Array.from({ length: 2 * (to - from) }, (_, i) => from + (i % (to - from)) + (i < to - from ? 0 : 0.5));
    const parts = [0, 200, 230, ROWS];
    const given = parts.slice(1).map((to, i): Batch => {
      const from = parts[i]!;
      const position = Int32Array.from({ length: to - from }, (_, row) => (from + row) % 7);
      return {
        rows: shaped(0, from, to),
        label: cut(label, from, to),
        group: [10, to - from - 10],
        position,
        initScore: two(from, to),
      };
    });
    const dataset = await Dataset.fromStream(given, { ...SHARED, rows: ROWS, sample: columns });
    expect([...dataset.getField('group')!]).toEqual([10, 190, 10, 20, 10, 260]);
    expect([...dataset.getField('position')!]).toEqual(Array.from({ length: ROWS }, (_, row) => row % 7));
    expect(dataset.getField('initScore')).toEqual(two(0, ROWS));
  });

  it('requests the next batch once the last is binned, so its memory may be reused', async () => {
    const block = new Float64Array(50 * columns.length);
    function* reusing(): Generator<Batch> {
      for (let from = 0; from < ROWS; from += 50) {
        block.set(rowMajor(columns.map((column) => cut(column, from, from + 50))));
        const rows = { data: block, rows: 50, columns: columns.length, layout: 'row' as const };
        yield { rows, label: cut(label, from, from + 50) };
      }
    }
    const dataset = await Dataset.fromStream(reusing(), { ...SHARED, rows: ROWS, sample: columns });
    expect(await textOf(dataset)).toBe(await textOf(await Dataset.fromColumns(columns, { ...SHARED, label })));
  });

  it('is not created from too few or too many rows, from invalid batches or after an abort', async () => {
    const options: StreamOptions = { ...SHARED, rows: ROWS, sample: columns };
    const batch: Batch = { rows: shaped(0, 0, 100), label: cut(label, 0, 100) };
    const wrong: [unknown, object, string][] = [
      [[batch], {}, 'ended after 100 of the 500 announced'],
      [Array(6).fill(batch), {}, 'more than the 500 announced'],
      [[batch, { ...batch, weight: weight.subarray(0, 100) }], {}, 'fields of the first \\(label\\)'],
      [[batch, { rows: batch.rows }], {}, 'fields of the first'],
      [[{ ...batch, label: label.subarray(0, 99) }], {}, 'batch.label: expected 100 values at row 0, got 99'],
      [[{ ...batch, group: [99] }], {}, 'add up to 100'],
      [[{ ...batch, initScore: new Float64Array(150) }], {}, 'batch.initScore'],
      [[{ rows: columns.slice(1) }], {}, 'columns: got 4, expected 5'],
      [[{ rows: 3 }], {}, 'batch.rows'],
      [[{ ...batch, labels: label }], {}, 'unknown option "labels"'],
      [[{ ...batch, label: Float32Array.from({ length: 100 }, () => NaN) }, ...Array(4).fill(batch)], {}, 'NaN'],
      [7, {}, 'batches: expected something to iterate over'],
      [[batch], { rows: 0 }, 'rows: expected an integer from 1'],
      [[batch], { sample: undefined }, 'either a sample'],
      [[batch], { reference: await whole() }, 'either a sample'],
      [[batch], { keepData: true }, 'unknown option "keepData"'],
    ];
    for (const [given, more, message] of wrong) {
      const merged = { ...options, ...more };
      await expectError(() => Dataset.fromStream(given as Batch[], merged), 'invalid-argument', new RegExp(message));
    }
    const stop = new AbortController();
    let asked = 0;
    function* stopping(): Generator<Batch> {
      for (;;) {
        if (++asked === 3) stop.abort();
        yield batch;
      }
    }
    await expectError(() => Dataset.fromStream(stopping(), { ...options, signal: stop.signal }), 'aborted');
    expect(asked).toBe(3);
    const mine = new TypeError('mine');
    function* failing(): Generator<Batch> {
      yield batch;
      throw mine;
    }
    await expect(Dataset.fromStream(failing(), options)).rejects.toBe(mine);
  });
});

describe('a dataset from columns that are made when they are needed', () => {
  const lazily = (given: readonly Column[], more: DatasetOptions = {}): Promise<Dataset> =>
    Dataset.fromLazyColumns(
      given.map((column) => () => column),
      { ...SHARED, label, weight, initScore, ...more },
    );

  it('equals one of columns that are there, whatever the sample of its bins', async () => {
    for (const params of [SHARED.params, { ...SHARED.params, bin_construct_sample_cnt: 60, data_random_seed: 5 }]) {
      const expected = await whole({ params });
      const dataset = await lazily(columns, { params });
      expect([dataset.numRows, dataset.numFeatures, dataset.featureNames]).toEqual([ROWS, 5, SHARED.featureNames]);
      for (let feature = 0; feature < 5; feature++) {
        expect(dataset.featureNumBin(feature)).toBe(expected.featureNumBin(feature));
      }
      expect(await textOf(dataset)).toBe(await textOf(expected));
    }
  });

  it('equals it where columns share bins, are constant or are of single precision', async () => {
    const hot = Array.from({ length: 6 }, (_, kind) => Float32Array.from(label, (_, row) => Number(row % 7 === kind)));
    const wide = [...hot, new Float32Array(ROWS).fill(3), Float32Array.from(made.columns[0]!)];
    const options = { label, params: { max_bin: 63, enable_bundle: true } };
    const expected = await Dataset.fromColumns(wide, options);
    const dataset = await Dataset.fromLazyColumns(
      wide.map((column) => () => column),
      options,
    );
    expect(await textOf(dataset)).toBe(await textOf(expected));
  });

  it('has the bins of its reference', async () => {
    const data = await whole();
    const validSets = [
      { name: 'lazy', dataset: await lazily(columns, { reference: data }) },
      { name: 'self', dataset: data },
    ];
    const { history } = await train({ ...PARAMS, metric: 'auc' }, data, { rounds: 5, validSets });
    expect(history['lazy']?.['auc']).toEqual(history['self']?.['auc']);
  });

  it('refuses what makes no column, columns of other lengths and the wish to keep them', async () => {
    const made = [() => columns[0]!, () => columns[1]!.subarray(1)];
    await expectError(() => Dataset.fromLazyColumns([]), 'invalid-argument', /functions that make a column/);
    await expectError(
      () => Dataset.fromLazyColumns(columns as never),
      'invalid-argument',
      /functions that make a column/,
    );
    await expectError(() => Dataset.fromLazyColumns([() => 'x' as never]), 'invalid-argument', /columns\[0\]/);
    await expectError(
      () => Dataset.fromLazyColumns([() => new Float64Array()]),
      'invalid-argument',
      /at least one row/,
    );
    await expectError(() => Dataset.fromLazyColumns(made), 'invalid-argument', /columns\[1\]/);
    await expectError(() => lazily(columns, { keepData: true }), 'invalid-argument', /keepData/);
  });

  it('stops when it is told to, and passes on what a maker throws', async () => {
    const stop = new AbortController();
    const stopping = columns.map((column, i) => () => {
      if (i === 2) stop.abort();
      return column;
    });
    await expectError(() => Dataset.fromLazyColumns(stopping, { signal: stop.signal }), 'aborted');
    const mine = new Error('mine');
    const failing = (): never => {
      throw mine;
    };
    await expect(Dataset.fromLazyColumns([failing])).rejects.toBe(mine);
  });
});

describe('a dataset from rows that are made when they are needed', () => {
  /** All kinds of columns: with missing values, mostly zeros, constant, of categories, sharing bins, of single precision. */
  const hot = Array.from({ length: 4 }, (_, kind) => Float32Array.from(label, (_, row) => Number(row % 7 === kind)));
  const holes = Float64Array.from({ length: ROWS }, (_, row) => (row % 3 === 0 ? NaN : made.columns[0]![row]!));
  const wide: readonly Column[] = [...columns, holes, new Float32Array(ROWS).fill(3), ...hot];
  const options = { categoricalFeatures: [3], label, weight, initScore };
  const picked = (rows: Int32Array): Column[] =>
    wide.map((column) => {
      const values = column.slice(0, rows.length);
      rows.forEach((row, i) => (values[i] = column[row]!));
      return values;
    });
  const lazily = (more: LazyRowsOptions = {}): Promise<Dataset> =>
    Dataset.fromLazyRows({ rows: ROWS, make: picked }, { ...options, ...more });

  it('equals one of columns that are there, whatever its blocks and the sample of its bins', async () => {
    const blocks = fc.integer({ min: 1, max: ROWS + 9 });
    const samples = fc.record({
      bin_construct_sample_cnt: fc.constantFrom(20, 60, 499, 200_000),
      data_random_seed: fc.integer({ min: 1, max: 9 }),
      max_bin: fc.constantFrom(15, 63, 255),
      zero_as_missing: fc.boolean(),
      enable_bundle: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(blocks, samples, async (blockRows, params) => {
        const expected = await Dataset.fromColumns(wide, { ...options, params });
        const dataset = await lazily({ blockRows, params });
        for (let feature = 0; feature < wide.length; feature++) {
          expect(dataset.featureNumBin(feature)).toBe(expected.featureNumBin(feature));
        }
        const model = { ...PARAMS, ...params };
        const [ours, theirs] = [
          await train(model, dataset, { rounds: 6 }),
          await train(model, expected, { rounds: 6 }),
        ];
        expect(ours.booster.toString()).toBe(theirs.booster.toString());
      }),
      { numRuns: 25, seed: 9 },
    );
  });

  it('asks for the sample in ascending order, then for every row once', async () => {
    const asked: number[][] = [];
    const make = (rows: Int32Array) => {
      asked.push([...rows]);
      return picked(rows);
    };
    const params = { bin_construct_sample_cnt: 40 };
    await Dataset.fromLazyRows({ rows: ROWS, make }, { ...options, params, blockRows: 200 });
    const [first, sample, ...blocks] = asked;
    expect([first, sample!.length]).toEqual([[0], 40]);
    expect(sample).toEqual([...new Set(sample)].sort((a, b) => a - b));
    expect(blocks.flat()).toEqual(Array.from({ length: ROWS }, (_, row) => row));
  });

  it('has the bins of its reference', async () => {
    const data = await Dataset.fromColumns(wide, options);
    const validSets = [
      { name: 'lazy', dataset: await lazily({ reference: data, blockRows: 77 }) },
      { name: 'self', dataset: data },
    ];
    const { history } = await train({ ...PARAMS, metric: 'auc' }, data, { rounds: 5, validSets });
    expect(history['lazy']?.['auc']).toEqual(history['self']?.['auc']);
  });

  it('refuses what makes no rows, or others than asked for, and the wish to keep them; an abort ends it', async () => {
    const bad = (rows: unknown, more: object, message: RegExp) =>
      expectError(() => Dataset.fromLazyRows(rows as LazyRows, more), 'invalid-argument', message);
    await bad(7, {}, /expected \{ rows, make \}/);
    await bad({ rows: 0, make: picked }, {}, /rows.rows: expected an integer from 1/);
    await bad({ rows: ROWS, make: picked }, { blockRows: 0 }, /blockRows/);
    await bad({ rows: ROWS, make: picked }, { keepData: true }, /keepData/);
    await bad({ rows: ROWS, make: (rows: Int32Array) => picked(rows.subarray(1)) }, {}, /rows that were asked for|row/);
    await bad({ rows: ROWS, make: () => 'x' }, {}, /rows.make/);
    await bad({ rows: ROWS, make: picked }, { label: label.subarray(1) }, /label/);
    const stop = new AbortController();
    const stopping = (rows: Int32Array) => {
      if (rows[0]! >= 200) stop.abort();
      return picked(rows);
    };
    const ended = { ...options, blockRows: 100, signal: stop.signal };
    await expectError(() => Dataset.fromLazyRows({ rows: ROWS, make: stopping }, ended), 'aborted');
  });
});

import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dataset, train } from '../src/index.js';
import type { CsrMatrix, DatasetOptions } from '../src/index.js';
import { DETERMINISTIC, rowMajor, table } from './support/data.js';
import { expectError } from './support/errors.js';

const { columns, label, categorical } = table(11, 900);
const options: DatasetOptions = { label, categoricalFeatures: categorical };

async function modelOf(dataset: Dataset): Promise<string> {
  const { booster } = await train({ ...DETERMINISTIC, num_leaves: 9 }, dataset, { rounds: 8 });
  return booster.toString().split('\nparameters:')[0] as string;
}

describe('Dataset', () => {
  it('is the same from columns and from blocks of either layout', async () => {
    const rows = 900;
    const width = columns.length;
    const data = rowMajor(columns);
    const byColumn = new Float64Array(data.length);
    columns.forEach((column, c) => byColumn.set(column, c * rows));
    const models = await Promise.all([
      Dataset.fromColumns(columns, options).then(modelOf),
      Dataset.fromMatrix({ data, rows, columns: width }, options).then(modelOf),
      Dataset.fromMatrix({ data: byColumn, rows, columns: width, layout: 'column' }, options).then(modelOf),
    ]);
    expect(new Set(models).size).toBe(1);
  });

  it('is the same from Float32 columns, Float32 blocks and mixed integer columns', async () => {
    const f32 = columns.map((column) => Float32Array.from(column));
    const block = { data: Float32Array.from(rowMajor(f32)), rows: 900, columns: f32.length };
    const a = await modelOf(await Dataset.fromColumns(f32, options));
    expect(await modelOf(await Dataset.fromMatrix(block, options))).toBe(a);
    const whole = [
      Int16Array.from({ length: 900 }, (_, i) => i % 37),
      Uint8Array.from({ length: 900 }, (_, i) => i % 5),
    ];
    const wide = whole.map((column) => Float64Array.from(column));
    expect(await modelOf(await Dataset.fromColumns(whole, { label }))).toBe(
      await modelOf(await Dataset.fromColumns(wide, { label })),
    );
  });

  it('is the same from compressed sparse rows', async () => {
    const dense = columns.map((column) => column.map((value) => (Number.isNaN(value) ? 0 : value)));
    const csr = toCsr(dense);
    const other = await Dataset.fromCsr(csr, options);
    expect([other.numRows, other.numFeatures]).toEqual([900, columns.length]);
    expect(await modelOf(other)).toBe(await modelOf(await Dataset.fromColumns(dense, options)));
  });

  it('bins validation data as its reference', async () => {
    const dataset = await Dataset.fromColumns(columns, options);
    const half = columns.map((column) => column.subarray(0, 300));
    const valid = await Dataset.fromColumns(half, { ...options, label: label.subarray(0, 300), reference: dataset });
    const { history } = await train({ metric: 'l2' }, dataset, {
      rounds: 5,
      validSets: [{ name: 'v', dataset: valid }],
    });
    expect(history['v']?.['l2']).toHaveLength(5);
    const stranger = await Dataset.fromColumns(half, { label: label.subarray(0, 300) });
    const sets = [{ name: 'v', dataset: stranger }];
    await expectError(() => train({}, dataset, { validSets: sets }), 'lightgbm', 'different bin mappers');
    await expectError(
      () => Dataset.fromColumns(half.slice(1), { reference: dataset }),
      'invalid-argument',
      'reference dataset has 5',
    );
  });

  it('returns fields as they were set', async () => {
    const weight = label.map((_, i) => i % 3);
    const dataset = await Dataset.fromColumns(columns, {
      ...options,
      weight,
      group: [400, 500],
      initScore: new Float64Array(1800).fill(0.5),
    });
    expect(dataset.getField('label')).toEqual(label);
    expect(dataset.getField('weight')).toEqual(weight);
    expect(dataset.getField('group')).toEqual(Int32Array.of(400, 500));
    expect(dataset.getField('initScore')).toHaveLength(1800);
    dataset.setField('initScore', new Float64Array(900).fill(2));
    expect(dataset.getField('initScore')).toEqual(new Float64Array(900).fill(2));
    for (const field of ['weight', 'group', 'initScore'] as const) {
      dataset.setField(field, null);
      expect(dataset.getField(field)).toBeNull();
    }
    dataset.setField('label', Array.from(label));
    expect(dataset.getField('label')).toEqual(label);
  });

  it('names its features, and finds categorical ones by name', async () => {
    const featureNames = ['a', 'b', 'c', 'd', 'shop number'];
    const named = await Dataset.fromColumns(columns, { label, featureNames, categoricalFeatures: ['shop number'] });
    expect(named.featureNames).toEqual(['a', 'b', 'c', 'd', 'shop_number']);
    named.setFeatureNames(['v', 'w', 'x', 'y', 'z']);
    expect(named.featureNames).toEqual(['v', 'w', 'x', 'y', 'z']);
    named.setFeatureNames(['Column_0', 'Column_1', 'Column_2', 'Column_3', 'Column_4']);
    expect(await modelOf(named)).toBe(await modelOf(await Dataset.fromColumns(columns, options)));
    const misspelt = { label, featureNames, categoricalFeatures: ['shop nunber'] };
    await expectError(() => Dataset.fromColumns(columns, misspelt), 'invalid-argument', 'did you mean "shop number"');
    await expectError(
      () => Dataset.fromColumns(columns, { featureNames: ['a'] }),
      'invalid-argument',
      'expected 5 names, got 1',
    );
    await expectError(() => named.setFeatureNames(['a', 'a', 'b', 'c', 'd']), 'lightgbm', 'more than one time');
  });

  it('supports subsets of rows with the same bins', async () => {
    const dataset = await Dataset.fromColumns(columns, options);
    const even = await dataset.subset(Int32Array.from({ length: 450 }, (_, i) => 2 * i));
    expect([even.numRows, even.numFeatures]).toEqual([450, 5]);
    expect(even.getField('label')).toEqual(label.filter((_, i) => i % 2 === 0));
    await expectError(() => dataset.subset([1, 900]), 'lightgbm', 'subset');
    await expectError(() => dataset.subset([3, 1]), 'lightgbm', 'sorted');
    await expectError(() => dataset.subset([]), 'invalid-argument', 'rows');
  });

  it('counts bins and appends columns', async () => {
    const dataset = await Dataset.fromColumns(columns.slice(0, 3), { label, params: { max_bin: 15 } });
    expect(dataset.featureNumBin(0)).toBeLessThanOrEqual(16);
    dataset.addFeaturesFrom(await Dataset.fromColumns(columns.slice(3), { label, categoricalFeatures: [1] }));
    expect(dataset.numFeatures).toBe(5);
    await expectError(() => dataset.featureNumBin(5), 'invalid-argument', '0 to 4');
    await expectError(() => dataset.addFeaturesFrom(dataset), 'invalid-argument', 'itself');
  });

  it('refuses wrong data and says what was expected and what arrived', async () => {
    const shared = new Float64Array(new SharedArrayBuffer(80));
    const detached = new Float64Array(10);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    const wrong: [unknown, string][] = [
      [[], 'at least one column'],
      ['x', 'array of columns'],
      [undefined, 'array of columns'],
      [new Float64Array(4), 'array of columns'],
      [[[1, 2]], 'columns\\[0\\]: expected a typed array'],
      [[new BigInt64Array(2)], 'typed array of numbers, got a BigInt64Array'],
      [[new Float64Array(3), new Float64Array(2)], 'expected 3 values as in the first column, got 2'],
      [[new Float64Array(0)], 'at least one row'],
      [[shared], 'shared memory'],
      [[detached], 'detached|at least one row'],
      [{ data: new Float64Array(6), rows: 2, columns: 4 }, '2 × 4 = 8 numbers, got 6'],
      [{ data: new Float64Array(6), rows: 1.5, columns: 4 }, 'rows: expected an integer'],
      [{ data: new Float64Array(6), rows: NaN, columns: 4 }, 'rows: expected an integer'],
      [{ data: new Float64Array(6), rows: 2 ** 40, columns: 4 }, 'rows: expected an integer'],
      [{ data: new Int32Array(6), rows: 2, columns: 3 }, 'Float32Array or a Float64Array'],
      [{ data: new Float64Array(6), rows: 2, columns: 3, layout: 'rows' }, '"row" or "column"'],
    ];
    for (const [data, message] of wrong) {
      await expectError(() => Dataset.fromColumns(data as never), 'invalid-argument', new RegExp(message));
    }
  });

  it('refuses wrong options and fields', async () => {
    const make = (extra: object): Promise<Dataset> => Dataset.fromColumns(columns, { ...options, ...extra });
    const nan = Float32Array.from(label);
    nan[7] = NaN;
    const wrong: [object, string][] = [
      [{ lable: label }, 'unknown option "lable"; did you mean "label"'],
      [{ label: label.subarray(1) }, 'label: length 899, expected 900'],
      [{ label: nan }, 'row 7 is NaN'],
      [{ label: 'yes' }, 'label: expected numbers'],
      [{ label: ['1'] }, 'label\\[0\\]: expected a number, got "1"'],
      [{ weight: label.map(() => -1) }, 'negative'],
      [{ group: [900, 0] }, 'not positive'],
      [{ group: [2 ** 31 - 1, 2 ** 31 - 1, 902] }, 'add up to'],
      [{ group: [0.5] }, 'group: expected an integer'],
      [{ initScore: new Float64Array(901) }, 'not a multiple of 900'],
      [{ categoricalFeatures: [5] }, '0 to 4'],
      [{ categoricalFeatures: 3 }, 'expected an array'],
      [{ reference: {} }, 'expected a Dataset'],
      [{ signal: {} }, 'AbortSignal'],
      [{ logger: 1 }, 'logger: expected a function'],
      [{ params: { max_bins: 3, max_bin: 4 } }, 'second time'],
    ];
    for (const [extra, message] of wrong) await expectError(() => make(extra), 'invalid-argument', new RegExp(message));
    await expectError(() => make({ params: { max_bin: 1 } }), 'lightgbm', 'max_bin');
    await expectError(() => make({ signal: AbortSignal.abort() }), 'aborted');
  });

  it('refuses wrong sparse rows', async () => {
    const good = toCsr([Float64Array.of(1, 0), Float64Array.of(0, 2)]);
    const wrong: [Partial<Record<keyof CsrMatrix, unknown>>, string][] = [
      [{ indptr: Int32Array.of(0, 2, 1) }, 'rise'],
      [{ indptr: Int32Array.of(0, 1, 3) }, 'rise'],
      [{ indptr: new Int32Array() }, 'rows \\+ 1'],
      [{ indices: Int32Array.of(0, 2) }, 'outside 0 … 1'],
      [{ indices: Int32Array.of(0, -1) }, 'outside'],
      [{ indices: Int32Array.of(0) }, 'differ in length'],
      [{ values: [1, 2] }, 'Float32Array or a Float64Array'],
      [{ columns: 0 }, 'columns: expected an integer'],
    ];
    for (const [change, message] of wrong) {
      await expectError(
        () => Dataset.fromCsr({ ...good, ...change } as CsrMatrix),
        'invalid-argument',
        new RegExp(message),
      );
    }
  });

  it('cannot change a field under a booster that uses it', async () => {
    const dataset = await Dataset.fromColumns(columns, options);
    const { booster } = await train({}, dataset, { rounds: 1, keepTraining: true });
    await expectError(() => dataset.setField('label', label), 'busy', 'in use by a booster');
    booster.close();
    dataset.setField('label', label);
  });

  it('stays closed', async () => {
    const dataset = await Dataset.fromColumns(columns, options);
    dataset.close();
    dataset.close();
    await expectError(() => dataset.numRows, 'closed');
    await expectError(() => dataset.setField('label', label), 'closed');
    await expectError(() => train({}, dataset), 'closed');
    await expectError(() => Dataset.fromColumns(columns, { reference: dataset }), 'closed');
  });
});

describe('Dataset files', () => {
  let folder = '';
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'dqs-lightgbm-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('are written whole and read back to the same model', async () => {
    const path = join(folder, 'data.bin');
    const dataset = await Dataset.fromColumns(columns, options);
    await dataset.saveBinary(path);
    await dataset.saveBinary(path);
    const again = await Dataset.fromFile(path);
    expect(again.numRows).toBe(900);
    expect(await modelOf(again)).toBe(await modelOf(dataset));
    await dataset.dumpText(join(folder, 'data.txt'));
    expect((await stat(join(folder, 'data.txt'))).size).toBeGreaterThan(1000);
  });

  it.each([
    ['a folder that does not exist', 'missing/data.txt'],
    ['a folder', '.'],
  ])('refuse to be dumped into %s', async (_, name) => {
    const dataset = await Dataset.fromColumns(columns, options);
    const path = join(folder, name);
    await expectError(() => dataset.dumpText(path), 'invalid-argument', `cannot write ${path}`);
    await expectError(() => dataset.dumpText(''), 'invalid-argument', 'expected the name of a file');
  });

  it('are refused when damaged', async () => {
    const path = join(folder, 'damaged.bin');
    await (await Dataset.fromColumns(columns, options)).saveBinary(path);
    const bytes = await readFile(path);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(1000) ^ 1, 1000);
    for (const damaged of [
      flipped,
      bytes.subarray(0, 5000),
      bytes.subarray(0, bytes.length - 1),
      bytes.subarray(0, bytes.length - 40),
    ]) {
      await writeFile(path, damaged);
      await expectError(() => Dataset.fromFile(path), 'corrupt-file', 'checksum');
    }
    await appendFile(path, 'more');
    await expectError(() => Dataset.fromFile(path), 'corrupt-file');
  });

  it('may be text', async () => {
    const path = join(folder, 'data.csv');
    const lines = Array.from({ length: 200 }, (_, i) => `${i % 2},${i},${(i * 7) % 11}`);
    await writeFile(path, `${lines.join('\n')}\n`);
    const dataset = await Dataset.fromFile(path);
    expect([dataset.numRows, dataset.numFeatures]).toEqual([200, 2]);
    await expectError(() => Dataset.fromFile(join(folder, 'none.csv')), 'invalid-argument', 'cannot read');
  });

  it('cannot be written where there is no folder', async () => {
    const dataset = await Dataset.fromColumns(columns, options);
    await expectError(() => dataset.saveBinary(join(folder, 'no', 'data.bin')), 'lightgbm', 'Cannot write');
  });
});

function toCsr(dense: readonly Float64Array[]): CsrMatrix {
  const rows = dense[0]?.length ?? 0;
  const indptr = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < rows; i++) {
    dense.forEach((column, c) => {
      if (column[i] === 0) return;
      indices.push(c);
      values.push(column[i] as number);
    });
    indptr.push(indices.length);
  }
  return {
    indptr: Int32Array.from(indptr),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    columns: dense.length,
  };
}

import { DMatrix, XGBoostError } from '../src/index.js';
import type { DenseMatrix, DMatrixOptions, Matrix } from '../src/index.js';
import { differences, rowMajor, table } from './support/data.js';
import { expectError } from './support/errors.js';
import { smallModel } from './support/models.js';

const { columns } = table(1, 200, 3, 1);
const label = Float32Array.from({ length: 200 }, (_, i) => i % 2);

describe('a DMatrix', () => {
  it('knows its shape, names and types', async () => {
    const featureNames = ['a', 'b', 'c', 'kind'];
    const data = await DMatrix.from(columns, { featureNames, categoricalFeatures: ['kind', 0] });
    expect([data.numRows, data.numColumns]).toEqual([200, 4]);
    expect(data.featureNames).toEqual(featureNames);
    expect(data.featureTypes).toEqual(['c', 'q', 'q', 'c']);
    data.close();
    const plain = await DMatrix.from(columns);
    expect([plain.featureNames, plain.featureTypes]).toEqual([undefined, undefined]);
    const typed = await DMatrix.from(columns, { featureTypes: ['q', 'int', 'float', 'c'] });
    expect(typed.featureTypes).toEqual(['q', 'int', 'float', 'c']);
  });

  it('stores fields as Float32 and returns them', async () => {
    const weight = Array.from({ length: 200 }, (_, i) => 1 + (i % 3));
    const data = await DMatrix.from(columns, { label, weight });
    expect(data.getField('label')).toEqual(label);
    expect(data.getField('weight')).toEqual(Float32Array.from(weight));
    expect(data.getField('baseMargin')).toEqual(new Float32Array());
    data.setField('baseMargin', new Float64Array(200).fill(0.25));
    expect(data.getField('baseMargin')).toEqual(new Float32Array(200).fill(0.25));
  });

  it('is the same from columns, rows of Float64 or Float32, and a block of columns', async () => {
    const { booster, data } = await smallModel();
    const rows = data.columns.length === 4 ? rowMajor(data.columns) : new Float64Array();
    const shape = { rows: 600, columns: 4 };
    const byColumn = Float64Array.from(data.columns.flatMap((column) => [...column]));
    const forms: Matrix[] = [
      data.columns,
      data.columns.map((column) => Float32Array.from(column)),
      { ...shape, data: rows },
      { ...shape, data: Float32Array.from(rows), layout: 'row' },
      { ...shape, data: byColumn, layout: 'column' },
      { ...shape, data: Float32Array.from(byColumn), layout: 'column' },
    ];
    const expected = booster.predictSync(data.columns, { type: 'margin' });
    for (const form of forms) {
      const dmatrix = await DMatrix.from(form);
      expect(differences(booster.predictSync(dmatrix, { type: 'margin' }), expected)).toBe(0);
      expect(differences(booster.predictSync(form, { type: 'margin' }), expected)).toBe(0);
      dmatrix.close();
    }
  });

  it('takes integer columns of any type', async () => {
    const { booster } = await smallModel();
    const integers = [Int32Array.of(1, -5), Uint8Array.of(2, 200), Int16Array.of(-3, 300), Uint32Array.of(4, 39)];
    const floats = integers.map((column) => Float32Array.from(column));
    expect(booster.predictSync(integers)).toEqual(booster.predictSync(floats));
  });

  it.each<[string, unknown, unknown, RegExp]>([
    ['no columns', [], {}, /at least one column/],
    ['columns of different length', [new Float32Array(2), new Float32Array(3)], {}, /expected 2 values/],
    ['a plain array as a column', [[1, 2]], {}, /typed array/],
    ['no rows', [new Float32Array()], {}, /at least one row/],
    ['too little data', { data: new Float32Array(3), rows: 2, columns: 2 }, {}, /2 × 2 = 4 numbers, got 3/],
    ['integers in a block', { data: new Int32Array(4), rows: 2, columns: 2 }, {}, /Float32Array or a Float64Array/],
    ['a misspelt layout', { data: new Float32Array(4), rows: 2, columns: 2, layout: 'rows' }, {}, /"row" or "column"/],
    ['a misspelt option', columns, { lable: label }, /did you mean "label"/],
    ['too few names', columns, { featureNames: ['a'] }, /array of 4 strings, got 1/],
    ['two equal names', columns, { featureNames: ['a', 'a', 'b', 'c'] }, /two columns have the same name/],
    ['an unknown type', columns, { featureTypes: ['q', 'q', 'q', 'cat'] }, /expected one of/],
    ['an unknown category', columns, { categoricalFeatures: [4] }, /from 0 to 3/],
    ['both kinds of types', columns, { categoricalFeatures: [0], featureTypes: ['q'] }, /either this/],
    ['text as a label', columns, { label: ['a'] }, /expected a number/],
    ['too many threads', columns, { threads: 1000 }, /up to 256/],
    ['no signal', columns, { signal: 7 }, /AbortSignal/],
  ])('refuses %s', async (_, matrix, options, text) => {
    await expectError(() => DMatrix.from(matrix as Matrix, options as DMatrixOptions), 'invalid-argument', text);
  });

  it("passes on XGBoost's message for data it refuses", async () => {
    await expectError(() => DMatrix.from([Float32Array.of(Infinity)]), 'xgboost', /inf/);
    await expectError(() => DMatrix.from(columns, { label: label.subarray(1) }), 'xgboost');
    await expectError(() => DMatrix.from(columns, { weight: label.map((v) => v - 1) }), 'xgboost', /[Ww]eight/);
  });

  it('refuses shared and resizable memory', async () => {
    const shared = new Float32Array(new SharedArrayBuffer(16)) as unknown as Float32Array;
    await expectError(() => DMatrix.from([shared]), 'invalid-argument', /shared memory/);
    const matrix: DenseMatrix = { data: shared, rows: 2, columns: 2 };
    await expectError(() => DMatrix.from(matrix), 'invalid-argument', /shared memory/);
  });

  it('can be closed repeatedly and is unusable afterwards', async () => {
    const data = await DMatrix.from(columns, { label });
    data.close();
    data.close();
    for (const use of [() => data.numRows, () => data.getField('label'), () => data.setField('label', label)]) {
      await expectError(use, 'closed', /DMatrix is closed/);
    }
    expect(new XGBoostError('closed', 'x')).toBeInstanceOf(Error);
  });

  it('is not created once the signal has fired', async () => {
    await expectError(() => DMatrix.from(columns, { signal: AbortSignal.abort() }), 'aborted');
  });
});

import { matrixChecks } from '../src/index.js';
import { errors, thrownBy } from './support/sample-error.js';

const { checkMemory, toNativeMatrix } = matrixChecks(errors.invalidArgument);
const messageOf = (matrix: unknown) => thrownBy(() => toNativeMatrix('rows', matrix))?.message;

describe('columns', () => {
  it('keep their own memory, in a copied list', () => {
    const columns = [new Float32Array(3), new Uint8Array(3)];
    const native = toNativeMatrix('rows', columns) as { rows: number; columns: readonly object[] };
    expect(native.rows).toBe(3);
    expect(native.columns).not.toBe(columns);
    expect(native.columns[0]).toBe(columns[0]);
    expect(native.columns[1]).toBe(columns[1]);
    expect(toNativeMatrix('rows', [new Int8Array(0)])).toMatchObject({ rows: 0 });
  });

  it.each([
    [[], 'rows: expected at least one column'],
    [[[1, 2]], 'rows[0]: expected a typed array of numbers, got a Array'],
    [[new BigInt64Array(2)], 'rows[0]: expected a typed array of numbers, got a BigInt64Array'],
    [[new DataView(new ArrayBuffer(8))], 'rows[0]: expected a typed array of numbers, got a DataView'],
    [[new Float32Array(2), new Float32Array(3)], 'rows[1]: expected 2 values as in the first column, got 3'],
  ])('%p are refused: %s', (columns, message) => {
    expect(messageOf(columns)).toBe(message);
  });
});

describe('a block', () => {
  it('is row after row unless it says otherwise', () => {
    const data = new Float64Array(6);
    expect(toNativeMatrix('rows', { data, rows: 2, columns: 3 })).toEqual({ rows: 2, width: 3, data, rowMajor: true });
    expect(toNativeMatrix('rows', { data, rows: 3, columns: 2, layout: 'column' })).toMatchObject({ rowMajor: false });
  });

  it.each([
    [{ data: new Float32Array(5), rows: 2, columns: 3 }, 'rows.data: expected 2 × 3 = 6 numbers, got 5'],
    [
      { data: new Float32Array(0), rows: 0, columns: 0 },
      'rows.columns: expected an integer from 1 to 2147483647, got 0',
    ],
    [
      { data: new Float32Array(2), rows: -1, columns: 1 },
      'rows.rows: expected an integer from 0 to 2147483647, got -1',
    ],
    [
      { data: new Int32Array(2), rows: 2, columns: 1 },
      'rows.data: expected a Float32Array or a Float64Array, got a Int32Array',
    ],
    [
      { data: new Float32Array(2), rows: 2, columns: 1, layout: 'rows' },
      'rows.layout: expected "row" or "column", got "rows"',
    ],
    [new Float32Array(2), 'rows: expected an array of columns or { data, rows, columns }, got a Float32Array'],
    [null, 'rows: expected an array of columns or { data, rows, columns }, got null'],
  ])('%p is refused: %s', (block, message) => {
    expect(messageOf(block)).toBe(message);
  });
});

describe('memory', () => {
  it('that could move or change under a native thread is refused', () => {
    expect(messageOf([new Float32Array(new SharedArrayBuffer(8))])).toContain(
      'rows[0]: shared memory is not supported',
    );
    const Resizable = ArrayBuffer as unknown as new (size: number, options: { maxByteLength: number }) => ArrayBuffer;
    const data = new Float32Array(new Resizable(8, { maxByteLength: 16 }));
    expect(messageOf({ data, rows: 2, columns: 1 })).toContain('rows.data: a resizable ArrayBuffer is not supported');
    expect(thrownBy(() => checkMemory('out', new Float64Array(3)))).toBeUndefined();
  });
});

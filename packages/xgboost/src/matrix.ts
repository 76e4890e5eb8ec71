import { types } from 'node:util';
import { checkInteger } from './checks.js';
import { describe, invalidArgument } from './errors.js';
import type { NativeMatrix } from './native.js';

/** A column of numbers. Integers are exact; NaN is a missing value. */
export type Column =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** One block of numbers: `rows × columns`, row after row or column after column. Read without a copy. */
export interface DenseMatrix {
  /** `rows * columns` numbers; NaN is missing. */
  readonly data: Float32Array | Float64Array;
  /** Number of rows. */
  readonly rows: number;
  /** Number of columns. */
  readonly columns: number;
  /** Whether rows or columns are contiguous. @default 'row' */
  readonly layout?: 'row' | 'column';
}

/** Rows to predict or train on: columns of equal length, or one block. */
export type Matrix = readonly Column[] | DenseMatrix;

const MAX_INT32 = 2 ** 31 - 1;

/** Checks a matrix and puts it in the native form. */
export function toNativeMatrix(where: string, matrix: unknown): NativeMatrix {
  if (Array.isArray(matrix)) return fromColumns(where, matrix);
  if (typeof matrix !== 'object' || matrix === null || ArrayBuffer.isView(matrix)) {
    throw invalidArgument(where, `expected an array of columns or { data, rows, columns }, got ${describe(matrix)}`);
  }
  const { data, rows, columns, layout = 'row' } = matrix as DenseMatrix;
  checkInteger(`${where}.rows`, rows, 0, MAX_INT32);
  checkInteger(`${where}.columns`, columns, 1, MAX_INT32);
  if (layout !== 'row' && layout !== 'column') {
    throw invalidArgument(`${where}.layout`, `expected "row" or "column", got ${describe(layout)}`);
  }
  if (!types.isFloat32Array(data) && !types.isFloat64Array(data)) {
    throw invalidArgument(`${where}.data`, `expected a Float32Array or a Float64Array, got ${describe(data)}`);
  }
  checkMemory(`${where}.data`, data);
  if (data.length !== rows * columns) {
    throw invalidArgument(
      `${where}.data`,
      `expected ${rows} × ${columns} = ${rows * columns} numbers, got ${data.length}`,
    );
  }
  return { rows, width: columns, data, rowMajor: layout === 'row' };
}

function fromColumns(where: string, columns: readonly unknown[]): NativeMatrix {
  if (columns.length === 0) throw invalidArgument(where, 'expected at least one column');
  let rows: number | undefined;
  // A copy of the list: the caller may change his.
  const list = columns.map((column, i) => {
    if (!isColumn(column))
      throw invalidArgument(`${where}[${i}]`, `expected a typed array of numbers, got ${describe(column)}`);
    checkMemory(`${where}[${i}]`, column);
    rows ??= column.length;
    if (column.length === rows) return column;
    throw invalidArgument(`${where}[${i}]`, `expected ${rows} values as in the first column, got ${column.length}`);
  });
  return { rows: checkInteger(`${where}: rows`, rows, 0, MAX_INT32), columns: list };
}

function isColumn(value: unknown): value is Column {
  return types.isTypedArray(value) && !types.isBigInt64Array(value) && !types.isBigUint64Array(value);
}

/** Memory that cannot move or change under a native thread. */
export function checkMemory(where: string, view: ArrayBufferView): void {
  const { buffer } = view as { buffer: ArrayBufferLike };
  if (types.isSharedArrayBuffer(buffer)) {
    throw invalidArgument(where, 'shared memory is not supported: copy it into an ArrayBuffer first');
  }
  if ((buffer as { resizable?: boolean }).resizable === true) {
    throw invalidArgument(where, 'a resizable ArrayBuffer is not supported: copy it first');
  }
}

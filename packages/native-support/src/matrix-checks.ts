import { types } from 'node:util';

import { argumentChecks } from './argument-checks.js';
import { describe } from './describe.js';
import type { Reject } from './errors.js';

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

/** One block of numbers: `rows × columns`, row after row or column after column. */
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

/** A matrix as `ReadMatrix` of native/support/arguments.h takes it. */
export type NativeMatrix =
  | { readonly rows: number; readonly columns: readonly object[] }
  | {
      readonly rows: number;
      readonly width: number;
      readonly data: Float32Array | Float64Array;
      readonly rowMajor: boolean;
    };

/** Checks of numbers that a native thread will read. */
export interface MatrixChecks {
  /** Checks a matrix and converts it to the native form. Up to 2³¹ − 1 rows and columns, at least one column. */
  readonly toNativeMatrix: (where: string, matrix: unknown) => NativeMatrix;
  /** Memory that cannot move or change under a native thread: neither shared nor resizable. */
  readonly checkMemory: (where: string, view: ArrayBufferView) => void;
}

const MAX_INT32 = 2 ** 31 - 1;

/** @param reject creates the error, in the engine's own class. */
export function matrixChecks(reject: Reject): MatrixChecks {
  return {
    toNativeMatrix: (where, matrix) =>
      Array.isArray(matrix) ? fromColumns(where, matrix, reject) : fromBlock(where, matrix, reject),
    checkMemory: (where, view) => checkMemory(where, view, reject),
  };
}

function fromBlock(where: string, matrix: unknown, reject: Reject): NativeMatrix {
  if (typeof matrix !== 'object' || matrix === null || ArrayBuffer.isView(matrix)) {
    throw reject(where, `expected an array of columns or { data, rows, columns }, got ${describe(matrix)}`);
  }
  const { data, rows, columns, layout = 'row' } = matrix as DenseMatrix;
  const { checkInteger } = argumentChecks(reject);
  checkInteger(`${where}.rows`, rows, 0, MAX_INT32);
  checkInteger(`${where}.columns`, columns, 1, MAX_INT32);
  if (layout !== 'row' && layout !== 'column') {
    throw reject(`${where}.layout`, `expected "row" or "column", got ${describe(layout)}`);
  }
  if (!types.isFloat32Array(data) && !types.isFloat64Array(data)) {
    throw reject(`${where}.data`, `expected a Float32Array or a Float64Array, got ${describe(data)}`);
  }
  checkMemory(`${where}.data`, data, reject);
  if (data.length !== rows * columns) {
    throw reject(`${where}.data`, `expected ${rows} × ${columns} = ${rows * columns} numbers, got ${data.length}`);
  }
  return { rows, width: columns, data, rowMajor: layout === 'row' };
}

function fromColumns(where: string, columns: readonly unknown[], reject: Reject): NativeMatrix {
  if (columns.length === 0) throw reject(where, 'expected at least one column');
  let rows: number | undefined;
  // A copy of the list, since the caller may change the original.
  const list = columns.map((column, i) => {
    if (!isColumn(column)) {
      throw reject(`${where}[${i}]`, `expected a typed array of numbers, got ${describe(column)}`);
    }
    checkMemory(`${where}[${i}]`, column, reject);
    rows ??= column.length;
    if (column.length === rows) return column;
    throw reject(`${where}[${i}]`, `expected ${rows} values as in the first column, got ${column.length}`);
  });
  return { rows: argumentChecks(reject).checkInteger(`${where}: rows`, rows, 0, MAX_INT32), columns: list };
}

function isColumn(value: unknown): value is Column {
  return types.isTypedArray(value) && !types.isBigInt64Array(value) && !types.isBigUint64Array(value);
}

function checkMemory(where: string, view: ArrayBufferView, reject: Reject): void {
  const { buffer } = view as { buffer: ArrayBufferLike };
  if (types.isSharedArrayBuffer(buffer)) {
    throw reject(where, 'shared memory is not supported: copy it into an ArrayBuffer first');
  }
  if ((buffer as { resizable?: boolean }).resizable === true) {
    throw reject(where, 'a resizable ArrayBuffer is not supported: copy it first');
  }
}

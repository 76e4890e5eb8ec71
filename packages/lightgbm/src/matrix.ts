import { types } from 'node:util';

import { matrixChecks } from '@dqs/native-support';

import { checkInteger } from './checks.js';
import { describe, invalidArgument } from './errors.js';
import type { NativeCsr } from './native.js';

export type { Column, DenseMatrix, Matrix } from '@dqs/native-support';

/** Compressed sparse rows: row i holds `values[indptr[i] … indptr[i + 1]]` at columns `indices[…]`; others are 0. */
export interface CsrMatrix {
  /** `rows + 1` positions, rising from 0 to `values.length`. */
  readonly indptr: Int32Array;
  /** Column of each value. */
  readonly indices: Int32Array;
  /** The values; NaN is missing. */
  readonly values: Float32Array | Float64Array;
  /** Number of columns. */
  readonly columns: number;
}

const MAX_INT32 = 2 ** 31 - 1;

/** Checks of numbers that throw this package's `invalid-argument`. */
export const { checkMemory, toNativeMatrix } = matrixChecks(invalidArgument);

/** Checks a sparse matrix; the native side checks its contents. */
export function toNativeCsr(where: string, csr: unknown): NativeCsr {
  if (typeof csr !== 'object' || csr === null) {
    throw invalidArgument(where, `expected { indptr, indices, values, columns }, got ${describe(csr)}`);
  }
  const { indptr, indices, values, columns } = csr as CsrMatrix;
  if (!types.isInt32Array(indptr))
    throw invalidArgument(`${where}.indptr`, `expected an Int32Array, got ${describe(indptr)}`);
  if (!types.isInt32Array(indices))
    throw invalidArgument(`${where}.indices`, `expected an Int32Array, got ${describe(indices)}`);
  if (!types.isFloat32Array(values) && !types.isFloat64Array(values)) {
    throw invalidArgument(`${where}.values`, `expected a Float32Array or a Float64Array, got ${describe(values)}`);
  }
  for (const view of [indptr, indices, values]) checkMemory(where, view);
  return { indptr, indices, values, columns: checkInteger(`${where}.columns`, columns, 1, MAX_INT32 - 1) };
}

/** Checks the type of offsets; the native side checks their values. */
export function checkOffsets(where: string, offsets: unknown): Int32Array {
  if (!types.isInt32Array(offsets)) throw invalidArgument(where, `expected an Int32Array, got ${describe(offsets)}`);
  checkMemory(where, offsets);
  return offsets;
}

import { types } from 'node:util';
import { checkInteger } from './checks.js';
import { describe, invalidArgument } from './errors.js';
import { checkMemory } from './matrix.js';
import type { CsrMatrix } from './matrix.js';

/** Compressed sparse columns: column j holds `values[indptr[j] … indptr[j + 1]]` at rows `indices[…]`; others are 0. */
export interface CscMatrix {
  /** `columns + 1` positions, rising from 0 to `values.length`. */
  readonly indptr: Int32Array;
  /** Row of each value, each at most once in a column, in any order. */
  readonly indices: Int32Array;
  /** The values; NaN is missing. */
  readonly values: Float32Array | Float64Array;
  /** Number of rows. */
  readonly rows: number;
}

/**
 * The same matrix as compressed sparse rows, from which LightGBM fills its bins: a copy, made on this thread in time
 * linear in the number of values.
 */
export function toCsr(where: string, csc: unknown): CsrMatrix {
  const { indptr, indices, values, rows } = checkCsc(where, csc);
  const starts = new Int32Array(rows + 1);
  for (const row of indices) starts[row + 1]!++;
  for (let row = 0; row < rows; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice(0, rows);
  const columnOf = new Int32Array(indices.length);
  const moved = new (values.constructor as typeof Float64Array)(values.length);
  for (let column = 0; column + 1 < indptr.length; column++) {
    for (let i = indptr[column]!; i < indptr[column + 1]!; i++) {
      const at = next[indices[i]!]!++;
      // Columns come in order: a row's last value shows whether it already has this column.
      if (at > starts[indices[i]!]! && columnOf[at - 1] === column) {
        throw invalidArgument(`${where}.indices`, `row ${indices[i]} occurs twice in column ${column}`);
      }
      columnOf[at] = column;
      moved[at] = values[i]!;
    }
  }
  return { indptr: starts, indices: columnOf, values: moved, columns: indptr.length - 1 };
}

function checkCsc(where: string, csc: unknown): CscMatrix {
  if (typeof csc !== 'object' || csc === null) {
    throw invalidArgument(where, `expected { indptr, indices, values, rows }, got ${describe(csc)}`);
  }
  const { indptr, indices, values, rows } = csc as CscMatrix;
  for (const [name, array] of Object.entries({ indptr, indices })) {
    if (!types.isInt32Array(array)) {
      throw invalidArgument(`${where}.${name}`, `expected an Int32Array, got ${describe(array)}`);
    }
  }
  if (!types.isFloat32Array(values) && !types.isFloat64Array(values)) {
    throw invalidArgument(`${where}.values`, `expected a Float32Array or a Float64Array, got ${describe(values)}`);
  }
  for (const view of [indptr, indices, values]) checkMemory(where, view);
  checkInteger(`${where}.rows`, rows, 0, 2 ** 31 - 2);
  if (indices.length !== values.length) throw invalidArgument(where, 'indices and values differ in length');
  const falls = indptr.findIndex((position, i) => position < (indptr[i - 1] ?? 0));
  if (indptr.length < 2 || indptr[0] !== 0 || indptr.at(-1) !== values.length || falls >= 0) {
    throw invalidArgument(`${where}.indptr`, `expected columns + 1 positions that increase from 0 to ${values.length}`);
  }
  const outside = indices.find((row) => row < 0 || row >= rows);
  if (outside !== undefined) throw invalidArgument(`${where}.indices`, `${outside} is outside 0 … ${rows - 1}`);
  return { indptr, indices, values, rows };
}

import { checkOneOf } from '../checks.js';
import { XGBoostError, call, describe, invalidArgument } from '../errors.js';
import { runJob } from '../job.js';
import { engine } from '../library.js';
import { toNativeMatrix } from '../matrix.js';
import type { Matrix } from '../matrix.js';
import { native } from '../binding.js';
import type { Handle, NativeShape } from '../native.js';
import { threadCount } from '../params.js';
import { checkDMatrixOptions, toFloat32, toNames, toNativeFields, toTypes } from './options.js';
import type { DMatrixOptions, Numbers } from './options.js';

/** A field of a DMatrix. */
export type FieldName = 'label' | 'weight' | 'baseMargin';

const FIELD_NAMES: readonly FieldName[] = ['label', 'weight', 'baseMargin'];
const NATIVE_FIELD = { label: 'label', weight: 'weight', baseMargin: 'base_margin' } as const;

/**
 * Rows in XGBoost's own form. Created off the main thread; its arrays are copied at once and may then be changed or
 * transferred. One training or prediction uses a DMatrix at a time; others wait. Release it with {@link DMatrix.close},
 * or leave it to the garbage collector; a running training keeps it alive.
 */
export class DMatrix {
  #handle: Handle | undefined;
  readonly #hasGroups: boolean;

  private constructor(handle: Handle, hasGroups: boolean) {
    this.#handle = handle;
    this.#hasGroups = hasGroups;
  }

  /**
   * From columns of equal length, each of any numeric type, or from one block `{ data, rows, columns, layout }`.
   * XGBoost stores numbers as Float32; NaN is missing; an infinite number is an error (code `xgboost`).
   */
  static async from(rows: Matrix, options?: DMatrixOptions): Promise<DMatrix> {
    const checked = checkDMatrixOptions(options);
    const matrix = toNativeMatrix('rows', rows);
    const columns = 'columns' in matrix ? matrix.columns.length : matrix.width;
    const names = toNames(checked.featureNames, columns);
    const types = toTypes(checked, columns);
    const threads = threadCount('threads', checked.threads);
    const fields = toNativeFields(checked);
    const handle = await runJob(checked, (abort) =>
      engine().dmatrixCreate(matrix, { threads, fields, names, types, abort }),
    );
    return new DMatrix(handle, fields.group !== undefined);
  }

  /** Number of rows. */
  get numRows(): number {
    return this.#shape.rows;
  }

  /** Number of columns. */
  get numColumns(): number {
    return this.#shape.columns;
  }

  /** Whether its rows are in groups, for ranking. */
  get hasGroups(): boolean {
    return this.#hasGroups;
  }

  /** Names of the columns; undefined if none were given. */
  get featureNames(): readonly string[] | undefined {
    const { names } = this.#shape;
    return names.length > 0 ? names : undefined;
  }

  /** Types of the columns; undefined if none were given. */
  get featureTypes(): readonly string[] | undefined {
    const { types } = this.#shape;
    return types.length > 0 ? types : undefined;
  }

  /** A field as XGBoost stores it; empty if it is not set. */
  getField(name: FieldName): Float32Array {
    const field = NATIVE_FIELD[checkOneOf('name', name, FIELD_NAMES)];
    return call(() => native().dmatrixGetInfo(this.handle, field));
  }

  /** Sets a field. An error with code `busy` while a call uses the DMatrix. */
  setField(name: FieldName, values: Numbers): void {
    const field = NATIVE_FIELD[checkOneOf('name', name, FIELD_NAMES)];
    const numbers = toFloat32('values', values);
    call(() => native().dmatrixSetInfo(this.handle, field, numbers));
  }

  /** Frees the memory. Repeated calls do nothing; everything else then fails with code `closed`. */
  close(): void {
    if (this.#handle === undefined) return;
    const handle = this.#handle;
    call(() => native().dmatrixClose(handle));
    this.#handle = undefined;
  }

  /** Same as {@link DMatrix.close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** @internal */
  get handle(): Handle {
    if (this.#handle === undefined) throw new XGBoostError('closed', 'the DMatrix is closed');
    return this.#handle;
  }

  get #shape(): NativeShape {
    return call(() => native().dmatrixShape(this.handle));
  }
}

/** The native handle of an argument that must be an open DMatrix. */
export function dmatrixHandle(where: string, value: unknown): Handle {
  if (value instanceof DMatrix) return value.handle;
  throw invalidArgument(where, `expected a DMatrix, got ${describe(value)}`);
}

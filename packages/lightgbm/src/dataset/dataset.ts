import { native } from '../binding.js';
import { checkInteger, checkOneOf } from '../checks.js';
import {
  checkDatasetOptions,
  checkFeatureNames,
  datasetParams,
  FIELD_OPTIONS,
  toFloat32,
  toFloat64,
  toInt32,
  toNativeFields,
} from './options.js';
import type { MakeOptions, Numbers } from './options.js';
import { verifyBinary, writeBinary } from './binary-file.js';
import { LightGBMError, call, describe, invalidArgument } from '../errors.js';
import { runJob } from '../job.js';
import type { JobOptions } from '../job.js';
import { toNativeCsr, toNativeMatrix } from '../matrix.js';
import type { Column, CsrMatrix, DenseMatrix, Matrix } from '../matrix.js';
import type { Handle, NativeMatrix } from '../native.js';
import { toCsr } from '../sparse-columns.js';
import type { CscMatrix } from '../sparse-columns.js';
import { checkLazyRows, checkStream, fillFromColumns, fillFromRows, fillFromStream } from './stream.js';
import type { Batch, ColumnMaker, LazyRows, MakeFromStreamOptions } from './stream.js';

/** How a dataset is created. */
export interface DatasetOptions extends MakeOptions {
  /** A dataset whose bins are used: required for validation data. */
  readonly reference?: Dataset;
}

/** How a dataset is created from a stream. Its bins come from `reference` or from `sample`. */
export interface StreamOptions extends MakeFromStreamOptions {
  /** A dataset whose bins are used: required for validation data. */
  readonly reference?: Dataset;
}

/** How a dataset is created from rows that are made when they are needed. */
export interface LazyRowsOptions extends DatasetOptions {
  /** Rows that are made at a time; the dataset is the same whatever it is. @default 16384 */
  readonly blockRows?: number;
}

/** A field of a dataset. */
export type FieldName = (typeof FIELD_OPTIONS)[number];

const NATIVE_FIELD = {
  ...{ label: 'label', weight: 'weight', group: 'group', initScore: 'init_score', position: 'position' },
} as const;
const CONVERT = { label: toFloat32, weight: toFloat32, group: toInt32, initScore: toFloat64, position: toInt32 };

/**
 * Rows in LightGBM's binned form. Created off the main thread; its arrays are copied at once and may then be changed or
 * transferred. Release it with {@link Dataset.close}, or leave it to the garbage collector; a booster that trains on it
 * keeps it alive.
 */
export class Dataset {
  #handle: Handle | undefined;
  readonly #params: string;
  readonly #data: Matrix | undefined;

  private constructor(handle: Handle, params: string, data?: Matrix) {
    this.#handle = handle;
    this.#params = params;
    this.#data = data;
  }

  /** From columns of equal length, each of any numeric type. */
  static fromColumns(columns: readonly Column[], options?: DatasetOptions): Promise<Dataset> {
    return Dataset.#fromMatrix('columns', columns, options);
  }

  /**
   * From columns that are made when they are needed, so that one is in memory at a time: the dataset that `fromColumns`
   * makes of them all. Every maker is called twice and has to give the same numbers. `keepData` is not possible.
   *
   * ```js
   * const squares = () => Float64Array.from({ length: 1000 }, (_, row) => row ** 2);
   * const data = await Dataset.fromLazyColumns([squares], { label });
   * ```
   */
  static async fromLazyColumns(columns: readonly ColumnMaker[], options?: DatasetOptions): Promise<Dataset> {
    const checked = checkDatasetOptions(options);
    checkMakers(columns, checked);
    const reference = checked.reference === undefined ? undefined : handleOf('reference', checked.reference);
    const { handle, params } = await fillFromColumns(columns, checked, reference);
    return new Dataset(handle, params);
  }

  /**
   * From rows that are made when they are needed, a block at a time, so that no matrix of all rows exists: the dataset that
   * `fromColumns` makes of them all, its bins chosen from the same sample. Every row is made once to be binned, and those of the
   * sample (`bin_construct_sample_cnt`, 200,000) once before. `keepData` is not possible.
   *
   * ```js
   * const make = (rows) => [Float64Array.from(rows, (row) => row ** 2)];
   * const data = await Dataset.fromLazyRows({ rows: 1_000_000, make }, { label });
   * ```
   */
  static async fromLazyRows(rows: LazyRows, options: LazyRowsOptions = {}): Promise<Dataset> {
    const { blockRows, ...others } = options;
    const checked = checkDatasetOptions(others);
    checkLazyRows(rows, checked, blockRows);
    const reference = checked.reference === undefined ? undefined : handleOf('reference', checked.reference);
    const { handle, params } = await fillFromRows(rows, { ...checked, ...(blockRows && { blockRows }) }, reference);
    return new Dataset(handle, params);
  }

  /** From one block of numbers: `{ data, rows, columns, layout }`. */
  static fromMatrix(matrix: DenseMatrix, options?: DatasetOptions): Promise<Dataset> {
    return Dataset.#fromMatrix('matrix', matrix, options);
  }

  /** From compressed sparse rows. */
  static async fromCsr(csr: CsrMatrix, options?: DatasetOptions): Promise<Dataset> {
    const checked = checkDatasetOptions(options);
    const matrix = toNativeCsr('csr', csr);
    const { text, threads } = datasetParams(checked, matrix.columns);
    const handle = await runJob(checked, (abort) =>
      native().datasetFromCsr(matrix, { ...nativeOptions(checked, text, threads), abort }),
    );
    return new Dataset(handle, text);
  }

  /** From compressed sparse columns. */
  static async fromCsc(csc: CscMatrix, options?: DatasetOptions): Promise<Dataset> {
    return Dataset.fromCsr(toCsr('csc', csc), options);
  }

  /**
   * From batches of rows that arrive one after another, so that only one is in memory at a time; the next is requested
   * once the last is binned. The promise settles with the dataset when all rows have arrived, or with an error.
   *
   * ```js
   * async function* batches() {
   *   for (const file of files) yield { rows: await readColumns(file), label: await readLabel(file) };
   * }
   * const data = await Dataset.fromStream(batches(), { rows: 5_000_000, sample });
   * ```
   */
  static async fromStream(batches: Iterable<Batch> | AsyncIterable<Batch>, options: StreamOptions): Promise<Dataset> {
    const checked = checkStream(batches, options);
    const reference = checked.reference === undefined ? undefined : handleOf('reference', checked.reference);
    const { handle, params } = await fillFromStream(batches, checked, reference);
    return new Dataset(handle, params);
  }

  /**
   * From a file LightGBM reads: CSV, TSV, LibSVM text, or one written by {@link Dataset.saveBinary} (whose checksum is
   * verified; a binary file without one could crash the process and is refused).
   */
  static async fromFile(path: string, options?: DatasetOptions): Promise<Dataset> {
    const checked = checkDatasetOptions(options);
    await verifyBinary(path);
    const { text, threads } = datasetParams(checked, undefined);
    const handle = await runJob(checked, (abort) =>
      native().datasetFromFile(path, { ...nativeOptions(checked, text, threads), abort }),
    );
    const dataset = new Dataset(handle, text);
    for (const field of FIELD_OPTIONS) if (checked[field] !== undefined) dataset.setField(field, checked[field]);
    return dataset;
  }

  /** @internal */
  static fromMatrixOrColumns(rows: Matrix, options?: DatasetOptions): Promise<Dataset> {
    return Dataset.#fromMatrix('rows', rows, options);
  }

  static async #fromMatrix(where: string, data: Matrix, options: DatasetOptions | undefined): Promise<Dataset> {
    const checked = checkDatasetOptions(options);
    const matrix = toNativeMatrix(where, data);
    const { text, threads } = datasetParams(checked, widthOf(matrix));
    checkNameCount(checked.featureNames, widthOf(matrix));
    const handle = await runJob(checked, (abort) =>
      native().datasetFromMatrix(matrix, { ...nativeOptions(checked, text, threads), abort }),
    );
    return new Dataset(handle, text, checked.keepData === true ? data : undefined);
  }

  /** Number of rows. */
  get numRows(): number {
    return this.#shape()[0] ?? 0;
  }

  /** Number of columns, including those LightGBM ignores because they are constant. */
  get numFeatures(): number {
    return this.#shape()[1] ?? 0;
  }

  /** Names of the columns. White space in names has become `_`. */
  get featureNames(): string[] {
    return call(() => native().datasetGetFeatureNames(this.handle));
  }

  /** Renames the columns. Not possible while a booster uses the dataset. */
  setFeatureNames(names: readonly string[]): void {
    checkNameCount(checkFeatureNames(names), this.numFeatures);
    call(() => native().datasetSetFeatureNames(this.handle, names));
  }

  /** Sets a field; `null` removes it (not the label or the positions). Not possible while a booster uses the dataset (code `busy`). */
  setField(name: FieldName, value: Numbers | null): void {
    checkOneOf('field', name, FIELD_OPTIONS);
    const numbers = value === null ? null : CONVERT[name](name, value);
    call(() => native().datasetSetField(this.handle, NATIVE_FIELD[name], numbers));
  }

  /** A copy of a field: Float32Array for label and weight, Int32Array of sizes for group and of positions, Float64Array
   * for initScore; null when it is not set. */
  getField(name: FieldName): Float32Array | Float64Array | Int32Array | null {
    checkOneOf('field', name, FIELD_OPTIONS);
    return call(() => native().datasetGetField(this.handle, NATIVE_FIELD[name]));
  }

  /** Number of bins of a column; 0 for one LightGBM ignores. */
  featureNumBin(feature: number): number {
    checkInteger('feature', feature, 0, this.numFeatures - 1);
    return call(() => native().datasetBinCount(this.handle, feature));
  }

  /**
   * A new dataset of the chosen rows, in ascending order of index, with the same bins and all fields. A group with only
   * some rows chosen becomes smaller, as in LightGBM's Python package.
   */
  async subset(rows: Numbers, options: JobOptions = {}): Promise<Dataset> {
    const indices = toInt32('rows', rows);
    const { threads } = datasetParams({}, undefined);
    const params = this.#params;
    const handle = await runJob(options, (abort) =>
      native().datasetSubset(this.handle, indices, { params, threads, abort }),
    );
    return new Dataset(handle, params);
  }

  /** Appends the columns of another dataset with the same rows. Neither may be in use by a booster. */
  addFeaturesFrom(other: Dataset): void {
    const source = handleOf('other', other);
    call(() => native().datasetAddFeatures(this.handle, source));
  }

  /**
   * Writes LightGBM's binary format followed by a checksum (Python LightGBM reads it too). Replaces the file
   * atomically. The format holds label, weight and group; set initScore and position again after reading.
   */
  async saveBinary(path: string, options: JobOptions = {}): Promise<void> {
    await writeBinary(path, (temporary) => runJob(options, () => native().datasetSave(this.handle, temporary, false)));
  }

  /** Writes the bins as text, for inspection. */
  async dumpText(path: string, options: JobOptions = {}): Promise<void> {
    await runJob(options, () => native().datasetSave(this.handle, path, true));
  }

  /** Frees the memory once no booster uses it. Repeated calls do nothing; everything else then fails. */
  close(): void {
    if (this.#handle === undefined) return;
    const handle = this.#handle;
    this.#handle = undefined;
    call(() => native().datasetClose(handle));
  }

  /** Same as {@link Dataset.close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** @internal */
  get handle(): Handle {
    if (this.#handle === undefined) throw new LightGBMError('closed', 'the Dataset is closed');
    return this.#handle;
  }

  /** @internal */
  get params(): string {
    return this.#params;
  }

  /** @internal */
  get data(): Matrix | undefined {
    return this.#data;
  }

  #shape(): Float64Array {
    return call(() => native().datasetShape(this.handle));
  }
}

/** The native handle of an argument that must be an open dataset. */
export function handleOf(where: string, value: unknown): Handle {
  if (value instanceof Dataset) return value.handle;
  throw invalidArgument(where, `expected a Dataset, got ${describe(value)}`);
}

const widthOf = (matrix: NativeMatrix): number => ('width' in matrix ? matrix.width : matrix.columns.length);

function checkMakers(makers: unknown, { featureNames, keepData }: MakeOptions): void {
  if (!Array.isArray(makers) || makers.length === 0 || makers.some((make) => typeof make !== 'function')) {
    throw invalidArgument('columns', `expected functions that make a column each, got ${describe(makers)}`);
  }
  checkNameCount(featureNames, makers.length);
  if (keepData === true) throw invalidArgument('keepData', 'expected columns that are there, got functions');
}

function checkNameCount(names: readonly string[] | undefined, columns: number): void {
  if (names === undefined || names.length === columns) return;
  throw invalidArgument('featureNames', `expected ${columns} names, got ${names.length}`);
}

function nativeOptions(options: MakeOptions, params: string, threads: number) {
  const reference = options.reference === undefined ? undefined : handleOf('reference', options.reference);
  return { params, threads, fields: toNativeFields(options), featureNames: options.featureNames, reference };
}

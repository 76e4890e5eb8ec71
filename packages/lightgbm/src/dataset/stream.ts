import { native } from '../binding.js';
import { checkInteger, checkOptions } from '../checks.js';
import { describe, invalidArgument } from '../errors.js';
import { runJob } from '../job.js';
import type { JobOptions } from '../job.js';
import { toNativeCsr, toNativeMatrix } from '../matrix.js';
import type { Column, CsrMatrix, Matrix } from '../matrix.js';
import type { Handle, NativeCsr, NativeMatrix } from '../native.js';
import { checkFeatureNames, datasetParams, FIELD_OPTIONS, toNativeFields } from './options.js';
import type { FieldOptions, MakeOptions } from './options.js';
import { StreamedFields } from './streamed-fields.js';

/** Some rows of a stream with their fields. All batches have the same fields; groups do not cross batches. */
export interface Batch extends FieldOptions {
  /** The rows, dense or sparse. */
  readonly rows: Matrix | CsrMatrix;
}

/** How a dataset is created from a stream, generic in the dataset type. */
export interface MakeFromStreamOptions
  extends JobOptions,
    Pick<MakeOptions, 'categoricalFeatures' | 'featureNames' | 'reference' | 'params'> {
  /** Number of rows of the stream, 1 or more: LightGBM allocates memory for them before the first arrives. */
  readonly rows: number;
  /**
   * The complete sample of rows from which bins are chosen: some tens of thousands, spread over the whole stream. With
   * all rows of the stream in their order (and `bin_construct_sample_cnt` not below their number) the dataset is the
   * one that `fromColumns` makes. Required unless there is a `reference`.
   */
  readonly sample?: Matrix;
}

const OPTION_NAMES: readonly (keyof MakeFromStreamOptions)[] = [
  ...(['rows', 'sample', 'categoricalFeatures', 'featureNames', 'reference', 'params', 'signal', 'logger'] as const),
];
const BATCH_OPTIONS: readonly (keyof Batch)[] = ['rows', ...FIELD_OPTIONS];

/** Checks a stream and its options. */
export function checkStream(batches: unknown, options: MakeFromStreamOptions): MakeFromStreamOptions {
  const able = batches as Partial<AsyncIterable<unknown> & Iterable<unknown>> | null | undefined;
  if (typeof (able?.[Symbol.asyncIterator] ?? able?.[Symbol.iterator]) !== 'function') {
    throw invalidArgument('batches', `expected something to iterate over, got ${describe(batches)}`);
  }
  const checked = checkOptions('options', options, OPTION_NAMES);
  checkInteger('rows', checked.rows, 1, 2 ** 31 - 1);
  if (checked.featureNames !== undefined) checkFeatureNames(checked.featureNames);
  if ((checked.reference === undefined) === (checked.sample === undefined)) {
    throw invalidArgument('sample', 'expected either a sample of rows or a reference, to choose the bins');
  }
  return checked;
}

/**
 * Fills a dataset batch by batch. Only its bins and fields are kept of a batch; a half-filled dataset is never visible.
 * @returns the handle of the full dataset, and its parameters
 */
export async function fillFromStream(
  batches: Iterable<Batch> | AsyncIterable<Batch>,
  options: MakeFromStreamOptions,
  reference: Handle | undefined,
): Promise<{ handle: Handle; params: string }> {
  const { sample, rows, featureNames, signal, logger } = options;
  const job = { signal, logger };
  const matrix = sample === undefined ? undefined : toNativeMatrix('sample', sample);
  const { text, threads } = datasetParams(options, matrix === undefined ? undefined : widthOf(matrix));
  const names = { ...(featureNames === undefined ? {} : { featureNames }), ...(reference ? { reference } : {}) };
  const stream = await runJob(job, (abort) =>
    native().datasetStreamStart(matrix, rows, { params: text, threads, ...names, abort }),
  );
  try {
    const fields = new StreamedFields(rows);
    let filled = 0;
    for await (const batch of batches) {
      const { rows: given, ...ofBatch } = checkOptions<Batch>('batch', batch, BATCH_OPTIONS);
      const count = await push(stream, given, job);
      fields.add(filled, count - filled, ofBatch);
      filled = count;
    }
    const handle = await runJob(job, (abort) => native().datasetStreamFinish(stream, fields.toNative(), abort));
    return { handle, params: text };
  } finally {
    native().datasetStreamClose(stream);
  }
}

/** Checks rows to be made, and how. */
export function checkLazyRows(given: unknown, { keepData }: MakeOptions, blockRows: unknown): void {
  const { rows, make } = (typeof given === 'object' && given !== null ? given : {}) as Partial<LazyRows>;
  if (typeof make !== 'function') {
    throw invalidArgument('rows', `expected { rows, make }, make being a function, got ${describe(given)}`);
  }
  checkInteger('rows.rows', rows, 1, 2 ** 31 - 1);
  if (blockRows !== undefined) checkInteger('blockRows', blockRows, 1, 2 ** 31 - 1);
  if (keepData === true) throw invalidArgument('keepData', 'expected rows that are there, got a function');
}

/** Makes a column. Called again it must give the same numbers. */
export type ColumnMaker = () => Column;

/**
 * Fills a dataset column by column: each is made for its sample, unless there is a reference, and once more for its bins.
 * @returns the handle of the full dataset, and its parameters
 */
export async function fillFromColumns(
  makers: readonly ColumnMaker[],
  options: MakeOptions,
  reference: Handle | undefined,
): Promise<{ handle: Handle; params: string }> {
  const { featureNames, signal, logger } = options;
  const job = { signal, logger };
  const { text, threads } = datasetParams(options, makers.length);
  const { rows } = columnOf(makers, 0);
  if (rows === 0) throw invalidArgument('columns', 'expected at least one row');
  const sample = reference === undefined ? sampleOf(makers, native().datasetSampleRows(rows, text)) : undefined;
  const names = { ...(featureNames === undefined ? {} : { featureNames }), ...(reference ? { reference } : {}) };
  const stream = await runJob(job, (abort) =>
    native().datasetStreamStart(sample, rows, { params: text, threads, ...names, abort }),
  );
  try {
    for (const i of makers.keys()) {
      const column = columnOf(makers, i);
      await runJob(job, (abort) => native().datasetStreamPushColumn(stream, column, abort));
    }
    const handle = await runJob(job, (abort) => native().datasetStreamFinish(stream, toNativeFields(options), abort));
    return { handle, params: text };
  } finally {
    native().datasetStreamClose(stream);
  }
}

/** Rows that are made when they are needed. */
export interface LazyRows {
  /** Number of rows, 1 or more. */
  readonly rows: number;
  /**
   * The columns of some rows, given by index in ascending order. Asked again for a row it must give the same numbers; the arrays
   * may be reused for the next call.
   */
  readonly make: (rows: Int32Array) => readonly Column[];
}

/** Rows that are made at a time, unless told: a block of a hundred columns takes a few megabytes. */
const BLOCK_ROWS = 16_384;

/**
 * Fills a dataset with blocks of rows: those of LightGBM's own sample are made for the bins, unless there is a reference, and all
 * once more to be binned.
 * @returns the handle of the full dataset, and its parameters
 */
export async function fillFromRows(
  { rows, make }: LazyRows,
  options: MakeOptions & { readonly blockRows?: number },
  reference: Handle | undefined,
): Promise<{ handle: Handle; params: string }> {
  const { featureNames, signal, logger, blockRows = BLOCK_ROWS } = options;
  const job = { signal, logger };
  const first = toNativeMatrix('rows.make', make(Int32Array.of(0)));
  const { text, threads } = datasetParams(options, widthOf(first));
  const checked = (chosen: Int32Array): NativeMatrix => {
    const made = toNativeMatrix('rows.make', make(chosen));
    if (made.rows === chosen.length) return made;
    throw invalidArgument('rows.make', `expected the ${chosen.length} rows that were asked for, got ${made.rows}`);
  };
  const sample = reference === undefined ? checked(native().datasetSampleRows(rows, text)) : undefined;
  const names = { ...(featureNames === undefined ? {} : { featureNames }), ...(reference ? { reference } : {}) };
  const stream = await runJob(job, (abort) =>
    native().datasetStreamStart(sample, rows, { params: text, threads, ...names, abort }),
  );
  try {
    for (let from = 0; from < rows; from += blockRows) {
      const block = checked(Int32Array.from({ length: Math.min(blockRows, rows - from) }, (_, i) => from + i));
      await runJob(job, (abort) => native().datasetStreamPush(stream, block, abort));
    }
    const handle = await runJob(job, (abort) => native().datasetStreamFinish(stream, toNativeFields(options), abort));
    return { handle, params: text };
  } finally {
    native().datasetStreamClose(stream);
  }
}

function columnOf(makers: readonly ColumnMaker[], i: number): NativeMatrix {
  return toNativeMatrix(`columns[${i}]`, [makers[i]!()]);
}

/** The sampled rows of every column. */
function sampleOf(makers: readonly ColumnMaker[], rows: Int32Array): NativeMatrix {
  const columns = makers.map((make) => {
    const column = make();
    const sampled = column.slice(0, rows.length);
    for (let i = 0; i < rows.length; i += 1) sampled[i] = column[rows[i]!]!;
    return sampled;
  });
  return toNativeMatrix('columns', columns);
}

function push(stream: Handle, rows: Matrix | CsrMatrix, job: JobOptions): Promise<number> {
  if (typeof rows !== 'object' || rows === null) {
    throw invalidArgument('batch.rows', `expected columns, a matrix or sparse rows, got ${describe(rows)}`);
  }
  if ('indptr' in rows) {
    const csr: NativeCsr = toNativeCsr('batch.rows', rows);
    return runJob(job, (abort) => native().datasetStreamPushCsr(stream, csr, abort));
  }
  const matrix = toNativeMatrix('batch.rows', rows);
  return runJob(job, (abort) => native().datasetStreamPush(stream, matrix, abort));
}

const widthOf = (matrix: NativeMatrix): number => ('width' in matrix ? matrix.width : matrix.columns.length);

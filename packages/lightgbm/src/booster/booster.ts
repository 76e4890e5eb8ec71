import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { native } from '../binding.js';
import { checkInteger, checkNumber, checkOneOf, checkOptions, checkString } from '../checks.js';
import { Dataset } from '../dataset/dataset.js';
import type { Numbers } from '../dataset/options.js';
import { LightGBMError, call, describe, invalidArgument } from '../errors.js';
import { runJob } from '../job.js';
import type { JobOptions } from '../job.js';
import { checkOffsets, toNativeCsr, toNativeMatrix } from '../matrix.js';
import type { CsrMatrix, Matrix } from '../matrix.js';
import type { Handle, NativeBoosterInfo } from '../native.js';
import { toCsr } from '../sparse-columns.js';
import type { CscMatrix } from '../sparse-columns.js';
import { resolveParams, threadCount } from '../params.js';
import type { Params } from '../params.js';
import { readLoadedParams } from './loaded-params.js';
import { pandasLine, parsePandasLine } from './pandas-categorical.js';
import { iterationRange, toNativePredict } from './predict-options.js';
import type { IterationOptions, PredictOptions } from './predict-options.js';
import { SingleRow } from './single-row.js';
import type { SingleRowOptions } from './single-row.js';

/** How a feature's importance is counted: the splits that use it, or the loss they saved together. */
export type ImportanceType = 'split' | 'gain';
const IMPORTANCE: readonly ImportanceType[] = ['split', 'gain'];

/** Which part of a model is written. */
export interface ModelTextOptions extends IterationOptions {
  /** Importance listed at the end of the text. @default 'split' */
  readonly importanceType?: ImportanceType;
}

/** How a model is refitted to new data. */
export interface RefitOptions extends JobOptions {
  /** Weight of the old leaf values: new = decay · old + (1 − decay) · fitted. From 0 to 1. @default 0.9 */
  readonly decayRate?: number;
  /** Weight of each new row. */
  readonly weight?: Numbers;
  /** Sizes of the groups, for ranking. */
  readonly group?: Numbers;
  /** Parameters to use instead of those the model was trained with. */
  readonly params?: Params;
}

/**
 * A trained model. Everything but `predict` and `refit` is synchronous and quick. Release it with
 * {@link Booster.close}, or leave it to the garbage collector.
 */
export class Booster {
  #handle: Handle | undefined;
  #bestIteration: number;
  readonly #pandasLine: string;

  /** @internal Use train, Booster.fromString, Booster.fromFile. */
  constructor(handle: Handle, bestIteration = 0, pandas = '') {
    this.#handle = handle;
    this.#bestIteration = bestIteration;
    this.#pandasLine = pandas;
  }

  /**
   * Reads a model in LightGBM's text format, written by this or any other LightGBM. The whole text is checked first: a
   * damaged one is an error (code `invalid-model`), never a crash.
   */
  static fromString(text: string): Booster {
    const model = checkString('text', text);
    const handle = call(() => native().boosterFromString(model, threadCount('threads', undefined)));
    return new Booster(handle, 0, pandasLine(model));
  }

  /** Reads a model file. */
  static async fromFile(path: string): Promise<Booster> {
    let text: string;
    try {
      text = await readFile(checkString('path', path), 'utf8');
    } catch (cause) {
      if (cause instanceof LightGBMError) throw cause;
      throw new LightGBMError('invalid-argument', `path: cannot read ${path}: ${(cause as Error).message}`, { cause });
    }
    return Booster.fromString(text);
  }

  /** The model in LightGBM's text format. By default it stops at the best iteration of an early-stopped training. */
  toString(options?: ModelTextOptions): string {
    const [first, count, importance] = this.#textRange(options);
    return call(() => native().boosterToString(this.handle, first, count, importance)) + this.#pandasLine;
  }

  /** Writes {@link Booster.toString} to a file, which appears whole or not at all. */
  async save(path: string, options?: ModelTextOptions): Promise<void> {
    const text = this.toString(options);
    const temporary = `${checkString('path', path)}.${randomUUID()}.tmp`;
    try {
      const file = await open(temporary, 'w');
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /** The model as plain data: trees with their splits, thresholds and leaf values. */
  dumpJson(options?: ModelTextOptions): Record<string, unknown> {
    const [first, count, importance] = this.#textRange(options);
    const text = call(() => native().boosterToJson(this.handle, first, count, importance));
    const model = JSON.parse(text) as Record<string, unknown>;
    return this.#pandasLine === '' ? model : { ...model, pandas_categorical: this.pandasCategorical };
  }

  /** Importance of each feature. Iterations as in {@link Booster.toString}. */
  featureImportance(type: ImportanceType = 'split', numIterations = this.#bestIteration): Float64Array {
    const code = IMPORTANCE.indexOf(checkOneOf('type', type, IMPORTANCE));
    const [, count] = iterationRange({ numIterations }, 0);
    return call(() => native().boosterImportance(this.handle, count, code));
  }

  /**
   * The categories of a data frame that Python LightGBM appended to the model, one list per categorical column. A
   * category's code, which predictions take, is its index in the list. Null when there are none. Texts and files of
   * this model keep them, and so do models derived from it by {@link Booster.refit} or `initModel`.
   * @throws LightGBMError `invalid-model` when the line is not JSON of that form
   */
  get pandasCategorical(): readonly (readonly unknown[])[] | null {
    return parsePandasLine(this.#pandasLine);
  }

  /** Names of the features, in the order of the columns. */
  get featureNames(): string[] {
    return call(() => native().boosterFeatureNames(this.handle));
  }

  /** Number of columns it was trained on. */
  get numFeatures(): number {
    return this.#info.features;
  }

  /** Number of trees: iterations × classes. */
  get numTrees(): number {
    return this.#info.trees;
  }

  /** Number of boosting iterations. */
  get numIterations(): number {
    return this.#info.iterations;
  }

  /** Values per row of a prediction: 1, or the number of classes. */
  get numClasses(): number {
    return this.#info.outputs;
  }

  /** Iterations that predictions, texts and importances use by default; 0 means all. Set by early stopping. */
  get bestIteration(): number {
    return this.#bestIteration;
  }

  set bestIteration(iterations: number) {
    this.#bestIteration = checkInteger('bestIteration', iterations, 0, 2 ** 31 - 1);
  }

  /** Whether the flat predictor supports this model (it does not support linear trees, for example). */
  get hasFlatForm(): boolean {
    return call(() => native().boosterHasFlat(this.handle));
  }

  /**
   * The parameters written in the model text, by their canonical names; those without a value are left out.
   * @throws LightGBMError `invalid-model` when a value is not of its parameter's type
   */
  get loadedParams(): Record<string, unknown> {
    return readLoadedParams(call(() => native().boosterLoadedParams(this.handle)));
  }

  /**
   * Predicts rows off the main thread.
   * @returns rows × width numbers, row after row; the width depends on `type` (see {@link PredictOptions})
   */
  predict(rows: Matrix, options?: PredictOptions): Promise<Float64Array> {
    return this.#start(() => {
      const native_ = toNativePredict(options, this.#bestIteration);
      const matrix = toNativeMatrix('rows', rows);
      return runJob(options ?? {}, (abort) => native().boosterPredict(this.handle, matrix, { ...native_, abort }));
    });
  }

  /** Predicts rows on this thread, with helper threads. For a few rows; many would block the event loop. */
  predictSync(rows: Matrix, options?: PredictOptions): Float64Array {
    const native_ = toNativePredict(options, this.#bestIteration);
    const matrix = toNativeMatrix('rows', rows);
    return call(() => native().boosterPredictSync(this.handle, matrix, native_));
  }

  /**
   * Predicts rows that share their last columns with others, on this thread, with helper threads: what {@link predictSync} gives
   * for the whole rows, without putting them together.
   *
   * @param rows the columns that are a row's own, the first ones of the model.
   * @param groups the columns that rows share, one entry a group; the last ones of the model.
   * @param offsets group g has the rows `offsets[g] … offsets[g + 1] − 1`.
   * @returns rows × classes numbers; undefined where the flat predictor does not support this model.
   */
  predictGroupsSync(rows: Matrix, groups: Matrix, offsets: Int32Array, threads?: number): Float64Array | undefined {
    const [own, shared] = [toNativeMatrix('rows', rows), toNativeMatrix('groups', groups)];
    const places = checkOffsets('offsets', offsets);
    const count = threadCount('threads', threads);
    return call(() => native().boosterPredictGroups(this.handle, own, shared, places, count));
  }

  /** Predicts compressed sparse rows, with LightGBM's own predictor. */
  predictCsr(csr: CsrMatrix, options?: Omit<PredictOptions, 'engine'>): Promise<Float64Array> {
    return this.#start(() => {
      const native_ = toNativePredict(options, this.#bestIteration);
      const matrix = toNativeCsr('csr', csr);
      return runJob(options ?? {}, (abort) => native().boosterPredictCsr(this.handle, matrix, { ...native_, abort }));
    });
  }

  /** Predicts compressed sparse columns, turned into rows first. */
  predictCsc(csc: CscMatrix, options?: Omit<PredictOptions, 'engine'>): Promise<Float64Array> {
    return this.#start(() => this.predictCsr(toCsr('csc', csc), options));
  }

  /** A predictor for one row at a time. */
  singleRow(options?: SingleRowOptions): SingleRow {
    const checked = checkOptions('options', options, ['type', 'engine', 'startIteration', 'numIterations']);
    const raw = checkOneOf('type', checked.type ?? 'normal', ['normal', 'raw']) === 'raw';
    const lightgbm = checkOneOf('engine', checked.engine ?? 'auto', ['auto', 'lightgbm']) === 'lightgbm';
    const [first, count] = iterationRange(checked, this.#bestIteration);
    return new SingleRow(call(() => native().singleRow(this.handle, raw, first, count, lightgbm)));
  }

  /** A new model with the same trees and leaf values refitted to new data. */
  async refit(rows: Matrix, label: Numbers, options: RefitOptions = {}): Promise<Booster> {
    const {
      decayRate = 0.9,
      weight,
      group,
      params,
      signal,
      logger,
    } = checkOptions('options', options, [...['decayRate', 'weight', 'group', 'params', 'signal', 'logger']]);
    if (checkNumber('decayRate', decayRate, 0) > 1)
      throw invalidArgument('decayRate', `expected 0 to 1, got ${decayRate}`);
    const job = { signal, logger };
    const merged = this.#refitParams(params, decayRate);
    const dataset = await Dataset.fromMatrixOrColumns(rows, { label, weight, group, params: merged, ...job });
    try {
      const leaves = Int32Array.from(await this.predict(rows, { type: 'leaf', numIterations: 0, ...job }));
      const { text } = resolveParams('params', merged, {}, logger !== undefined);
      const handle = await runJob(job, () => native().boosterRefit(dataset.handle, this.handle, leaves, text));
      return new Booster(handle, 0, this.#pandasLine);
    } finally {
      dataset.close();
    }
  }

  /** The value of a leaf. */
  getLeafValue(tree: number, leaf: number): number {
    this.#checkTree(tree, leaf);
    return call(() => native().boosterLeafValue(this.handle, tree, leaf));
  }

  /** Changes the value of a leaf. */
  setLeafValue(tree: number, leaf: number, value: number): void {
    this.#checkTree(tree, leaf);
    checkNumber('value', value);
    call(() => native().boosterSetLeafValue(this.handle, tree, leaf, value));
  }

  /** The smallest raw score any row can get. */
  get lowerBound(): number {
    return call(() => native().boosterBounds(this.handle))[0] as number;
  }

  /** The largest raw score any row can get. */
  get upperBound(): number {
    return call(() => native().boosterBounds(this.handle))[1] as number;
  }

  /** Prepends the trees of another model with the same features and classes. */
  mergeFrom(other: Booster): void {
    const source = boosterHandle('other', other);
    call(() => native().boosterMerge(this.handle, source));
  }

  /** Shuffles iterations [start, end), always in the same way; an `end` <= 0 means all. */
  shuffleModels(start = 0, end = -1): void {
    checkInteger('start', start, 0, 2 ** 31 - 1);
    checkInteger('end', end, -1, 2 ** 31 - 1);
    call(() => native().boosterShuffle(this.handle, start, end));
  }

  /** Frees the memory. Repeated calls do nothing; everything else then fails with code `closed`. */
  close(): void {
    if (this.#handle === undefined) return;
    const handle = this.#handle;
    call(() => native().boosterClose(handle));
    this.#handle = undefined;
  }

  /** Same as {@link Booster.close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** @internal */
  get pandasLine(): string {
    return this.#pandasLine;
  }

  /** @internal */
  get handle(): Handle {
    if (this.#handle === undefined) throw new LightGBMError('closed', 'the Booster is closed');
    return this.#handle;
  }

  get #info(): NativeBoosterInfo {
    return call(() => native().boosterInfo(this.handle));
  }

  /** Asynchronous methods reject; they never throw. */
  async #start<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  #textRange(options: ModelTextOptions | undefined): [number, number, number] {
    const checked = checkOptions('options', options, ['startIteration', 'numIterations', 'importanceType']);
    const importance = checkOneOf('importanceType', checked.importanceType ?? 'split', IMPORTANCE);
    return [...iterationRange(checked, this.#bestIteration), IMPORTANCE.indexOf(importance)];
  }

  #checkTree(tree: number, leaf: number): void {
    checkInteger('tree', tree, 0, this.numTrees - 1);
    checkInteger('leaf', leaf, 0, 2 ** 31 - 1);
  }

  // LightGBM writes all its parameters into the model; only those that define what is learned are reused.
  #refitParams(params: Params | undefined, decayRate: number): Params {
    const written = this.loadedParams;
    const kept = REFIT_PARAMS.flatMap((name) => {
      const value = written[name];
      const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return isPlain ? [[name, value] as const] : [];
    });
    return { ...Object.fromEntries(kept), ...params, refit_decay_rate: decayRate };
  }
}

const REFIT_PARAMS = ['objective', 'num_class', 'lambda_l1', 'lambda_l2', 'linear_tree', 'sigmoid', 'is_unbalance'];

/** The native handle of an argument that must be an open booster. */
export function boosterHandle(where: string, value: unknown): Handle {
  if (value instanceof Booster) return value.handle;
  throw invalidArgument(where, `expected a Booster, got ${describe(value)}`);
}

import { native } from '../binding.js';
import { checkInteger, checkOneOf, checkString } from '../checks.js';
import { DMatrix } from '../dmatrix/dmatrix.js';
import { XGBoostError, call, describe, invalidArgument } from '../errors.js';
import { runJob } from '../job.js';
import { engine } from '../library.js';
import { toNativeMatrix } from '../matrix.js';
import type { Matrix } from '../matrix.js';
import { readModel } from '../model/read-model.js';
import type { Handle, NativeBoosterInfo, NativeMatrix, NativeRows } from '../native.js';
import { TreeEnsemble } from '../trees/tree-ensemble.js';
import { checkEngine, checkRange, toNativePredict } from './predict-options.js';
import type { PredictOptions } from './predict-options.js';

/**
 * How a feature's importance is counted: `weight` splits that use it, `gain` and `cover` their mean loss reduction and
 * weight of rows, `total_gain` and `total_cover` the sums.
 */
export type ImportanceType = 'weight' | 'gain' | 'cover' | 'total_gain' | 'total_cover';
const IMPORTANCE: readonly ImportanceType[] = ['weight', 'gain', 'cover', 'total_gain', 'total_cover'];

/** A format of model files. `json` is text; `ubj` (UBJSON) is the same in binary, smaller and quicker to read. */
export type ModelFormat = 'json' | 'ubj';

/**
 * A trained model. Everything but `predict` is synchronous and quick. Release it with {@link Booster.close}, or leave
 * it to the garbage collector.
 */
export class Booster {
  #handle: Handle | undefined;
  #bestIteration: number;
  #knownInfo: NativeBoosterInfo | undefined;
  /** Null if the model has none. */
  #flat: TreeEnsemble | null | undefined;
  #rowsSeen = 0;

  /** @internal Use train or Booster.load. */
  constructor(handle: Handle, bestIteration = 0) {
    this.#handle = handle;
    this.#bestIteration = bestIteration;
  }

  /**
   * Reads a model in XGBoost's JSON or UBJSON format, written by this or any other XGBoost. The whole model is checked
   * first: a damaged one is an error (code `invalid-model`), never a crash. The old binary format is not read.
   */
  static load(model: Uint8Array | string): Booster {
    const bytes = typeof model === 'string' ? new TextEncoder().encode(model) : model;
    readModel(bytes);
    return new Booster(call(() => engine().boosterLoad(bytes)));
  }

  /**
   * The model's bytes, which Python's `Booster.load_model` reads. They include all rounds, even those after the best.
   */
  save(format: ModelFormat = 'json'): Uint8Array {
    const checked = checkOneOf('format', format, ['json', 'ubj']);
    return call(() => native().boosterSave(this.handle, checked));
  }

  /** A model of some of this one's rounds. */
  slice(begin: number, end: number): Booster {
    const [from, to] = checkRange([begin, end], this.numRounds);
    return new Booster(call(() => native().boosterSlice(this.handle, from, to === 0 ? this.numRounds : to)));
  }

  /** Importance of each feature, in the order of the columns; 0 if a feature is not used. */
  featureImportance(type: ImportanceType = 'gain'): Float64Array {
    const names = Array.from({ length: this.numFeatures }, (_, i) => String(i));
    const config = { importance_type: checkOneOf('type', type, IMPORTANCE), feature_names: names };
    const { features, scores } = call(() => native().boosterImportance(this.handle, JSON.stringify(config)));
    const importance = new Float64Array(this.numFeatures);
    features.forEach((feature, i) => (importance[Number(feature)] = scores[i] ?? 0));
    return importance;
  }

  /** Names of the columns it was trained on; undefined if they had none. */
  get featureNames(): string[] | undefined {
    return this.#featureInfo('feature_name');
  }

  /** Types of the columns it was trained on; undefined if they had none. */
  get featureTypes(): string[] | undefined {
    return this.#featureInfo('feature_type');
  }

  /** Texts stored in the model, by name. */
  get attributes(): Readonly<Record<string, string>> {
    return call(() => native().boosterAttributes(this.handle));
  }

  /** Stores a text in the model, or removes it. */
  setAttribute(name: string, value: string | undefined): void {
    const key = checkString('name', name);
    if (value !== undefined && typeof value !== 'string') {
      throw invalidArgument('value', `expected a string, got ${describe(value)}`);
    }
    call(() => native().boosterSetAttribute(this.handle, key, value));
  }

  /** Number of columns it was trained on. */
  get numFeatures(): number {
    return this.#info.features;
  }

  /** Number of boosting rounds. */
  get numRounds(): number {
    return this.#info.rounds;
  }

  /** Numbers per row of a margin: 1, or the number of classes or targets. */
  get numGroups(): number {
    return this.#info.groups;
  }

  /** Rounds that predictions use by default; 0 means all. Set by early stopping. */
  get bestIteration(): number {
    return this.#bestIteration;
  }

  set bestIteration(rounds: number) {
    this.#bestIteration = checkInteger('bestIteration', rounds, 0, this.numRounds);
  }

  /**
   * Predicts rows off the main thread, as XGBoost itself does, to the last bit.
   *
   * @param rows columns, one block, or a DMatrix (whose base margins then count)
   * @returns rows × width numbers, row after row; the width depends on `type` (see {@link PredictOptions})
   */
  async predict(rows: Matrix | DMatrix, options?: PredictOptions): Promise<Float32Array> {
    const native_ = toNativePredict(options, this.numRounds, this.#bestIteration);
    const source = toNativeRows(rows);
    const flat = this.#flatFor(source, options);
    if (flat !== undefined) return flat.trees.run(flat.matrix, native_, options ?? {});
    return runJob(options ?? {}, (abort) => native().boosterPredict(this.handle, source, { ...native_, abort }));
  }

  /** Predicts rows on this thread, with helper threads. For a few rows; many would block the event loop. */
  predictSync(rows: Matrix | DMatrix, options?: Omit<PredictOptions, 'signal' | 'logger'>): Float32Array {
    const native_ = toNativePredict(options, this.numRounds, this.#bestIteration);
    const source = toNativeRows(rows);
    const flat = this.#flatFor(source, options);
    if (flat !== undefined) return flat.trees.runSync(flat.matrix, native_);
    return call(() => native().boosterPredictSync(this.handle, source, native_));
  }

  /** Frees the memory. Repeated calls do nothing; everything else then fails with code `closed`. */
  close(): void {
    if (this.#handle === undefined) return;
    const handle = this.#handle;
    call(() => native().boosterClose(handle));
    this.#handle = undefined;
    this.#flat?.close();
  }

  /** Same as {@link Booster.close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** @internal */
  get handle(): Handle {
    if (this.#handle === undefined) throw new XGBoostError('closed', 'the Booster is closed');
    return this.#handle;
  }

  get #info(): NativeBoosterInfo {
    const { handle } = this;
    return (this.#knownInfo ??= call(() => native().boosterInfo(handle)));
  }

  /** The flat form that is to predict rows, made where they are worth it; undefined if XGBoost is to. */
  #flatFor(rows: NativeRows, options: PredictOptions | undefined): FlatPrediction | undefined {
    const engine = checkEngine(options);
    const type = options?.type ?? 'value';
    const possible = 'matrix' in rows && (type === 'value' || type === 'margin');
    if (possible && engine !== 'xgboost') {
      this.#rowsSeen += rows.matrix.rows;
      if (engine === 'flat' || this.#rowsSeen >= ROWS_WORTH_FLATTENING) this.#flat ??= flatOf(this);
      if (this.#flat) return { trees: this.#flat, matrix: rows.matrix };
    }
    if (engine !== 'flat') return undefined;
    const what = possible ? 'this model' : 'these rows or this type';
    throw invalidArgument('engine', `${what} can only be predicted by XGBoost, not by "flat"`);
  }

  #featureInfo(field: string): string[] | undefined {
    const strings = call(() => native().boosterFeatureInfo(this.handle, field));
    return strings.length > 0 ? strings : undefined;
  }
}

interface FlatPrediction {
  readonly trees: TreeEnsemble;
  readonly matrix: NativeMatrix;
}

/** Fewer are predicted before a model is written, read and flattened. */
const ROWS_WORTH_FLATTENING = 2000;

/** The trees of a model, as XGBoost itself writes them: its Float32 numbers are the ones it predicts with. */
function flatOf(booster: Booster): TreeEnsemble | null {
  let trees: TreeEnsemble;
  try {
    trees = TreeEnsemble.from(booster.save('ubj'));
  } catch (error) {
    // No trees, several numbers in a leaf, or something of a version to come: XGBoost predicts.
    if (error instanceof XGBoostError && error.code.startsWith('invalid-')) return null;
    throw error;
  }
  if (trees.canPredict) return trees;
  trees.close();
  return null;
}

function toNativeRows(rows: Matrix | DMatrix): NativeRows {
  return rows instanceof DMatrix ? { dmatrix: rows.handle } : { matrix: toNativeMatrix('rows', rows) };
}

/** The native handle of an argument that must be an open booster. */
export function boosterHandle(where: string, value: unknown): Handle {
  if (value instanceof Booster) return value.handle;
  throw invalidArgument(where, `expected a Booster, got ${describe(value)}`);
}

import { native } from '../binding.js';
import { checkInteger, checkOptions } from '../checks.js';
import { XGBoostError, call } from '../errors.js';
import { runJob } from '../job.js';
import type { JobOptions } from '../job.js';
import { toNativeMatrix } from '../matrix.js';
import type { Matrix } from '../matrix.js';
import { readModel } from '../model/read-model.js';
import type { Model } from '../model/read-model.js';
import { toTreeArrays } from '../model/tree-arrays.js';
import type { Handle, NativeEvaluateOptions } from '../native.js';
import { threadCount } from '../params.js';

/** How trees are evaluated. */
export interface EvaluateOptions extends JobOptions {
  /** Rounds to use, from the first. @default all */
  readonly rounds?: number;
  /** Threads to use. @default all processors */
  readonly threads?: number;
}

const OPTION_NAMES: readonly (keyof EvaluateOptions)[] = ['rounds', 'threads', 'signal', 'logger'];

/** How much each column of a model is used. */
export interface TreeImportance {
  /** Loss reduction over all splits, by column. */
  readonly gain: Float64Array;
  /** Number of splits, by column. */
  readonly splits: Float64Array;
}

/**
 * The trees of a model, evaluated in double precision without the XGBoost library: XGBoost sums leaves in Float32, so
 * its margins are accurate to seven digits and its contributions do not quite add up to them. Here margins and
 * contributions agree to the last digits of a double, and are bit-identical on every machine and number of threads. For
 * models with trees (gbtree or dart) of one number per leaf.
 */
export class TreeEnsemble {
  #handle: Handle | undefined;
  readonly #model: Omit<Model, 'trees'>;
  readonly #trees: number;
  readonly #importance: TreeImportance;

  private constructor(model: Model) {
    this.#handle = call(() => native().treesCreate(toTreeArrays(model), model.features));
    const { trees, ...rest } = model;
    this.#model = rest;
    this.#trees = trees.length;
    this.#importance = importanceOf(model);
  }

  /**
   * From a model in JSON or UBJSON, e.g. `booster.save()`.
   *
   * @throws XGBoostError `invalid-model` for anything else, `invalid-argument` for models without such trees
   */
  static from(model: Uint8Array | string): TreeEnsemble {
    return new TreeEnsemble(readModel(typeof model === 'string' ? new TextEncoder().encode(model) : model));
  }

  /** The XGBoost that wrote the model, e.g. `1.7.5`. */
  get version(): string {
    return this.#model.version;
  }

  /** XGBoost's name of the objective, which defines the meaning of a margin. */
  get objective(): string {
    return this.#model.objective;
  }

  /** Number of columns. */
  get numFeatures(): number {
    return this.#model.features;
  }

  /** Numbers per row of a margin. */
  get numGroups(): number {
    return this.#model.groups;
  }

  /** Number of boosting rounds. */
  get numRounds(): number {
    return this.#trees / this.#model.treesPerRound;
  }

  /** Names of the columns; empty if the model has none. */
  get featureNames(): readonly string[] {
    return this.#model.featureNames;
  }

  /** How much each column is used. */
  get importance(): TreeImportance {
    return this.#importance;
  }

  /** Sum of base score and leaves: rows × groups numbers. Values are rounded to Float32, like in XGBoost. */
  margins(rows: Matrix, options?: EvaluateOptions): Promise<Float64Array> {
    return this.#evaluate(rows, options, false);
  }

  /** The same on this thread, with helper threads. */
  marginsSync(rows: Matrix, options?: Omit<EvaluateOptions, 'signal' | 'logger'>): Float64Array {
    return this.#evaluateSync(rows, options, false);
  }

  /**
   * SHAP values: rows × groups × (columns + 1) numbers, the last of each group being the mean margin over the training
   * rows. They add up to the margin.
   */
  contributions(rows: Matrix, options?: EvaluateOptions): Promise<Float64Array> {
    return this.#evaluate(rows, options, true);
  }

  /** The same on this thread, with helper threads. */
  contributionsSync(rows: Matrix, options?: Omit<EvaluateOptions, 'signal' | 'logger'>): Float64Array {
    return this.#evaluateSync(rows, options, true);
  }

  /** Frees the memory. Repeated calls do nothing; evaluation then fails with code `closed`. */
  close(): void {
    if (this.#handle === undefined) return;
    const handle = this.#handle;
    call(() => native().treesClose(handle));
    this.#handle = undefined;
  }

  /** Same as {@link TreeEnsemble.close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  get #open(): Handle {
    if (this.#handle === undefined) throw new XGBoostError('closed', 'the TreeEnsemble is closed');
    return this.#handle;
  }

  async #evaluate(rows: Matrix, options: EvaluateOptions | undefined, contributions: boolean): Promise<Float64Array> {
    const native_ = this.#toNative(options, contributions);
    const matrix = toNativeMatrix('rows', rows);
    return runJob(options ?? {}, (abort) => native().treesEvaluate(this.#open, matrix, { ...native_, abort }));
  }

  #evaluateSync(rows: Matrix, options: EvaluateOptions | undefined, contributions: boolean): Float64Array {
    const native_ = this.#toNative(options, contributions);
    const matrix = toNativeMatrix('rows', rows);
    return call(() => native().treesEvaluateSync(this.#open, matrix, native_));
  }

  #toNative(options: EvaluateOptions | undefined, contributions: boolean): NativeEvaluateOptions {
    const checked = checkOptions('options', options, OPTION_NAMES);
    const rounds = checkInteger('rounds', checked.rounds ?? this.numRounds, 0, this.numRounds);
    const trees = rounds * this.#model.treesPerRound;
    return { contributions, trees, threads: threadCount('threads', checked.threads) };
  }
}

function importanceOf(model: Model): TreeImportance {
  const gain = new Float64Array(model.features);
  const splits = new Float64Array(model.features);
  for (const tree of model.trees) {
    const open = [0];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (tree.left[node] === -1) continue;
      const feature = tree.feature[node] as number;
      gain[feature]! += tree.gain[node] as number;
      splits[feature]! += 1;
      open.push(tree.left[node] as number, tree.right[node] as number);
    }
  }
  return { gain, splits };
}

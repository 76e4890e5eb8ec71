import { native } from '../binding.js';
import { checkRange, PREDICTION_TYPES } from '../booster/predict-options.js';
import type { IterationRange } from '../booster/predict-options.js';
import { checkInteger, checkOneOf, checkOptions } from '../checks.js';
import { XGBoostError, call, invalidArgument } from '../errors.js';
import { runJob } from '../job.js';
import type { JobOptions } from '../job.js';
import { toNativeMatrix } from '../matrix.js';
import type { Matrix } from '../matrix.js';
import { readModel } from '../model/read-model.js';
import type { Model } from '../model/read-model.js';
import { toTreeArrays } from '../model/tree-arrays.js';
import type { Handle, NativeEvaluateOptions, NativeMatrix, NativePredictOptions } from '../native.js';
import { threadCount } from '../params.js';
import { objectiveOf, TRANSFORMS } from './objectives.js';
import type { Transform } from './objectives.js';

/** How trees are evaluated. */
export interface EvaluateOptions extends JobOptions {
  /** Rounds to use, from the first. @default all */
  readonly rounds?: number;
  /** Threads to use. @default all processors */
  readonly threads?: number;
}

const OPTION_NAMES: readonly (keyof EvaluateOptions)[] = ['rounds', 'threads', 'signal', 'logger'];

/** How XGBoost's own predictions are made from trees. */
export interface PredictTreesOptions extends JobOptions {
  /** `value` is the margin transformed by the objective, as in Booster. @default 'value' */
  readonly type?: 'value' | 'margin';
  /** Rounds to use. @default all */
  readonly iterations?: IterationRange;
  /** Threads to use. @default all processors */
  readonly threads?: number;
}

const PREDICT_NAMES: readonly (keyof PredictTreesOptions)[] = ['type', 'iterations', 'threads', 'signal', 'logger'];
/** The numbers of native.ts. */
const KINDS = { margins: 0, contributions: 1, prediction: 2 } as const;

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
  async margins(rows: Matrix, options?: EvaluateOptions): Promise<Float64Array> {
    return (await this.#evaluate(toMatrix(rows), options, this.#rounds(options, 'margins'))) as Float64Array;
  }

  /** The same on this thread, with helper threads. */
  marginsSync(rows: Matrix, options?: Omit<EvaluateOptions, 'signal' | 'logger'>): Float64Array {
    return this.#evaluateSync(toMatrix(rows), this.#rounds(options, 'margins')) as Float64Array;
  }

  /**
   * SHAP values: rows × groups × (columns + 1) numbers, the last of each group being the mean margin over the training
   * rows. They add up to the margin.
   */
  async contributions(rows: Matrix, options?: EvaluateOptions): Promise<Float64Array> {
    return (await this.#evaluate(toMatrix(rows), options, this.#rounds(options, 'contributions'))) as Float64Array;
  }

  /** The same on this thread, with helper threads. */
  contributionsSync(rows: Matrix, options?: Omit<EvaluateOptions, 'signal' | 'logger'>): Float64Array {
    return this.#evaluateSync(toMatrix(rows), this.#rounds(options, 'contributions')) as Float64Array;
  }

  /**
   * What XGBoost itself predicts, to the last bit, without its library: leaves are added in Float32, in the order of the
   * trees. Not for dart, whose weights XGBoost applies in an arithmetic of its own, and not for an objective that is not
   * known here: {@link TreeEnsemble.canPredict} tells.
   *
   * @returns rows × groups numbers; for the values of `multi:softmax` one, the class
   */
  async predict(rows: Matrix, options?: PredictTreesOptions): Promise<Float32Array> {
    return (await this.#evaluate(toMatrix(rows), options, this.#prediction(options))) as Float32Array;
  }

  /** The same on this thread, with helper threads. */
  predictSync(rows: Matrix, options?: Omit<PredictTreesOptions, 'signal' | 'logger'>): Float32Array {
    return this.#evaluateSync(toMatrix(rows), this.#prediction(options)) as Float32Array;
  }

  /** Whether {@link TreeEnsemble.predict} can predict with this model. */
  get canPredict(): boolean {
    return this.#transform !== undefined;
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

  /** @internal The prediction of a Booster, which has checked what it is given. */
  async run(matrix: NativeMatrix, options: NativePredictOptions, job: JobOptions): Promise<Float32Array> {
    return (await this.#evaluate(matrix, job, this.#asBooster(options))) as Float32Array;
  }

  /** @internal The same on this thread. */
  runSync(matrix: NativeMatrix, options: NativePredictOptions): Float32Array {
    return this.#evaluateSync(matrix, this.#asBooster(options)) as Float32Array;
  }

  async #evaluate(matrix: NativeMatrix, job: JobOptions | undefined, options: NativeEvaluateOptions) {
    return runJob(job ?? {}, (abort) => native().treesEvaluate(this.#open, matrix, { ...options, abort }));
  }

  #evaluateSync(matrix: NativeMatrix, options: NativeEvaluateOptions) {
    return call(() => native().treesEvaluateSync(this.#open, matrix, options));
  }

  #rounds(options: EvaluateOptions | undefined, kind: 'margins' | 'contributions'): NativeEvaluateOptions {
    const checked = checkOptions('options', options, OPTION_NAMES);
    const rounds = checkInteger('rounds', checked.rounds ?? this.numRounds, 0, this.numRounds);
    return this.#native(KINDS[kind], 'margin', [0, rounds], threadCount('threads', checked.threads));
  }

  #prediction(options: PredictTreesOptions | undefined): NativeEvaluateOptions {
    const checked = checkOptions('options', options, PREDICT_NAMES);
    const type = checkOneOf('type', checked.type ?? 'value', ['value', 'margin']);
    const range = checkRange(checked.iterations ?? [0, 0], this.numRounds);
    const threads = threadCount('threads', checked.threads);
    return this.#native(KINDS.prediction, this.#transformOf(type), range, threads);
  }

  #asBooster({ type, begin, end, threads }: NativePredictOptions): NativeEvaluateOptions {
    const transform = this.#transformOf(type === PREDICTION_TYPES.margin ? 'margin' : 'value');
    return this.#native(KINDS.prediction, transform, [begin, end], threads);
  }

  #transformOf(type: 'value' | 'margin'): Transform {
    const transform = this.#transform;
    if (transform === undefined) {
      const { booster, objective } = this.#model;
      throw invalidArgument('predict', `the trees of ${booster} with ${objective} need XGBoost: use Booster.predict`);
    }
    return type === 'margin' ? 'margin' : transform;
  }

  get #transform(): Transform | undefined {
    return this.#model.booster === 'gbtree' ? objectiveOf(this.objective)?.transform : undefined;
  }

  #native(kind: number, transform: Transform, [begin, end]: IterationRange, threads: number): NativeEvaluateOptions {
    const { treesPerRound } = this.#model;
    const last = kind === KINDS.prediction && end === 0 ? this.#trees : end * treesPerRound;
    return { kind, transform: TRANSFORMS[transform], first: begin * treesPerRound, last, threads };
  }
}

const toMatrix = (rows: Matrix): NativeMatrix => toNativeMatrix('rows', rows);

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

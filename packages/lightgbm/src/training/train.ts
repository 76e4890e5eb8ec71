import { native } from '../binding.js';
import { Booster, boosterHandle } from '../booster/booster.js';
import { checkInteger, checkNumber, checkOptions, checkString } from '../checks.js';
import { TrainableBooster } from '../booster/trainable.js';
import { handleOf } from '../dataset/dataset.js';
import type { Dataset } from '../dataset/dataset.js';
import { call, describe, invalidArgument } from '../errors.js';
import { runJob } from '../job.js';
import type { JobOptions } from '../job.js';
import type { Handle, NativePlan, Outcome, NativeTraining, NativeTrainOptions } from '../native.js';
import { METRICS } from '../param-names.js';
import { checkDatasetParams, isOn, resolveParams } from '../params.js';
import type { Params, ResolvedParams } from '../params.js';

/** Metric values of one round: set → metric → value. */
export type RoundMetrics = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** When to stop before all rounds are done. */
export interface EarlyStopping {
  /** Stop when a metric has not improved on a validation set for this many rounds. */
  readonly rounds: number;
  /**
   * The metric that counts, by the name in the history, e.g. `l2`, or an alias of it.
   * @default any of them; with the parameter `first_metric_only` the first
   */
  readonly metric?: string;
  /** An improvement is a change by more than this. @default 0 */
  readonly minDelta?: number;
}

/** What local and distributed training have in common. */
export interface TrainingOptions extends JobOptions {
  /** Boosting iterations. @default 100 */
  readonly rounds?: number;
  /** When to stop early; needs a validation set. @default never */
  readonly earlyStopping?: EarlyStopping;
  /**
   * Called on the main thread after each round with the number of iterations the model has and the metrics. It does not
   * hold the training up. An error it throws stops the training, which rejects with that error.
   */
  readonly onProgress?: (iteration: number, metrics: RoundMetrics) => void;
  /**
   * Learning rate of each round, as numbers or as a function of the round, as exact as the parameter learning_rate.
   * @default the parameter learning_rate
   */
  readonly learningRates?: readonly number[] | ((round: number) => number);
}

/** How to train. */
export interface TrainOptions extends TrainingOptions {
  /** Datasets to evaluate after each round; the training data may be one (early stopping ignores it). @default [] */
  readonly validSets?: readonly { readonly name: string; readonly dataset: Dataset }[];
  /** A model to continue from; the result contains its trees. Datasets need `keepData: true`. */
  readonly initModel?: Booster;
  /** Keep the booster's training state and its datasets, so that single steps can follow. @default false */
  readonly keepTraining?: boolean;
}

/** What training gives. */
export interface TrainResult<Model extends Booster = Booster> {
  /** The model. After early stopping it predicts with `bestIteration` by default, though it has all trees. */
  readonly booster: Model;
  /** Iterations to use, counted with those of `initModel`: the best with early stopping, otherwise all. */
  readonly bestIteration: number;
  /** Set → metric → one value per round. */
  readonly history: Record<string, Record<string, Float64Array>>;
  /** Why training ended: all rounds done, no improvement, or nothing left to split. (An abort rejects.) */
  readonly stopped: 'rounds' | 'early' | 'no-split';
}

const OPTION_NAMES: readonly (keyof TrainOptions)[] = [
  ...(['rounds', 'earlyStopping', 'onProgress', 'learningRates', 'signal', 'logger'] as const),
  ...(['validSets', 'initModel', 'keepTraining'] as const),
];
const MAX_INT32 = 2 ** 31 - 1;

/**
 * Trains a model off the main thread.
 *
 * ```js
 * const { booster, history } = await train({ objective: 'binary', metric: 'auc' }, data, {
 *   rounds: 500,
 *   validSets: [{ name: 'valid', dataset: valid }],
 *   earlyStopping: { rounds: 20 },
 * });
 * ```
 * @throws LightGBMError `invalid-argument` for wrong options or parameter names, `lightgbm` for what LightGBM refuses,
 *   `aborted` when the signal fires (nothing is left behind)
 */
export function train(
  params: Params,
  dataset: Dataset,
  options: TrainOptions & { readonly keepTraining: true },
): Promise<TrainResult<TrainableBooster>>;
export function train(params: Params, dataset: Dataset, options?: TrainOptions): Promise<TrainResult>;
export async function train(params: Params, dataset: Dataset, options?: TrainOptions): Promise<TrainResult> {
  const checked = checkOptions('options', options, OPTION_NAMES);
  const resolved = resolveParams('params', params, {}, checked.logger !== undefined);
  const handle = handleOf('dataset', dataset);
  checkDatasetParams(dataset.params, resolved);
  const sets = checkSets(checked, dataset);
  // Without an initial model the job starts before train returns: the caller may close its datasets at once.
  const initial = checked.initModel === undefined ? {} : await initialState(checked, dataset);
  const plan = toPlan(checked, resolved);
  const native_: NativeTrainOptions = { ...plan, sets, ...initial, keepTraining: checked.keepTraining === true };
  const names = sets.map((set) => set.name);
  const start: StartTraining = (abort, progress) => native().boosterTrain(handle, { ...native_, abort, progress });
  return runTraining(checked, names, start, checked.keepTraining === true ? TrainableBooster : Booster);
}

type Progress = NativePlan['progress'];
type StartTraining = (abort: Handle | undefined, progress: Progress) => Promise<Outcome<NativeTraining>>;

/** Runs a native training: progress in rounds, results by name. */
export async function runTraining(
  options: TrainingOptions & Pick<TrainOptions, 'initModel'>,
  sets: readonly string[],
  start: StartTraining,
  Model: typeof Booster = Booster,
): Promise<TrainResult> {
  const { onProgress, logger, signal } = options;
  const stop = new AbortController();
  const combined = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  let thrown: { error: unknown } | undefined;
  const progress: Progress = (iteration, values, log, metrics) => {
    if (thrown !== undefined) return;
    try {
      if (logger !== undefined) log.forEach((line) => logger(line));
      onProgress?.(iteration, roundMetrics(sets, metrics, values));
    } catch (error) {
      thrown = { error };
      stop.abort();
    }
  };
  const wanted = onProgress === undefined && logger === undefined ? undefined : progress;
  try {
    const job = { signal: combined, logger };
    const result = await runJob(job, (abort) => start(abort, wanted));
    if (thrown === undefined) return toResult(sets, options, result, Model);
    native().boosterClose(result.booster);
  } catch (error) {
    if (thrown === undefined) throw error;
  }
  throw thrown.error;
}

function roundMetrics(sets: readonly string[], metrics: readonly string[], values: Float64Array): RoundMetrics {
  const ofSet = (s: number) => metrics.map((metric, m) => [metric, values[s * metrics.length + m] ?? NaN]);
  return Object.fromEntries(sets.map((set, s) => [set, Object.fromEntries(ofSet(s)) as Record<string, number>]));
}

/** Reads the options of any training. */
export function toPlan(options: TrainingOptions, params: ResolvedParams): NativePlan {
  const { text, threads } = params;
  const rounds = checkInteger('rounds', options.rounds ?? 100, 0, MAX_INT32);
  const { earlyStopping, onProgress } = options;
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw invalidArgument('onProgress', `expected a function, got ${describe(onProgress)}`);
  }
  const stopping = checkOptions('earlyStopping', earlyStopping, ['rounds', 'metric', 'minDelta']);
  const firstMetricOnly = isOn(params, 'first_metric_only');
  if (firstMetricOnly && stopping.metric !== undefined) {
    throw invalidArgument('earlyStopping.metric', 'params set "first_metric_only", which chooses the metric: give one');
  }
  return {
    params: text,
    threads,
    rounds,
    patience: earlyStopping === undefined ? 0 : checkInteger('earlyStopping.rounds', stopping.rounds, 1, MAX_INT32),
    minDelta: checkNumber('earlyStopping.minDelta', stopping.minDelta ?? 0, 0),
    firstMetricOnly,
    ...(stopping.metric === undefined ? {} : { metric: metricName(stopping.metric) }),
    ...(options.learningRates === undefined ? {} : { learningRates: toRates(options.learningRates, rounds) }),
  };
}

/** A metric's name in the history, from any of its names in any case. */
function metricName(given: unknown): string {
  const name = checkString('earlyStopping.metric', given);
  const [base = '', ...cutoff] = name.toLowerCase().split('@');
  const known = METRICS.get(base);
  return known === undefined ? name : [known, ...cutoff].join('@');
}

function toRates(rates: NonNullable<TrainingOptions['learningRates']>, rounds: number): Float64Array {
  const at = typeof rates === 'function' ? rates : (round: number) => rates[round];
  if (typeof rates !== 'function' && !Array.isArray(rates)) {
    throw invalidArgument('learningRates', `expected numbers or a function, got ${describe(rates)}`);
  }
  return Float64Array.from({ length: rounds }, (_, round) => checkNumber(`learningRates[${round}]`, at(round), 0));
}

function toResult(
  sets: readonly string[],
  { earlyStopping, initModel }: Pick<TrainOptions, 'earlyStopping' | 'initModel'>,
  result: NativeTraining,
  Model: typeof Booster,
): TrainResult {
  const { booster, bestIteration, stopped, metrics, history } = result;
  const named = sets.map((set, s) => [
    set,
    Object.fromEntries(metrics.map((metric, m) => [metric, history[s * metrics.length + m] ?? new Float64Array()])),
  ]);
  const model = new Model(booster, earlyStopping === undefined ? 0 : bestIteration, initModel?.pandasLine);
  return { booster: model, bestIteration, history: Object.fromEntries(named), stopped };
}

function checkSets(options: TrainOptions, dataset: Dataset): NativeTrainOptions['sets'] {
  const { validSets = [], earlyStopping } = options;
  if (!Array.isArray(validSets)) throw invalidArgument('validSets', `expected an array, got ${describe(validSets)}`);
  const sets = validSets.map((set: { name: unknown; dataset: unknown } | null, i) => ({
    name: checkString(`validSets[${i}].name`, set?.name),
    dataset: handleOf(`validSets[${i}].dataset`, set?.dataset),
  }));
  const names = new Set(sets.map((set) => set.name));
  if (names.size < sets.length) throw invalidArgument('validSets', 'two sets have the same name');
  if (earlyStopping !== undefined && !validSets.some((set) => set.dataset !== dataset)) {
    throw invalidArgument('earlyStopping', 'needs a validation set other than the training data in "validSets"');
  }
  return sets;
}

/** Continued training starts each row from the score of the initial model. */
async function initialState(options: TrainOptions, dataset: Dataset): Promise<Partial<NativeTrainOptions>> {
  const { initModel, validSets = [], signal } = options;
  if (initModel === undefined) return {};
  const handle = boosterHandle('initModel', initModel);
  const datasets = [dataset, ...validSets.map((set) => set.dataset).filter((valid) => valid !== dataset)];
  const initialScores: Float64Array[] = [];
  for (const [i, one] of datasets.entries()) {
    const where = i === 0 ? 'dataset' : `validSets[${i - 1}]`;
    if (one.data === undefined) throw invalidArgument('initModel', `${where} was made without keepData: true`);
    if (call(() => one.getField('initScore')) !== null) {
      throw invalidArgument('initModel', `${where} has an initScore of its own`);
    }
    const scores = await initModel.predict(one.data, { type: 'raw', numIterations: 0, ...(signal ? { signal } : {}) });
    initialScores.push(toClassMajor(scores, initModel.numClasses));
  }
  return { initModel: handle, initialScores };
}

/** rows × classes → classes × rows, the order LightGBM keeps scores in. */
function toClassMajor(scores: Float64Array, classes: number): Float64Array {
  const rows = scores.length / classes;
  return scores.map((_, i) => scores[(i % rows) * classes + Math.floor(i / rows)] as number);
}

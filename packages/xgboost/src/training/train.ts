import { native } from '../binding.js';
import { Booster, boosterHandle } from '../booster/booster.js';
import { checkInteger, checkNumber, checkOptions, checkString } from '../checks.js';
import { dmatrixHandle } from '../dmatrix/dmatrix.js';
import type { DMatrix } from '../dmatrix/dmatrix.js';
import { describe, invalidArgument } from '../errors.js';
import { checkJobOptions, runJob } from '../job.js';
import type { JobOptions } from '../job.js';
import { engine } from '../library.js';
import type { NativeTraining, NativeTrainOptions } from '../native.js';
import { resolveParams, toPairs } from '../params.js';
import type { Params } from '../params.js';
import { toReproducible } from './reproducible.js';

/** Metric values of one round: set → metric → value. */
export type RoundMetrics = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** When to stop before all rounds are done. */
export interface EarlyStopping {
  /** Stop when the metric has not improved for this many rounds. */
  readonly rounds: number;
  /** The metric to watch, by the name in the history. @default the last one, as in Python */
  readonly metric?: string;
  /** The set to watch, by name. @default the last one, as in Python */
  readonly set?: string;
  /** Whether a higher value is better. @default by the metric's name: true for auc, aucpr, pre, map and ndcg */
  readonly maximize?: boolean;
  /** Minimum change that counts as an improvement. @default 0 */
  readonly minDelta?: number;
}

/** How to train. */
export interface TrainOptions extends JobOptions {
  /** Boosting rounds. @default 100 */
  readonly rounds?: number;
  /** Sets to evaluate after each round (the watch list); the training data may be one. @default [] */
  readonly evaluate?: readonly { readonly name: string; readonly data: DMatrix }[];
  /** When to stop early; needs a set to evaluate. @default never */
  readonly earlyStopping?: EarlyStopping;
  /**
   * Called on the main thread after each round with the number of rounds the model has and the metrics. It does not
   * delay the training. An error it throws stops the training, which rejects with that error.
   */
  readonly onProgress?: (iteration: number, metrics: RoundMetrics) => void;
  /** A model to continue from; the result contains its trees. */
  readonly initModel?: Booster;
  /**
   * Produce the same model bytes on any number of threads, which XGBoost itself does not guarantee. For the objectives
   * binary:logistic, reg:logistic, reg:squarederror and reg:absoluteerror, with trees and the method `hist`; rows are
   * then sampled (`subsample`) by this package's generator. Set `base_score`: it is not estimated.
   * @default false
   */
  readonly reproducible?: boolean;
}

/** Result of a training. */
export interface TrainResult {
  /** The model. After early stopping it predicts with `bestIteration` rounds by default, although it has all. */
  readonly booster: Booster;
  /** Rounds to use, counted with those of `initModel`: the best with early stopping, otherwise all. */
  readonly bestIteration: number;
  /** Set → metric → one value per round. */
  readonly history: Record<string, Record<string, Float64Array>>;
  /** Why training ended: all rounds done, or no improvement. (An abort rejects.) */
  readonly stopped: 'rounds' | 'early';
}

const OPTION_NAMES: readonly (keyof TrainOptions)[] = [
  ...(['rounds', 'evaluate', 'earlyStopping', 'onProgress', 'initModel', 'reproducible'] as const),
  ...(['signal', 'logger'] as const),
];
const STOPPING_NAMES: readonly (keyof EarlyStopping)[] = ['rounds', 'metric', 'set', 'maximize', 'minDelta'];
const MAX_INT32 = 2 ** 31 - 1;

/**
 * Trains a model off the main thread.
 *
 * ```js
 * const { booster, history } = await train({ objective: 'binary:logistic', eval_metric: 'auc' }, data, {
 *   rounds: 500,
 *   evaluate: [{ name: 'valid', data: valid }],
 *   earlyStopping: { rounds: 20 },
 * });
 * ```
 * @throws XGBoostError `invalid-argument` for wrong options or parameter names, `xgboost` for what XGBoost refuses,
 *   `aborted` when the signal fires (nothing is left behind)
 */
export async function train(params: Params, data: DMatrix, options?: TrainOptions): Promise<TrainResult> {
  const checked = checkOptions('options', options, OPTION_NAMES);
  const handle = dmatrixHandle('data', data);
  const native_ = toNativeTrain(params, checked);
  checkGroups(params['objective'], data, checked);
  const sets = native_.sets.map((set) => set.name);
  return runTraining(checked, sets, (abort, progress) =>
    engine().boosterTrain(handle, { ...native_, abort, progress }),
  );
}

function toNativeTrain(params: Params, options: TrainOptions): NativeTrainOptions {
  const resolved = resolveParams('params', params);
  const own = options.reproducible === true ? toReproducible(resolved) : undefined;
  const { onProgress, initModel } = options;
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw invalidArgument('onProgress', `expected a function, got ${describe(onProgress)}`);
  }
  const sets = toSets(options.evaluate ?? []);
  return {
    params: toPairs((own?.params ?? resolved).values),
    threads: resolved.threads,
    rounds: checkInteger('rounds', options.rounds ?? 100, 0, MAX_INT32 - 1),
    sets,
    ...toStopping(
      options.earlyStopping,
      sets.map((set) => set.name),
    ),
    ...(own === undefined ? {} : { reproducible: own.native }),
    ...(initModel === undefined ? {} : { initModel: boosterHandle('initModel', initModel) }),
  };
}

/** XGBoost would treat all rows as one group, in time that grows with their square. */
function checkGroups(objective: Params[string], data: DMatrix, { evaluate = [] }: TrainOptions): void {
  if (typeof objective !== 'string' || !objective.startsWith('rank:')) return;
  const sets = [
    { where: 'data', data },
    ...evaluate.map((set, i) => ({ where: `evaluate[${i}].data`, data: set.data })),
  ];
  const without = sets.find((set) => !set.data.hasGroups);
  if (without === undefined) return;
  throw invalidArgument(
    without.where,
    `objective "${objective}" ranks rows in groups: create the DMatrix with "group"`,
  );
}

function toSets(evaluate: unknown): NativeTrainOptions['sets'] {
  if (!Array.isArray(evaluate)) throw invalidArgument('evaluate', `expected an array, got ${describe(evaluate)}`);
  const sets = evaluate.map((set: { name: unknown; data: unknown } | null, i) => ({
    name: checkString(`evaluate[${i}].name`, set?.name),
    dmatrix: dmatrixHandle(`evaluate[${i}].data`, set?.data),
  }));
  if (new Set(sets.map((set) => set.name)).size < sets.length) {
    throw invalidArgument('evaluate', 'two sets have the same name');
  }
  return sets;
}

type Stopping = Pick<NativeTrainOptions, 'patience' | 'minDelta' | 'metric' | 'set' | 'direction'>;

function toStopping(stopping: EarlyStopping | undefined, sets: readonly string[]): Stopping {
  if (stopping === undefined) return { patience: 0, minDelta: 0, set: -1, direction: 0 };
  const checked = checkOptions('earlyStopping', stopping, STOPPING_NAMES);
  if (sets.length === 0) throw invalidArgument('earlyStopping', 'needs a set in "evaluate"');
  const set = checked.set === undefined ? -1 : sets.indexOf(checked.set);
  if (checked.set !== undefined && set < 0) {
    throw invalidArgument('earlyStopping.set', `expected one of ${sets.join(', ')}, got ${describe(checked.set)}`);
  }
  return {
    patience: checkInteger('earlyStopping.rounds', checked.rounds, 1, MAX_INT32),
    minDelta: checkNumber('earlyStopping.minDelta', checked.minDelta ?? 0, 0),
    set,
    direction: checked.maximize === undefined ? 0 : checked.maximize ? 1 : -1,
    ...(checked.metric === undefined ? {} : { metric: checkString('earlyStopping.metric', checked.metric) }),
  };
}

type Progress = NativeTrainOptions['progress'];
type StartTraining = (
  abort: NativeTrainOptions['abort'],
  progress: Progress,
) => ReturnType<ReturnType<typeof native>['boosterTrain']>;

/** Runs a native training: progress in rounds, results by name. */
async function runTraining(options: TrainOptions, sets: readonly string[], start: StartTraining): Promise<TrainResult> {
  const { logger, signal } = checkJobOptions(options);
  const { onProgress } = options;
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
    const result = await runJob({ signal: combined, logger }, (abort) => start(abort, wanted));
    if (thrown === undefined) return toResult(sets, options.earlyStopping, result);
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

function toResult(sets: readonly string[], stopping: EarlyStopping | undefined, result: NativeTraining): TrainResult {
  const { booster, bestIteration, stopped, metrics, history } = result;
  const named = sets.map((set, s) => [
    set,
    Object.fromEntries(metrics.map((metric, m) => [metric, history[s * metrics.length + m] ?? new Float64Array()])),
  ]);
  const model = new Booster(booster, stopping === undefined ? 0 : bestIteration);
  return { booster: model, bestIteration, history: Object.fromEntries(named), stopped };
}

import { native } from '../binding.js';
import { Booster } from '../booster/booster.js';
import { checkOptions } from '../checks.js';
import { dmatrixHandle } from '../dmatrix/dmatrix.js';
import type { DMatrix } from '../dmatrix/dmatrix.js';
import { checkJobOptions, runJob } from '../job.js';
import { engine } from '../library.js';
import type { NativeTraining, NativeTrainOptions } from '../native.js';
import type { Params } from '../params.js';
import { checkGroups, OPTION_NAMES, toNativeTrain } from './options.js';
import type { EarlyStopping, RoundMetrics, TrainOptions } from './options.js';

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

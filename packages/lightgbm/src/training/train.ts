import { native } from '../binding.js';
import { Booster, boosterHandle } from '../booster/booster.js';
import { TrainableBooster } from '../booster/trainable.js';
import { checkOptions, checkString } from '../checks.js';
import { handleOf } from '../dataset/dataset.js';
import type { Dataset } from '../dataset/dataset.js';
import { call, describe, invalidArgument } from '../errors.js';
import { runJob } from '../job.js';
import type { Handle, NativePlan, JobOutcome, NativeTraining, NativeTrainOptions } from '../native.js';
import { checkDatasetParams, resolveParams } from '../params.js';
import type { Params } from '../params.js';
import { roundMetrics, toPlan } from './options.js';
import type { TrainingOptions } from './options.js';
import { checkOwnFunctions } from './own-functions.js';
import { toClassMajor } from './steps.js';
import type { TrainOptions, TrainResult } from './train-options.js';
import { trainStepwise } from './train-stepwise.js';

const OPTION_NAMES: readonly (keyof TrainOptions)[] = [
  ...(['rounds', 'earlyStopping', 'onProgress', 'learningRates', 'signal', 'logger'] as const),
  ...(['validSets', 'initModel', 'keepTraining', 'customMetrics', 'customObjective', 'onIteration'] as const),
];

/**
 * Trains a model off the main thread. With custom functions (`customMetrics`, `customObjective`, `onIteration`) each
 * round waits for them; the model is the same.
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
  const stepwise = checkOwnFunctions(checked, resolved.values.get('objective'));
  const sets = checkSets(checked, dataset);
  // Without an initial model the job starts before train returns: the caller may close its datasets immediately.
  const initial = checked.initModel === undefined ? {} : await initialState(checked, dataset);
  const plan = toPlan(
    checked,
    resolved,
    checked.customMetrics?.map(({ name }) => name),
  );
  const native_: NativeTrainOptions = { ...plan, sets, ...initial, keepTraining: checked.keepTraining === true };
  if (stepwise) return trainStepwise(dataset, checked, native_);
  const names = sets.map((set) => set.name);
  const start: StartTraining = (abort, progress) => native().boosterTrain(handle, { ...native_, abort, progress });
  return runTraining(checked, names, start, checked.keepTraining === true ? TrainableBooster : Booster);
}

type Progress = NativePlan['progress'];
type StartTraining = (abort: Handle | undefined, progress: Progress) => Promise<JobOutcome<NativeTraining>>;

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
    if (one.data === undefined) throw invalidArgument('initModel', `${where} was created without keepData: true`);
    if (call(() => one.getField('initScore')) !== null) {
      throw invalidArgument('initModel', `${where} has its own initScore`);
    }
    const scores = await initModel.predict(one.data, { type: 'raw', numIterations: 0, ...(signal ? { signal } : {}) });
    initialScores.push(toClassMajor(scores, initModel.numClasses));
  }
  return { initModel: handle, initialScores };
}

import { DqsError, SILENT_LOGGER, throwIfAborted, type Hooks } from '@dqs/core';
import { featureSpec, fitContract, observedRequests, type FeatureContract, type SeriesHistory } from '@dqs/features';
import {
  describeBackend,
  loadBackend,
  type FittedModel,
  type ModelTraining,
  type TrainedModel,
  type TrainingSet,
} from '@dqs/model-backends';
import { profileOf, type TrainingProfile } from '@dqs/validation';

import { fitDistribution, WARM_UP_HASTE, type DistributionTraining } from './fit-distribution.js';
import { hurried } from './hurried.js';
import { learnsDistribution, paramsFor, type FitOptions, type ResolvedTrainOptions } from './options.js';
import { forecastDays } from '../evaluate/forecast-days.js';
import { pointRuleFor } from '../forecast/point-forecast.js';
import type { DistributionModel } from '../forecast/distribution/distribution-model.js';
import { closePredictor, type Predictor } from '../forecast/predict.js';
import { closeDistribution } from '../forecast/predictor.js';
import { growCurve, type LearningCurve } from './sample/learning-curve.js';
import { pickSampled, sampleRows } from './sample/row-sample.js';
import { lanesFor, TrainingLanes, type LaneHooks } from './training-lanes.js';
import { splitSpan, type DaySpan, type DaySplit } from './split.js';
import { latestDay, trainingSet, type LabelledRows } from './training-set.js';

/** Stage that the rounds of the model of the mean are told as. */
export const LEARNING = 'train';

/** A model fitted on a span of days, ready to forecast. The rows it was fitted on are not kept: of a long history they are large. */
export interface Fit {
  readonly predictor: Predictor;
  /** How the model was trained: what the manifest tells. */
  readonly training: ModelTraining;
  /** Number of rows of those days, whether all of them were learned from or not. */
  readonly rows: number;
  /** Their profile, where the options ask for it. */
  readonly profile?: TrainingProfile;
  /** Days it was fitted on. */
  readonly span: DaySpan;
  /** The share of their rows that was learned from, if that is not all. */
  readonly sample?: FittedSample | undefined;
  /** Milliseconds by stage: `features`, `fit`. */
  readonly timings: Readonly<Record<string, number>>;
}

/** What a model learned from where that is a part of the rows. */
export interface FittedSample {
  /** Share asked for, above 0 and below 1. */
  readonly share: number;
  /** Rows learned from: those that are always kept, and the share of the others. */
  readonly rows: number;
  /** How the share was chosen, if it was. */
  readonly curve?: LearningCurve;
}

/**
 * Builds features and trains a model on the training days of a split. Early stopping, if enabled, watches the validation
 * days; the model is then refitted on both with the rounds found, so that the latest days are not lost.
 */
export async function fit(
  history: SeriesHistory,
  split: DaySplit,
  options: FitOptions,
  hooks: Hooks = {},
): Promise<Fit> {
  if (options.sample !== 'auto') return fitSplit(history, split, { ...options, sample: options.sample }, hooks);
  const last = split.validation?.to ?? split.train.to;
  const curve = await learningCurve(history, { from: split.train.from, to: last }, options, hooks);
  const fitted = await fitSplit(history, split, { ...options, sample: curve.share }, hooks);
  const rows = fitted.sample?.rows ?? fitted.rows;
  return { ...fitted, sample: { share: curve.share, rows, curve } };
}

/** The error of models of growing shares of the rows, on the last days of a span that none of them has seen. */
function learningCurve(
  history: SeriesHistory,
  span: DaySpan,
  options: FitOptions,
  hooks: Hooks,
): Promise<LearningCurve> {
  const { train, validation } = splitSpan(history, span, options);
  const size = observedRequests(history, { fromDay: train.from, toDay: train.to, horizon: options.horizon });
  const requests = observedRequests(history, {
    fromDay: validation.from,
    toDay: validation.to,
    horizon: options.horizon,
  });
  const point = {
    ...options,
    pointOnly: true,
    earlyStopping: undefined,
    horizons: [options.horizon],
    isProfiled: false,
  };
  return growCurve(size.series.length, async (share) => {
    hooks.onProgress?.({ stage: 'learning curve', done: Math.round(1 / share), unit: 'th of the rows' });
    const trial = await fitSpan(history, train, { ...point, sample: share }, { signal: hooks.signal });
    const { predictedPassPercentage } = forecastDays(trial.predictor, history, requests, { threads: options.threads });
    closePredictor(trial.predictor);
    const error = requests.passFraction.reduce(
      (sum, fraction, row) => sum + Math.abs(predictedPassPercentage[row]! - 100 * fraction),
      0,
    );
    return { share, rows: trial.sample?.rows ?? trial.rows, mae: error / predictedPassPercentage.length };
  });
}

/** Options with the share of the rows decided. */
export type SampledOptions = FitOptions & { readonly sample: number };

async function fitSplit(history: SeriesHistory, split: DaySplit, options: SampledOptions, hooks: Hooks): Promise<Fit> {
  const { train, validation } = split;
  if (!validation) return fitSpan(history, train, options, hooks);
  const trial = await fitSpan(history, train, options, hooks, validation);
  const { rounds } = trial.training;
  closePredictor(trial.predictor);
  (hooks.logger ?? SILENT_LOGGER).info({ rounds }, 'early stopping chose the number of rounds');
  return fitSpan(history, { from: train.from, to: validation.to }, { ...options, rounds }, hooks);
}

async function fitSpan(
  history: SeriesHistory,
  span: DaySpan,
  options: SampledOptions,
  hooks: Hooks,
  validation?: DaySpan,
): Promise<Fit> {
  const { onProgress, signal } = hooks;
  throwIfAborted(signal);
  const started = performance.now();
  onProgress?.({ stage: 'features', done: 0, unit: 'rows' });
  const contract = fitContract(featureSpec(options.spec, options.groups), history, { upToDay: span.to });
  // Of a sample most rows are not needed.
  const inMemory = options.sample < 1 ? 0 : options.inMemory;
  const rows = trainingSet(contract, history, span, options.horizon, inMemory);
  const { set } = rows;
  const watched = validation && trainingSet(contract, history, validation, options.horizon).set;
  onProgress?.({ stage: 'features', done: set.frame.rows, total: set.frame.rows, unit: 'rows' });
  const built = performance.now();
  // What is fitted only to find the number of rounds needs no distribution.
  const own = watched ? { ...options, pointOnly: true, isProfiled: false } : options;
  const { timings, ...fitted } = await fitRows({ history, contract, rows, span, watched }, own, hooks);
  return { ...fitted, timings: { features: built - started, ...timings } };
}

/** Rows to learn from, with their features. */
export interface RowsToFit {
  readonly history: SeriesHistory;
  readonly contract: FeatureContract;
  readonly rows: LabelledRows;
  /** Days of the rows. */
  readonly span: DaySpan;
  /** Rows that early stopping watches. */
  readonly watched?: TrainingSet | undefined;
}

/** Trains the model of the mean on rows whose features are built, and learns a distribution beside it where the options ask for one. */
export async function fitRows(
  { history, contract, rows, span, watched }: RowsToFit,
  options: SampledOptions,
  hooks: Hooks,
): Promise<Fit> {
  const built = performance.now();
  const sample = options.sample < 1 ? sampleRows(history, rows, options.sample) : undefined;
  const learned = sample ? pickSampled(rows, sample) : rows;
  const learnsMore = learnsDistribution(options);
  const lanes = new TrainingLanes(learnsMore ? lanesFor(options, rows.set.frame.pick === undefined) : 1, hooks);
  let fitted = built;
  const fitting = lanes.run((own) => fitModel(agedSet(learned, span.to, options), watched, options, own));
  const [model, distribution] = await bothOf(
    fitting.finally(() => (fitted = performance.now())),
    learnsMore
      ? distributionOf(fitting, { history, contract, rows, learned, sample, span, options }, lanes)
      : undefined,
    lanes,
  );
  const learnedAll = performance.now();
  const profile = options.isProfiled === true ? profileOf(rows.set) : undefined;
  return {
    predictor: {
      model,
      ...(distribution && { distribution }),
      contract,
      pointRule: pointRuleFor(options.objective),
      horizon: options.horizon,
      training: span,
    },
    training: model.training,
    rows: rows.set.frame.rows,
    ...(profile && { profile }),
    span,
    ...(sample && { sample: { share: options.sample, rows: sample.chosen.length } }),
    timings: {
      fit: fitted - built,
      distribution: learnedAll - fitted,
      ...(profile && { profile: performance.now() - learnedAll }),
    },
  };
}

/** Model and distribution when both are there; if one fails, the other is closed. */
async function bothOf(
  fitting: Promise<TrainedModel>,
  learning: Promise<DistributionModel> | undefined,
  lanes: TrainingLanes,
): Promise<[TrainedModel, DistributionModel | undefined]> {
  const settled = await Promise.allSettled([fitting, learning]);
  const [model, distribution] = settled;
  if (model.status === 'fulfilled' && distribution.status === 'fulfilled') return [model.value, distribution.value];
  if (model.status === 'fulfilled') model.value.close();
  if (distribution.status === 'fulfilled' && distribution.value) closeDistribution(distribution.value);
  throw lanes.reasonOf(settled);
}

/** Learns the distribution beside a model of the mean while that is still being trained. */
function distributionOf(
  fitting: Promise<TrainedModel>,
  training: Omit<DistributionTraining, 'fitMean'>,
  lanes: TrainingLanes,
): Promise<DistributionModel> {
  const { options } = training;
  const fitMean = async (rows: LabelledRows, { signal, sharedBy }: LaneHooks) => {
    const aged = agedSet(rows, latestDay(rows.requests.targetDay), options);
    const train = (rounds: number) => {
      const params = paramsFor(options, aged.frame.rows);
      const schedule = hurried(describeBackend(options.backend), { rounds, params }, WARM_UP_HASTE);
      return fitModel(aged, undefined, { ...options, ...schedule }, { signal, sharedBy });
    };
    const early = await train(options.rounds);
    const rounds = await roundsOf(fitting, early);
    if (rounds === options.rounds) return early;
    // That it would end before its time was not known when the other began.
    early.close();
    return train(rounds);
  };
  return fitDistribution({ ...training, fitMean }, lanes);
}

/** Rounds of a model that is being trained; if it fails, the one beside it is closed. */
async function roundsOf(fitting: Promise<TrainedModel>, beside: TrainedModel): Promise<number> {
  try {
    return (await fitting).training.rounds;
  } catch (error) {
    beside.close();
    throw error;
  }
}

async function fitModel(
  train: TrainingSet,
  validation: TrainingSet | undefined,
  options: FitOptions,
  hooks: Hooks & Partial<LaneHooks>,
): Promise<TrainedModel> {
  const backend = await loadBackend(options.backend);
  const model = await backend.train({
    train,
    validation,
    objective: options.objective,
    rounds: options.rounds,
    earlyStoppingRounds: validation ? options.earlyStopping : undefined,
    params: paramsFor(options, train.frame.rows),
    seed: options.seed,
    threads: options.threads,
    sharedBy: hooks.sharedBy,
    machines: options.machines,
    signal: hooks.signal,
    onRound: ({ round, rounds: total }) => hooks.onProgress?.({ stage: LEARNING, done: round, total, unit: 'rounds' }),
  });
  return assertTold(model);
}

/** A backend in a package of plain JavaScript may tell nothing: no compiler has seen it. */
function assertTold(model: TrainedModel): TrainedModel {
  const told = (model as FittedModel).training;
  if (Number.isInteger(told?.rounds) && told?.params && told.versions) return model;
  model.close();
  throw new DqsError(
    'model-backend-invalid',
    `expected the backend "${model.backend}" to say how it trained (training: rounds, params, versions), got ` +
      `${JSON.stringify(told)}; its author can run the contract suite of @dqs/model-backends/testing`,
    { details: { backend: model.backend } },
  );
}

/** The set with rows weighted by age: half after every half-life, counted back from the last training day. */
export function agedSet({ set, requests }: LabelledRows, lastDay: number, options: ResolvedTrainOptions): TrainingSet {
  const { halfLifeDays } = options;
  if (halfLifeDays === 0) return set;
  const { targetDay } = requests;
  const weight = set.weight.map((executions, row) => executions * 0.5 ** ((lastDay - targetDay[row]!) / halfLifeDays));
  return { ...set, weight };
}

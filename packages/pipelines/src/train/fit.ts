import { SILENT_LOGGER, throwIfAborted, type Logger, type ProgressListener } from '@dqs/core';
import { featureSpec, fitContract, type SeriesHistory } from '@dqs/features';
import { loadBackend, type FittedModel, type TrainingSet } from '@dqs/model-backends';

import { trainingDefaults } from './defaults/training-defaults.js';
import type { TrainOptions } from './options.js';
import { pointRuleFor } from '../forecast/point-forecast.js';
import type { Predictor } from '../forecast/predict.js';
import type { DaySpan, DaySplit } from './split.js';
import { trainingSet, type LabelledRows } from './training-set.js';

/** What the caller hands in for long work. */
export interface RunHooks {
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
  readonly logger?: Logger;
}

/** A model fitted on a span of days, ready to forecast, with the rows it was fitted on. */
export interface Fit {
  readonly predictor: Predictor;
  readonly train: TrainingSet;
  /** Days it was fitted on. */
  readonly span: DaySpan;
  /** Milliseconds by stage: `features`, `fit`. */
  readonly timings: Readonly<Record<string, number>>;
}

/**
 * Builds features and trains a model on the training days of a split; early stopping, when asked for, watches the
 * validation days, then the model is fitted anew on both with the rounds found, so that the latest days are not lost.
 */
export async function fit(
  history: SeriesHistory,
  split: DaySplit,
  options: TrainOptions,
  hooks: RunHooks = {},
): Promise<Fit> {
  const { train, validation } = split;
  if (!validation) return fitSpan(history, train, options, hooks);
  const trial = await fitSpan(history, train, options, hooks, validation);
  const rounds = Number(trial.predictor.model.info['rounds'] ?? options.rounds);
  trial.predictor.model.close();
  (hooks.logger ?? SILENT_LOGGER).info({ rounds }, 'early stopping chose the number of rounds');
  return fitSpan(history, { from: train.from, to: validation.to }, { ...options, rounds }, hooks);
}

async function fitSpan(
  history: SeriesHistory,
  span: DaySpan,
  options: TrainOptions,
  hooks: RunHooks,
  validation?: DaySpan,
): Promise<Fit> {
  const { onProgress, signal } = hooks;
  throwIfAborted(signal);
  const started = performance.now();
  onProgress?.({ stage: 'features', done: 0, unit: 'rows' });
  const contract = fitContract(featureSpec(options.spec, options.groups), history, { upToDay: span.to });
  const rows = trainingSet(contract, history, span, options.horizon);
  const { set } = rows;
  const watched = validation && trainingSet(contract, history, validation, options.horizon).set;
  onProgress?.({ stage: 'features', done: set.frame.rows, total: set.frame.rows, unit: 'rows' });
  const built = performance.now();
  const model = await fitModel(agedSet(rows, span.to, options), watched, options, hooks);
  return {
    predictor: {
      model,
      contract,
      pointRule: pointRuleFor(options.objective),
      horizon: options.horizon,
      training: span,
    },
    train: set,
    span,
    timings: { features: built - started, fit: performance.now() - built },
  };
}

async function fitModel(
  train: TrainingSet,
  validation: TrainingSet | undefined,
  options: TrainOptions,
  hooks: RunHooks,
): Promise<FittedModel> {
  const backend = await loadBackend(options.backend);
  const { rounds } = trainingDefaults(options.backend, options.spec);
  return backend.train({
    train,
    validation,
    objective: options.objective,
    rounds: options.rounds ?? rounds,
    earlyStoppingRounds: validation ? options.earlyStopping : undefined,
    params: paramsOf(options, train.frame.rows),
    seed: options.seed,
    threads: options.threads,
    machines: options.machines,
    signal: hooks.signal,
    onRound: ({ round, rounds: total }) => hooks.onProgress?.({ stage: 'train', done: round, total, unit: 'rounds' }),
  });
}

/** Parameters of the backend: those of the options over the defaults for that many training rows. */
export function paramsOf(options: TrainOptions, rows: number): TrainOptions['params'] {
  const defaults = trainingDefaults(options.backend, options.spec).params(rows);
  return { ...(defaults as TrainOptions['params']), ...options.params };
}

/** Days after which a training row weighs half; 0 for no ageing. */
export function halfLifeOf(options: TrainOptions): number {
  return options.halfLifeDays ?? trainingDefaults(options.backend, options.spec).halfLifeDays;
}

/** The set with rows weighted by age: half after every half-life, counted back from the last training day. */
export function agedSet({ set, requests }: LabelledRows, lastDay: number, options: TrainOptions): TrainingSet {
  const halfLife = halfLifeOf(options);
  if (halfLife === 0) return set;
  const { targetDay } = requests;
  const weight = set.weight.map((executions, row) => executions * 0.5 ** ((lastDay - targetDay[row]!) / halfLife));
  return { ...set, weight };
}

import { throwIfAborted, type FeatureFrame, type Hooks } from '@dqs/core';
import {
  otherRules,
  pickThresholdRows,
  thresholdFrame,
  type ForecastRequests,
  type SeriesHistory,
} from '@dqs/features';
import { describeBackend, loadBackend, type FittedModel, type TrainedModel } from '@dqs/model-backends';

import { expertChances, expertsOf } from '../forecast/distribution/experts.js';
import type { DistributionModel, ExpertForecasts } from '../forecast/distribution/expert-forecasts.js';
import { knownDay } from '../forecast/distribution/known-day.js';
import { ruleNames } from '../forecast/distribution/learned-weights.js';
import { Mixture } from '../forecast/distribution/mixture.js';
import { levelOutcomes, pairSet, samplePairs, type LevelOutcomes } from '../forecast/distribution/pair-sample.js';
import { pairSources, predictPairs, type PairSources } from '../forecast/distribution/threshold-model.js';
import type { ResolvedTrainOptions } from './options.js';
import type { LabelledRows } from './training-set.js';

/** Share of the training dates, the last ones, on which the experts show what they are worth. */
const WARM_UP = 0.2;

/** What the distribution is learned from. */
export interface DistributionTraining {
  readonly history: SeriesHistory;
  /** Rows of all training days, with features. */
  readonly rows: LabelledRows;
  readonly options: ResolvedTrainOptions;
  /** Trains the model of the mean on some rows. */
  readonly fitMean: (rows: LabelledRows) => Promise<TrainedModel>;
}

/**
 * Learns the parts of a predictive distribution: the threshold model on all training days, and the weights of the experts on
 * the last fifth of them, forecast by models of the days before.
 */
export async function fitDistribution(training: DistributionTraining, hooks: Hooks): Promise<DistributionModel> {
  const { history, rows } = training;
  const { targetDay } = rows.requests;
  const rules = otherRules(history, greatest(targetDay));
  const levels = thresholdFrame(history, rows.requests);
  const prepared: Prepared = {
    ...training,
    sources: pairSources({ history, requests: rows.requests, levels, features: rows.set.frame, rules }),
    outcomes: levelOutcomes(levels, passesOf(rows), rows.set.weight),
  };
  const mixture = await warmUp(prepared, hooks);
  const thresholds = await fitThresholds(prepared, Int32Array.from(targetDay.keys()), hooks);
  return { thresholds, otherRules: rules, mixtures: [mixture.state()] };
}

interface Prepared extends DistributionTraining {
  /** Of all training rows. */
  readonly sources: PairSources;
  readonly outcomes: LevelOutcomes;
}

function passesOf({ set }: LabelledRows): Int32Array {
  return Int32Array.from(set.target, (share, row) => Math.round(share * set.weight[row]!));
}

/** The mixture after the last fifth of the training dates, of which models of the days before know nothing. */
async function warmUp(prepared: Prepared, hooks: Hooks): Promise<Mixture> {
  const { history, rows, options, fitMean, sources } = prepared;
  const { targetDay, series } = rows.requests;
  const days = Int32Array.from(new Set(targetDay)).sort();
  const first = days[Math.floor(days.length * (1 - WARM_UP))]!;
  const all = Int32Array.from(targetDay.keys());
  const early = all.filter((row) => targetDay[row]! <= first - options.horizon);
  const mixture = new Mixture(expertsOf(describeBackend(options.backend).thresholds !== undefined));
  // So short a history has no days to learn from: its experts weigh alike.
  if (early.length === 0) return mixture;
  const late = all.filter((row) => targetDay[row]! >= first);
  const mean = await fitMean(pickRows(rows, early));
  let thresholds: FittedModel | undefined;
  try {
    thresholds = await fitThresholds(prepared, early, hooks);
    const requests = pickRequests(rows, late);
    const levels = pickThresholdRows(sources.levels, late);
    const features = pickFrame(rows.set.frame, late);
    const chances =
      thresholds &&
      predictPairs(
        { levels, byRow: pickFrame({ rows: series.length, columns: sources.byRow }, late).columns },
        (frame) => thresholds!.predict(frame, options.threads),
      );
    const experts = expertChances(levels, mean.predict(features, options.threads), chances);
    learnDays(mixture, history, { requests, levels, experts });
  } finally {
    mean.close();
    thresholds?.close();
  }
  return mixture;
}

/** Takes in the forecasts of many days, day by day. */
function learnDays(mixture: Mixture, history: SeriesHistory, made: ExpertForecasts): void {
  const names = ruleNames(history);
  const byDay = new Map<number, number[]>();
  made.requests.targetDay.forEach((day, row) => {
    const rows = byDay.get(day);
    if (rows) rows.push(row);
    else byDay.set(day, [row]);
  });
  for (const [day, rows] of [...byDay].sort(([a], [b]) => a - b)) {
    const rules = rows.map((row) => names[made.requests.series[row]!]!);
    mixture.update(knownDay(history, made, { day, rows, rules }));
  }
}

/** The threshold model of some training rows; undefined where the backend has none. */
async function fitThresholds(
  { rows, options, sources, outcomes }: Prepared,
  chosen: Int32Array,
  hooks: Hooks,
): Promise<TrainedModel | undefined> {
  throwIfAborted(hooks.signal);
  const defaults = describeBackend(options.backend).thresholds;
  if (!defaults) return undefined;
  const { targetDay } = rows.requests;
  const lastDay = chosen.reduce((last, row) => Math.max(last, targetDay[row]!), 0);
  const sample = samplePairs(sources.levels, outcomes, chosen, (row) => lastDay - targetDay[row]!, options.seed);
  const backend = await loadBackend(options.backend);
  return backend.train({
    train: pairSet(sources, outcomes, sample),
    objective: defaults.objective,
    // Whoever asks for few rounds asks for a quick training.
    rounds: Math.min(defaults.rounds, options.rounds),
    params: defaults.params(sample.level.length),
    seed: options.seed,
    threads: options.threads,
    signal: hooks.signal,
    onRound: ({ round, rounds: total }) =>
      hooks.onProgress?.({ stage: 'train levels', done: round, total, unit: 'rounds' }),
  });
}

function greatest(days: Int32Array): number {
  return days.reduce((last, day) => Math.max(last, day), 0);
}

function pickRows(rows: LabelledRows, chosen: Int32Array): LabelledRows {
  const { frame, target, weight } = rows.set;
  return {
    requests: pickRequests(rows, chosen),
    set: { frame: pickFrame(frame, chosen), target: picked(target, chosen), weight: picked(weight, chosen) },
  };
}

function pickRequests({ requests }: LabelledRows, chosen: Int32Array): ForecastRequests {
  return {
    series: chosen.map((row) => requests.series[row]!),
    targetDay: chosen.map((row) => requests.targetDay[row]!),
    asOfDay: chosen.map((row) => requests.asOfDay[row]!),
  };
}

function pickFrame({ columns }: FeatureFrame, chosen: Int32Array): FeatureFrame {
  return {
    rows: chosen.length,
    columns: columns.map((column) => ({ ...column, values: picked(column.values, chosen) })),
  };
}

function picked(values: Float32Array, chosen: Int32Array): Float32Array {
  const some = new Float32Array(chosen.length);
  for (let i = 0; i < chosen.length; i += 1) some[i] = values[chosen[i]!]!;
  return some;
}

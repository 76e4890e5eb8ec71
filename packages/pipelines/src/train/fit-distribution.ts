import { pickRows, throwIfAborted, type FeatureFrame, type Hooks } from '@dqs/core';
import {
  otherRules,
  pickThresholdRows,
  thresholdFrame,
  type ObservedRequests,
  type SeriesHistory,
} from '@dqs/features';
import { describeBackend, loadBackend, type TrainedModel } from '@dqs/model-backends';

import { cameOn } from '../evaluate/best-naive.js';
import { expertChances, expertsOf } from '../forecast/distribution/experts.js';
import type { DistributionModel } from '../forecast/distribution/expert-forecasts.js';
import { learnDays, rowsByTargetDay, ruleNames } from '../forecast/distribution/known-day.js';
import { levelOutcomes, type LevelOutcomes } from '../forecast/distribution/level-outcomes.js';
import { Mixture } from '../forecast/distribution/mixture.js';
import { pairSet, samplePairs } from '../forecast/distribution/pair-sample.js';
import { pairSources, predictPairs, type PairSources } from '../forecast/distribution/threshold-model.js';
import { hurried } from './hurried.js';
import type { ResolvedTrainOptions } from './options.js';
import { latestDay, type LabelledRows } from './training-set.js';

/** Share of the training dates, the last ones, on which the experts show what they are worth. */
const WARM_UP = 0.2;

/** Times fewer rounds of the threshold model that shows what it is worth. */
const WARM_UP_HASTE = 2;

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
  const rules = otherRules(history, latestDay(targetDay));
  const levels = thresholdFrame(history, rows.requests);
  const prepared: Prepared = {
    ...training,
    sources: pairSources({ history, requests: rows.requests, levels, features: rows.set.frame, rules }),
    outcomes: levelOutcomes(levels, cameOn(history, rows.requests)),
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

/** The mixture after the last fifth of the training dates, of which models of the days before know nothing. */
async function warmUp(prepared: Prepared, hooks: Hooks): Promise<Mixture> {
  const { history, rows, options, sources } = prepared;
  const { targetDay, series } = rows.requests;
  const days = Int32Array.from(new Set(targetDay)).sort();
  const first = days[Math.floor(days.length * (1 - WARM_UP))]!;
  const all = Int32Array.from(targetDay.keys());
  const early = all.filter((row) => targetDay[row]! <= first - options.horizon);
  const mixture = new Mixture(expertsOf(describeBackend(options.backend).thresholds !== undefined));
  // So short a history has no days to learn from: its experts weigh alike.
  if (early.length === 0) return mixture;
  const late = all.filter((row) => targetDay[row]! >= first);
  const expected = await expectedOf(prepared, early, late);
  const levels = pickThresholdRows(sources.levels, late);
  const byRow = pickFrame({ rows: series.length, columns: sources.byRow }, late).columns;
  const chances = await chancesOf(prepared, early, { levels, byRow }, hooks);
  const made = { requests: pickRequests(rows, late), levels, experts: expertChances(levels, expected, chances) };
  learnDays(mixture, history, made, { rowsByDay: rowsByTargetDay(made), rules: ruleNames(history) });
  return mixture;
}

/** The means of later rows by a model of early ones. */
async function expectedOf(
  { rows, options, fitMean }: Prepared,
  early: Int32Array,
  late: Int32Array,
): Promise<Float64Array> {
  const mean = await fitMean(pickLabelled(rows, early));
  try {
    return mean.predict(pickFrame(rows.set.frame, late), options.threads);
  } finally {
    mean.close();
  }
}

/** What a threshold model of early rows says of the levels of later ones; undefined where the backend has none. */
async function chancesOf(
  prepared: Prepared,
  early: Int32Array,
  late: PairSources,
  hooks: Hooks,
): Promise<Float64Array | undefined> {
  const thresholds = await fitThresholds(prepared, early, hooks, WARM_UP_HASTE);
  if (!thresholds) return undefined;
  try {
    return predictPairs(late, thresholds, prepared.options.threads);
  } finally {
    thresholds.close();
  }
}

/**
 * The threshold model of some training rows; undefined where the backend has none.
 *
 * @param haste times fewer rounds than asked for, see {@link hurried}.
 */
async function fitThresholds(
  { rows, options, sources, outcomes }: Prepared,
  chosen: Int32Array,
  hooks: Hooks,
  haste = 1,
): Promise<TrainedModel | undefined> {
  throwIfAborted(hooks.signal);
  const descriptor = describeBackend(options.backend);
  const defaults = descriptor.thresholds;
  if (!defaults) return undefined;
  const { targetDay } = rows.requests;
  const lastDay = latestDay(pickRows(targetDay, chosen));
  const sample = samplePairs(sources.levels, outcomes, chosen, (row) => lastDay - targetDay[row]!, options);
  const schedule = {
    // Whoever asks for few rounds asks for a quick training.
    rounds: options.thresholds.rounds ?? Math.min(defaults.rounds, options.rounds),
    params: { ...defaults.params(sample.level.length), ...options.thresholds.params },
  };
  const backend = await loadBackend(options.backend);
  return backend.train({
    train: pairSet(sources, outcomes, sample),
    objective: defaults.objective,
    ...hurried(descriptor, schedule, haste),
    seed: options.seed,
    threads: options.threads,
    signal: hooks.signal,
    onRound: ({ round, rounds: total }) =>
      hooks.onProgress?.({ stage: 'train levels', done: round, total, unit: 'rounds' }),
  });
}

function pickLabelled(rows: LabelledRows, chosen: Int32Array): LabelledRows {
  const { frame, target, weight } = rows.set;
  return {
    requests: pickRequests(rows, chosen),
    set: { frame: pickFrame(frame, chosen), target: pickRows(target, chosen), weight: pickRows(weight, chosen) },
  };
}

function pickRequests({ requests }: LabelledRows, chosen: Int32Array): ObservedRequests {
  return {
    series: pickRows(requests.series, chosen),
    targetDay: pickRows(requests.targetDay, chosen),
    asOfDay: pickRows(requests.asOfDay, chosen),
    passFraction: pickRows(requests.passFraction, chosen),
    executions: pickRows(requests.executions, chosen),
    entry: pickRows(requests.entry, chosen),
  };
}

function pickFrame({ columns }: FeatureFrame, chosen: Int32Array): FeatureFrame {
  return {
    rows: chosen.length,
    columns: columns.map((column) => ({ ...column, values: pickRows(column.values, chosen) })),
  };
}

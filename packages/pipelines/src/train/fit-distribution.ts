import { pickRows, throwIfAborted, type FeatureFrame, type Hooks } from '@dqs/core';
import {
  otherRules,
  thresholdFrame,
  type FeatureContract,
  type ObservedRequests,
  type SeriesHistory,
} from '@dqs/features';
import { describeBackend, loadBackend, type TrainedModel } from '@dqs/model-backends';

import { cameOn } from '../evaluate/best-naive.js';
import { expertChances, expertsOf } from '../forecast/distribution/experts.js';
import type { DistributionModel, DistributionPart } from '../forecast/distribution/distribution-model.js';
import { farHorizons } from '../forecast/distribution/far-horizons.js';
import { learnDays, rowsByTargetDay, ruleNames } from '../forecast/distribution/known-day.js';
import { levelOutcomes, type LevelOutcomes } from '../forecast/distribution/level-outcomes.js';
import { Mixture, PRIOR_DAYS } from '../forecast/distribution/mixture.js';
import { pairSet, samplePairs } from '../forecast/distribution/pair-sample.js';
import { pairSources, pickSources, predictPairs, type PairSources } from '../forecast/distribution/threshold-model.js';
import { hurried } from './hurried.js';
import { learnsFar, type FitOptions } from './options.js';
import type { DaySpan } from './split.js';
import { latestDay, trainingSet, type LabelledRows } from './training-set.js';

/** Share of the training dates, the last ones, on which the experts show what they are worth. */
const WARM_UP = 0.2;
/** Times fewer rounds of the far model, which has less to learn. */
const FAR_HASTE = 2;
/** Pairs that the far threshold model learns from, about, at most: further ahead there is less to learn. */
const MOST_FAR_PAIRS = 150_000;

/** What the distribution is learned from. */
export interface DistributionTraining {
  readonly history: SeriesHistory;
  readonly contract: FeatureContract;
  /** Rows of all training days, with features. */
  readonly rows: LabelledRows;
  /** Their days. */
  readonly span: DaySpan;
  readonly options: FitOptions;
  /** Trains the model of the mean on some rows. */
  readonly fitMean: (rows: LabelledRows) => Promise<TrainedModel>;
}

/**
 * Learns the parts of a predictive distribution: the threshold models on all training days, and the weights of the experts on
 * the last fifth of them, forecast by models of the days before.
 */
export async function fitDistribution(training: DistributionTraining, hooks: Hooks): Promise<DistributionModel> {
  const { history, contract, rows, span, options } = training;
  const { targetDay } = rows.requests;
  const rules = otherRules(history, latestDay(targetDay));
  const days = Int32Array.from(new Set(targetDay)).sort();
  const first = days[Math.floor(days.length * (1 - WARM_UP))]!;
  const early = Int32Array.from(targetDay.keys()).filter((row) => targetDay[row]! <= first - options.horizon);
  // So short a history has no days to learn weights from: its experts weigh alike.
  const mean = early.length === 0 ? undefined : await training.fitMean(pickLabelled(rows, early));
  const warmUp = { first, mean };
  let near: DistributionPart | undefined;
  try {
    near = await fitPart({ ...training, rules, warmUp, isFar: false }, hooks);
    if (!learnsFar(options)) return { ...near, otherRules: rules };
    const farRows = trainingSet(contract, history, span, farHorizons(history));
    const far = { ...training, rows: farRows, rules, warmUp, isFar: true };
    return { ...near, otherRules: rules, far: await fitPart(far, hooks) };
  } catch (error) {
    near?.thresholds?.close();
    throw error;
  } finally {
    mean?.close();
  }
}

/** What a part is learned from. */
interface PartTraining extends DistributionTraining {
  readonly rules: readonly string[];
  readonly warmUp: {
    /** First of the days that the experts are judged on. */
    readonly first: number;
    /** A model of the mean that knows the days before; undefined if there are none. */
    readonly mean: TrainedModel | undefined;
  };
  /** Whether it is the part of far horizons. */
  readonly isFar: boolean;
}

async function fitPart(training: PartTraining, hooks: Hooks): Promise<DistributionPart> {
  const { history, rows, rules } = training;
  const levels = thresholdFrame(history, rows.requests);
  const prepared: Prepared = {
    ...training,
    sources: pairSources({ history, requests: rows.requests, levels, features: rows.set.frame, rules }),
    outcomes: levelOutcomes(levels, cameOn(history, rows.requests)),
  };
  const mixture = await warmedUp(prepared, hooks);
  const thresholds = await fitThresholds(prepared, Int32Array.from(rows.requests.targetDay.keys()), hooks);
  return { ...(thresholds && { thresholds }), mixtures: [mixture.state()] };
}

interface Prepared extends PartTraining {
  /** Of all training rows. */
  readonly sources: PairSources;
  readonly outcomes: LevelOutcomes;
}

/** The mixture after the last fifth of the training dates, of which models of the days before know nothing. */
async function warmedUp(prepared: Prepared, hooks: Hooks): Promise<Mixture> {
  const { history, rows, options, sources, isFar } = prepared;
  const { first, mean } = prepared.warmUp;
  const { targetDay, asOfDay } = rows.requests;
  const all = Int32Array.from(targetDay.keys());
  const known = first - options.horizon;
  const early = all.filter((row) => targetDay[row]! <= known);
  // What is forecast from before the end of what the models know would be judged by what they were told.
  const late = all.filter((row) => targetDay[row]! >= first && asOfDay[row]! >= known);
  const experts = expertsOf(describeBackend(options.backend).thresholds !== undefined);
  const mixture = new Mixture(experts, isFar ? PRIOR_DAYS.far : PRIOR_DAYS.near);
  if (mean === undefined || late.length === 0) return mixture;
  const thresholds = await fitThresholds(prepared, early, hooks);
  try {
    const requests = pickRequests(rows, late);
    const picked = pickSources(sources, late);
    const { levels } = picked;
    const features = pickFrame(rows.set.frame, late);
    const chances = thresholds && predictPairs(picked, thresholds, options.threads);
    const made = { requests, levels, experts: expertChances(levels, mean.predict(features, options.threads), chances) };
    learnDays(mixture, history, made, { rowsByDay: rowsByTargetDay(made), rules: ruleNames(history) });
  } finally {
    thresholds?.close();
  }
  return mixture;
}

/** The threshold model of some training rows; undefined where the backend has none. */
async function fitThresholds(
  { rows, options, sources, outcomes, isFar }: Prepared,
  chosen: Int32Array,
  hooks: Hooks,
): Promise<TrainedModel | undefined> {
  throwIfAborted(hooks.signal);
  const descriptor = describeBackend(options.backend);
  const defaults = descriptor.thresholds;
  if (!defaults) return undefined;
  const { targetDay } = rows.requests;
  const lastDay = latestDay(pickRows(targetDay, chosen));
  const sample = samplePairs(sources.levels, outcomes, chosen, (row) => lastDay - targetDay[row]!, {
    seed: options.seed,
    ...(isFar && { most: MOST_FAR_PAIRS }),
  });
  const schedule = {
    // Whoever asks for few rounds asks for a quick training.
    rounds: options.thresholds.rounds ?? Math.min(defaults.rounds, options.rounds),
    params: { ...defaults.params(sample.level.length), ...options.thresholds.params },
  };
  const backend = await loadBackend(options.backend);
  return backend.train({
    train: pairSet(sources, outcomes, sample),
    objective: defaults.objective,
    ...(isFar ? hurried(descriptor, schedule, FAR_HASTE) : schedule),
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

import { joinArrays, pickFrame, pickRows, rowBlocks, rowsWhere, throwIfAborted } from '@dqs/core';
import { otherRules, pickThresholdRows, ROW_STATISTICS, type FeatureContract, type SeriesHistory } from '@dqs/features';
import { describeBackend, loadBackend, type TrainedModel } from '@dqs/model-backends';

import { cameOn } from '../evaluate/best-naive.js';
import type { ExpertForecasts } from '../forecast/distribution/expert-forecasts.js';
import { expertChances, expertsOf } from '../forecast/distribution/experts.js';
import type { DistributionModel, DistributionPart } from '../forecast/distribution/distribution-model.js';
import { farHorizons } from '../forecast/distribution/far-horizons.js';
import { learnDays, rowsByTargetDay, ruleNames } from '../forecast/distribution/known-day.js';
import { lateRows } from '../forecast/distribution/late-rows.js';
import { Mixture, PRIOR_DAYS } from '../forecast/distribution/mixture.js';
import { pairSet, samplePairs } from '../forecast/distribution/pair-sample.js';
import { RowLevels } from '../forecast/distribution/row-levels.js';
import { predictPairs } from '../forecast/distribution/threshold-model.js';
import { hurried } from './hurried.js';
import { learnsFar, type FitOptions } from './options.js';
import { pickSampled, type SampledRows } from './sample/row-sample.js';
import type { DaySpan } from './split.js';
import type { LaneHooks, TrainingLanes } from './training-lanes.js';
import { atHorizon, latestDay, pickLabelled, pickRequests, type LabelledRows } from './training-set.js';

/** Share of the training dates, the last ones, on which the experts show what they are worth. */
const WARM_UP = 0.2;
/** Times fewer rounds of the models that only show what the experts are worth: their weights hardly depend on them. */
export const WARM_UP_HASTE = 2;
/** Times fewer rounds of the far model, which has less to learn. */
const FAR_HASTE = 2;
/** Pairs that the far threshold model learns from, about, at most: further ahead there is less to learn. */
const MOST_FAR_PAIRS = 150_000;
/** Rows that are predicted at a time. */
const BLOCK_ROWS = 16_384;

/** What the distribution is learned from. */
export interface DistributionTraining {
  readonly history: SeriesHistory;
  readonly contract: FeatureContract;
  /** Rows of all training days, with features. */
  readonly rows: LabelledRows;
  /** Those of them that are learned from, each weighing as much as it stands for. */
  readonly learned: LabelledRows;
  /** Which they are; undefined if all. */
  readonly sample: SampledRows | undefined;
  /** Their days. */
  readonly span: DaySpan;
  readonly options: FitOptions;
  /** Trains the model of the mean on some rows. */
  readonly fitMean: (rows: LabelledRows, hooks: LaneHooks) => Promise<TrainedModel>;
}

/**
 * Learns the parts of a predictive distribution: the threshold models on all training days, and the weights of the experts on
 * the last fifth of them, forecast by models of the days before.
 */
export async function fitDistribution(
  training: DistributionTraining,
  lanes: TrainingLanes,
): Promise<DistributionModel> {
  const { history, rows, options } = training;
  const { targetDay } = rows.requests;
  const rules = otherRules(history, latestDay(targetDay));
  const days = Int32Array.from(new Set(targetDay)).sort();
  const first = days[Math.floor(days.length * (1 - WARM_UP))]!;
  const learnedDay = training.learned.requests.targetDay;
  const early = rowsWhere(learnedDay.length, (row) => learnedDay[row]! <= first - options.horizon);
  // So short a history has no days to learn weights from: its experts weigh alike.
  const mean =
    early.length === 0
      ? undefined
      : lanes.run((hooks) => training.fitMean(pickLabelled(training.learned, early), hooks));
  const shared = { ...training, rules, warmUp: { first, mean } };
  const near = fitPart({ ...shared, isFar: false }, lanes);
  const settled = await Promise.allSettled([mean, near, farPart(shared, near, lanes)]);
  const [ofMean, ofNear, ofFar] = settled;
  if (ofMean.status === 'fulfilled') ofMean.value?.close();
  if (ofNear.status === 'fulfilled' && ofFar.status === 'fulfilled') {
    return { ...ofNear.value, otherRules: rules, ...(ofFar.value && { far: ofFar.value }) };
  }
  for (const part of [ofNear, ofFar]) if (part.status === 'fulfilled') part.value?.thresholds?.close();
  throw lanes.reasonOf(settled);
}

/** The part of far horizons, whose rows are made once there is room for them; undefined where none is learned. */
async function farPart(
  training: Omit<PartTraining, 'isFar'>,
  near: Promise<DistributionPart>,
  lanes: TrainingLanes,
): Promise<DistributionPart | undefined> {
  const { history, contract, options, sample } = training;
  if (!learnsFar(options)) return undefined;
  if (lanes.isSingle) await near;
  const inMemory = sample ? 0 : options.inMemory;
  const rows = await lanes.run(() =>
    Promise.resolve(atHorizon(training.rows, contract, history, farHorizons(history), inMemory)),
  );
  return fitPart({ ...training, rows, learned: sample ? pickSampled(rows, sample) : rows, isFar: true }, lanes);
}

/** What a part is learned from. */
interface PartTraining extends DistributionTraining {
  readonly rules: readonly string[];
  readonly warmUp: {
    /** First of the days that the experts are judged on. */
    readonly first: number;
    /** A model of the mean that knows the days before; undefined if there are none. */
    readonly mean: Promise<TrainedModel> | undefined;
  };
  /** Whether it is the part of far horizons. */
  readonly isFar: boolean;
}

async function fitPart(training: PartTraining, lanes: TrainingLanes): Promise<DistributionPart> {
  const { history, rows, learned, rules } = training;
  const levels = new RowLevels(history, rows, rules);
  const prepared: Prepared = {
    ...training,
    levels,
    learnedLevels: learned === rows ? levels : new RowLevels(history, learned, rules),
  };
  const warmingUp = warmedUp(prepared, lanes);
  const all = rowsWhere(learned.requests.targetDay.length);
  const settled = await Promise.allSettled([warmingUp, lanes.run((hooks) => fitThresholds(prepared, all, 1, hooks))]);
  const [mixture, thresholds] = settled;
  if (mixture.status === 'fulfilled' && thresholds.status === 'fulfilled') {
    return { ...(thresholds.value && { thresholds: thresholds.value }), mixtures: [mixture.value.state()] };
  }
  if (thresholds.status === 'fulfilled') thresholds.value?.close();
  throw lanes.reasonOf(settled);
}

interface Prepared extends PartTraining {
  /** Of all training rows. */
  readonly levels: RowLevels;
  /** Of those that are learned from. */
  readonly learnedLevels: RowLevels;
}

/** The mixture after the last fifth of the training dates, of which models of the days before know nothing. */
async function warmedUp(prepared: Prepared, lanes: TrainingLanes): Promise<Mixture> {
  const { history, rows, options, isFar } = prepared;
  const { first, mean } = prepared.warmUp;
  const { targetDay, asOfDay } = rows.requests;
  const known = first - options.horizon;
  // What is forecast from before the end of what the models know would be judged by what they were told.
  const late = rowsWhere(targetDay.length, (row) => targetDay[row]! >= first && asOfDay[row]! >= known);
  const experts = expertsOf(describeBackend(options.backend).thresholds !== undefined);
  const mixture = new Mixture(experts, isFar ? PRIOR_DAYS.far : PRIOR_DAYS.near);
  if (mean === undefined || late.length === 0) return mixture;
  const learnedDay = prepared.learned.requests.targetDay;
  const early = rowsWhere(learnedDay.length, (row) => learnedDay[row]! <= known);
  const fitting = lanes.run((hooks) => fitThresholds(prepared, early, WARM_UP_HASTE, hooks));
  const [ofMean, ofThresholds] = await Promise.allSettled([mean, fitting]);
  const thresholds = ofThresholds.status === 'fulfilled' ? ofThresholds.value : undefined;
  try {
    if (ofMean.status === 'rejected') throw ofMean.reason;
    if (ofThresholds.status === 'rejected') throw ofThresholds.reason;
    const made = predictLate(prepared, ofMean.value, thresholds, lateRows(history, rows.requests, late, options.seed));
    learnDays(mixture, history, made, { rowsByDay: rowsByTargetDay(made), rules: ruleNames(history) });
  } finally {
    thresholds?.close();
  }
  return mixture;
}

/** What the experts say of some rows, whose features are made a block at a time. */
function predictLate(
  { rows, levels, options }: Prepared,
  mean: TrainedModel,
  thresholds: TrainedModel | undefined,
  late: Int32Array,
): ExpertForecasts {
  const ofLate = levels.of(late);
  const expected: Float64Array[] = [];
  const chances: Float64Array[] = [];
  for (const places of rowBlocks(late.length, BLOCK_ROWS)) {
    const block = pickRows(late, places);
    expected.push(mean.predict(pickFrame(rows.set.frame, block), options.threads));
    if (!thresholds) continue;
    const own = pickThresholdRows(ofLate, places);
    const statistics = ROW_STATISTICS.map(({ name }, i) => ({
      name,
      kind: 'numeric' as const,
      values: own.rowStatistics[i]!,
    }));
    const byRow = [...statistics, ...pickFrame(levels.context, block).columns];
    chances.push(predictPairs({ levels: own, byRow }, thresholds, options.threads));
  }
  const told = thresholds && joinArrays(Float64Array, chances);
  const means = joinArrays(Float64Array, expected);
  return {
    requests: pickRequests(rows.requests, late),
    expected: means,
    levels: ofLate,
    experts: expertChances(ofLate, means, told),
  };
}

/** The threshold model of some training rows; undefined where the backend has none. */
async function fitThresholds(
  { history, learned, sample: sampled, options, learnedLevels: levels, isFar }: Prepared,
  chosen: Int32Array,
  haste: number,
  hooks: LaneHooks,
): Promise<TrainedModel | undefined> {
  throwIfAborted(hooks.signal);
  const descriptor = describeBackend(options.backend);
  const defaults = descriptor.thresholds;
  if (!defaults) return undefined;
  const { requests } = learned;
  const { targetDay } = requests;
  const lastDay = latestDay(pickRows(targetDay, chosen));
  const from = {
    rows: chosen,
    blocks: (some: Int32Array) => levels.blocks(some),
    came: cameOn(history, requests),
    age: (row: number) => lastDay - targetDay[row]!,
    ...(sampled && { standsFor: (row: number) => sampled.standsFor[row]! }),
  };
  const sample = samplePairs(from, { seed: options.seed, ...(isFar && { most: MOST_FAR_PAIRS }) });
  const schedule = {
    // Whoever asks for few rounds asks for a quick training.
    rounds: options.thresholds.rounds ?? Math.min(defaults.rounds, options.rounds),
    params: { ...defaults.params(sample.row.length), ...options.thresholds.params },
  };
  const backend = await loadBackend(options.backend);
  return backend.train({
    train: pairSet(sample, levels.context),
    objective: defaults.objective,
    ...hurried(descriptor, schedule, isFar ? FAR_HASTE * haste : haste),
    seed: options.seed,
    threads: options.threads,
    sharedBy: hooks.sharedBy,
    signal: hooks.signal,
    onRound: ({ round, rounds: total }) =>
      hooks.onProgress?.({ stage: 'train levels', done: round, total, unit: 'rounds' }),
  });
}

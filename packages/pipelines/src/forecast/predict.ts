import { meanPercentage, type ExceedanceTable } from '@dqs/core/stats';
import { buildFrame, coldStart, usualExecutions, type ForecastRequests, type SeriesHistory } from '@dqs/features';

import type { DistributionModel, DistributionPart } from './distribution/distribution-model.js';
import { expertForecasts, type MeanForecasts } from './distribution/expert-forecasts.js';
import { partFor, partsOf } from './distribution/distribution-model.js';
import { LearnedWeights } from './distribution/learned-weights.js';
import type { MixtureState } from './distribution/mixture.js';
import { distributionsOf } from './distributions.js';
import { pointsOf } from './point-forecast.js';
import { reachOf, type Predictor } from './predictor.js';

export { closePredictor, type Predictor } from './predictor.js';

/** Bits of {@link Forecasts.flags}. */
export const FORECAST_FLAGS = {
  /** The dataset or the rule was not seen in training. */
  cold_start: 1,
  /** The series has no result up to the as-of day. */
  no_history: 2,
  /** The last result of the series is more than `STALE_AFTER_DAYS` days before the as-of day. */
  stale_history: 4,
  /** The horizon is longer than those the model was trained for. */
  extrapolating: 8,
  /** The target day lies within the days the model was trained on: it has seen the answer. */
  in_training: 16,
} as const;

/** Name of a forecast flag. */
export type ForecastFlag = keyof typeof FORECAST_FLAGS;

const FLAG_NAMES = Object.keys(FORECAST_FLAGS) as ForecastFlag[];

/** Days without a result after which a history counts as stale. */
export const STALE_AFTER_DAYS = 28;

/** Forecasts by column, without their distributions; entry i answers request i. */
export interface PointForecasts {
  readonly requests: ForecastRequests;
  /** Mean of the pass percentage, in [0, 100]. */
  readonly expectedPassPercentage: Float64Array;
  /** The value that minimises the absolute error, in [0, 100]. */
  readonly predictedPassPercentage: Float64Array;
  /** Executions the distribution assumes. */
  readonly executions: Float32Array;
  /** Bits of {@link FORECAST_FLAGS}. */
  readonly flags: Uint8Array;
}

/** Forecasts by column; entry i answers request i. */
export interface Forecasts extends PointForecasts {
  /** The distributions that predicted percentages, bounds and odds are read off. */
  readonly distributions: ExceedanceTable;
}

/** How forecasts are made. */
export interface ForecastOptions {
  /** Threads of the model; 0 takes all cores. */
  readonly threads?: number;
}

/**
 * Forecasts every request: the one place where features meet a model, in training reports, backtests and predictions
 * alike.
 *
 * @param options `threads` 0, the default, takes all cores.
 * @throws DqsError `feature-mismatch` if the contract and the model disagree, `invalid-argument` if a target day is not
 * after its as-of day.
 */
export function forecast(
  predictor: Predictor,
  history: SeriesHistory,
  requests: ForecastRequests,
  { threads = 0 }: ForecastOptions = {},
): Forecasts {
  const executions = usualExecutions(history, requests);
  const meansOfRows = (rows: ForecastRequests) => meansOf(predictor, history, rows, threads);
  const asked = { history, requests };
  const { expected, table: distributions } = distributionsOf(predictor, asked, executions, meansOfRows, threads);
  return {
    requests,
    expectedPassPercentage: predictor.distribution
      ? Float64Array.from(expected, (_, row) => meanPercentage(distributions, row))
      : expected.map((fraction) => 100 * fraction),
    predictedPassPercentage: pointsOf(predictor.pointRule, expected, distributions),
    distributions,
    executions,
    flags: flagsOf(predictor, history, requests),
  };
}

/** The features of requests and what the model says of them. */
export function meansOf(
  { model, contract }: Predictor,
  history: SeriesHistory,
  requests: ForecastRequests,
  threads: number,
): MeanForecasts {
  const features = buildFrame(contract, history, requests);
  return { history, requests, features, expected: model.predict(features, threads) };
}

/**
 * The predictor with its mixture as it stands at the end of a history, so that whoever forecasts from there need not learn anew
 * from all days since the training. The mixture of the training stays beside it: it is what forecasts of earlier days are made with.
 */
export function withLearnedMixture(predictor: Predictor, history: SeriesHistory, threads: number): Predictor {
  const { distribution, training } = predictor;
  if (!distribution) return predictor;
  const learned = partsOf(distribution).map((part) => {
    const weights = LearnedWeights.of({ model: distribution, part, history, horizon: predictor.horizon }, training.to);
    learnUpTo(weights, predictor, distribution, history, history.lastDay, threads);
    return newState(part, weights);
  });
  return withMixtures(predictor, learned);
}

/**
 * As {@link withLearnedMixture}, from the latest state that the predictor has, and little by little, for a process that others wait for
 * meanwhile.
 *
 * @param breathe is awaited after some series and after each day.
 */
export async function withMixtureLearnedInSteps(
  predictor: Predictor,
  history: SeriesHistory,
  { threads, breathe }: { readonly threads: number; readonly breathe: () => Promise<void> },
): Promise<Predictor> {
  const { distribution, horizon } = predictor;
  if (!distribution) return predictor;
  const learned: (MixtureState | undefined)[] = [];
  for (const part of partsOf(distribution)) {
    const weights = LearnedWeights.of({ model: distribution, part, history, horizon }, history.lastDay);
    await weights.learnInSteps(history.lastDay, expertsOn(predictor, distribution, history, threads), breathe);
    learned.push(newState(part, weights));
  }
  return withMixtures(predictor, learned);
}

/** What was learned beyond the latest state that a part has; undefined where that is nothing. */
function newState({ mixtures }: DistributionPart, weights: LearnedWeights): MixtureState | undefined {
  const latest = weights.state();
  return latest.upTo === mixtures.at(-1)!.upTo ? undefined : latest;
}

/** The predictor with a later state of the mixture of each part, the near one first, from where there is one. */
export function withMixtures(predictor: Predictor, states: readonly (MixtureState | undefined)[]): Predictor {
  const { distribution } = predictor;
  if (!distribution || states.every((state) => state === undefined)) return predictor;
  const [near, far] = partsOf(distribution).map((part, i) =>
    states[i] ? { ...part, mixtures: [...part.mixtures, states[i]] } : part,
  ) as [DistributionPart, DistributionPart?];
  return { ...predictor, distribution: { ...distribution, ...near, ...(far && { far }) } };
}

/** What the mixture of each part has learned by the forecasts that were made as of a day, the near one first. */
export function latestMixtures(predictor: Predictor, history: SeriesHistory, asOf: number): readonly MixtureState[] {
  const { distribution, horizon } = predictor;
  if (!distribution) return [];
  return partsOf(distribution).map((part) =>
    LearnedWeights.of({ model: distribution, part, history, horizon }, asOf).state(),
  );
}

/** The weights of the experts for a request of one row, by the results up to its as-of day. */
export function expertWeights(
  predictor: Predictor,
  distribution: DistributionModel,
  history: SeriesHistory,
  request: ForecastRequests,
  threads: number,
): Float64Array {
  const [series, asOf] = [request.series[0]!, request.asOfDay[0]!];
  const part = partFor(distribution, request.targetDay[0]! - asOf);
  const weights = LearnedWeights.of({ model: distribution, part, history, horizon: predictor.horizon }, asOf);
  learnUpTo(weights, predictor, distribution, history, asOf, threads);
  return weights.at(asOf, series);
}

function learnUpTo(
  weights: LearnedWeights,
  predictor: Predictor,
  distribution: DistributionModel,
  history: SeriesHistory,
  day: number,
  threads: number,
): void {
  weights.learn(day, undefined, expertsOn(predictor, distribution, history, threads));
}

/** Makes what the experts say of days, to learn from. */
function expertsOn(predictor: Predictor, distribution: DistributionModel, history: SeriesHistory, threads: number) {
  return (requests: ForecastRequests) =>
    expertForecasts(distribution, meansOf(predictor, history, requests, threads), threads);
}

/** Names of the flags of one forecast. */
export function flagNames(flags: number): ForecastFlag[] {
  return flags === 0 ? [] : FLAG_NAMES.filter((name) => (flags & FORECAST_FLAGS[name]) !== 0);
}

function flagsOf(predictor: Predictor, history: SeriesHistory, requests: ForecastRequests): Uint8Array {
  const flags = coldStart(predictor.contract, history, requests);
  const { series, targetDay, asOfDay } = requests;
  const { training } = predictor;
  const reach = reachOf(predictor);
  for (let row = 0; row < flags.length; row += 1) {
    let bits = flags[row] === 1 ? FORECAST_FLAGS.cold_start : 0;
    const last = history.lastObservedDay(series[row]!, asOfDay[row]!);
    if (last === undefined) bits |= FORECAST_FLAGS.no_history;
    else if (asOfDay[row]! - last > STALE_AFTER_DAYS) bits |= FORECAST_FLAGS.stale_history;
    if (targetDay[row]! - asOfDay[row]! > reach) bits |= FORECAST_FLAGS.extrapolating;
    if (targetDay[row]! >= training.from && targetDay[row]! <= training.to) bits |= FORECAST_FLAGS.in_training;
    flags[row] = bits;
  }
  return flags;
}

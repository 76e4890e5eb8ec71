import {
  buildFrame,
  coldStart,
  usualExecutions,
  type FeatureContract,
  type ForecastRequests,
  type SeriesHistory,
} from '@dqs/features';
import type { FittedModel } from '@dqs/model-backends';

import { pointForecasts, type PointRule } from './point-forecast.js';
import type { DaySpan } from '../train/split.js';

/** All that turns a request into a forecast; what a bundle holds, loaded. */
export interface Predictor {
  readonly model: FittedModel;
  readonly contract: FeatureContract;
  readonly pointRule: PointRule;
  /** Horizon the model was trained for, in days. */
  readonly horizon: number;
  /** Days the model was trained on. */
  readonly training: DaySpan;
}

/** Bits of {@link Forecasts.flags}. */
export const FORECAST_FLAGS = {
  /** The dataset or the rule was not seen in training. */
  cold_start: 1,
  /** The series has no result up to the as-of day. */
  no_history: 2,
  /** The last result of the series is more than {@link STALE_AFTER_DAYS} days before the as-of day. */
  stale_history: 4,
  /** The horizon is longer than the one the model was trained for. */
  extrapolating: 8,
  /** The target day lies within the days the model was trained on: it has seen the answer. */
  in_training: 16,
} as const;

/** Name of a forecast flag. */
export type ForecastFlag = keyof typeof FORECAST_FLAGS;

/** Days without a result after which a history counts as stale. */
export const STALE_AFTER_DAYS = 28;

/** Forecasts by column; entry i answers request i. */
export interface Forecasts {
  readonly requests: ForecastRequests;
  /** Mean of the pass percentage, in [0, 100]. */
  readonly expectedPassPercentage: Float64Array;
  /** The value that minimises the absolute error, in [0, 100]. */
  readonly predictedPassPercentage: Float64Array;
  /** Executions the predicted percentage assumes. */
  readonly executions: Float32Array;
  /** Bits of {@link FORECAST_FLAGS}. */
  readonly flags: Uint8Array;
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
  const { model, contract, pointRule } = predictor;
  const frame = buildFrame(contract, history, requests);
  const expected = model.predict(frame, threads);
  const executions = usualExecutions(history, requests);
  return {
    requests,
    expectedPassPercentage: expected.map((fraction) => 100 * fraction),
    predictedPassPercentage: pointForecasts(pointRule, expected, executions),
    executions,
    flags: flagsOf(predictor, history, requests),
  };
}

/** Names of the flags of one forecast. */
export function flagNames(flags: number): ForecastFlag[] {
  const names = Object.keys(FORECAST_FLAGS) as ForecastFlag[];
  return names.filter((name) => (flags & FORECAST_FLAGS[name]) !== 0);
}

function flagsOf(predictor: Predictor, history: SeriesHistory, requests: ForecastRequests): Uint8Array {
  const flags = coldStart(predictor.contract, history, requests);
  const { series, targetDay, asOfDay } = requests;
  const { horizon, training } = predictor;
  for (let row = 0; row < flags.length; row += 1) {
    let bits = flags[row] === 1 ? FORECAST_FLAGS.cold_start : 0;
    const last = history.lastObservedDay(series[row]!, asOfDay[row]!);
    if (last === undefined) bits |= FORECAST_FLAGS.no_history;
    else if (asOfDay[row]! - last > STALE_AFTER_DAYS) bits |= FORECAST_FLAGS.stale_history;
    if (targetDay[row]! - asOfDay[row]! > horizon) bits |= FORECAST_FLAGS.extrapolating;
    if (targetDay[row]! >= training.from && targetDay[row]! <= training.to) bits |= FORECAST_FLAGS.in_training;
    flags[row] = bits;
  }
  return flags;
}

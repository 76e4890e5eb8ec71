import type { SeriesHistory } from '@dqs/features';

import type { Predictor } from '../forecast/predictor.js';
import { pastRequests, surprisesOf } from './surprises.js';

/** Days before the checked one that tell how far the odds can be trusted. */
const DAYS = 42;
/** Fewer series-days say nothing. */
const LEAST_RESULTS = 200;
/** More of them take time and say hardly more. */
const MOST_RESULTS = 100_000;
/** Where the odds are compared with what came: low enough to be about bad days, high enough to be counted. */
const AT = 0.05;

/** How the odds of the days before fared. */
export interface OddsCalibration {
  /** Series-days that were compared; 0 if there were too few. */
  readonly results: number;
  /** Share of them with odds of at most 5 %; 0.05 where the odds are right. */
  readonly shareAt5: number;
  /** Odds are raised to this power: 1 where they are right or too careful, less where bad days come more often than they say. */
  readonly exponent: number;
}

/**
 * Compares the odds of the days before with what came. A model that is too sure of itself would cry wolf: if odds of 5 % came
 * true in 8 % of all cases, all odds are raised to the power at which they would not have. Never to more than 1, so that a
 * quiet past makes nobody eager; and it is read at 5 %, so that a few real incidents among the days before hardly count.
 */
export function calibrationBefore(
  predictor: Predictor,
  history: SeriesHistory,
  day: number,
  threads: number,
): OddsCalibration {
  const none = { results: 0, shareAt5: AT, exponent: 1 };
  // A model has seen the answers of the days it was trained on; only where there are no others do they have to do.
  const after = pastRequests(history, Math.max(day - DAYS, predictor.training.to + 1), day - 1);
  const all = after.series.length >= LEAST_RESULTS ? after : pastRequests(history, day - DAYS, day - 1);
  if (all.series.length < LEAST_RESULTS) return none;
  const step = Math.ceil(all.series.length / MOST_RESULTS);
  const every = (values: Int32Array) => values.filter((_, i) => i % step === 0);
  const requests = { series: every(all.series), targetDay: every(all.targetDay), asOfDay: every(all.asOfDay) };
  const { randomisedP } = surprisesOf(predictor, history, requests, threads);
  const results = randomisedP.length;
  const shareAt5 = randomisedP.filter((p) => p <= AT).length / results;
  return { results, shareAt5, exponent: shareAt5 <= AT ? 1 : Math.log(Math.min(shareAt5, MOST_SHARE)) / Math.log(AT) };
}

/** A share above it means that the forecasts are of something else. */
const MOST_SHARE = 0.5;

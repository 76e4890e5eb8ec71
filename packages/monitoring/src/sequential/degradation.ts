import {
  cusumLimit,
  EMPTY_CUSUM,
  eValue,
  extendCusum,
  extendEProcess,
  longRunVariance,
  meanVarianceInflation,
  startEProcess,
  tCdf,
  type Cusum,
  type EProcess,
} from '@dqs/core/stats';

import { atLeast, atMost, judged, type Judged } from '../reason.js';
import type { DailyReference } from './reference.js';

/** A day below the reference by more than so many of its standard deviations counts as that. */
const MOST_DEVIATIONS = 3;
/** A rise below this share of the reference is not worth an alarm, however sure it is. */
const LEAST_RISE = 0.05;
/** A version may become worse after a long good time: every so many days a part of the evidence begins anew. */
const RESTART_DAYS = 28;
/** Windows of so many days or more say something of their own variance. */
const LONG_WINDOW = 28;
/** Most degrees of freedom for shorter ones. */
const SHORT_FREEDOM = 4;
/** Days between two false alarms of the cumulative sum. */
export const CUSUM_RUN_LENGTH = 1000;

/** The mean loss of a window of days against the reference. */
export interface WindowLoss {
  /** Length of the window. */
  readonly window: number;
  /** Days of it with results. */
  readonly days: number;
  /** NaN without one. */
  readonly mean: number;
  /** By how much of the reference's mean it is above it. */
  readonly rise: number;
  /** Probability of a mean as high if nothing has changed. */
  readonly pValue: number;
}

/**
 * Whether the mean of the last days is above that of the reference, for one look: Student's, with the reference's long-run
 * variance for both, so that also a window of a few days, which says nothing of its own variance, has a valid p-value; a
 * window of four weeks or more may raise it by its own. Means of fewer days keep the tails of single days, so their p-values
 * are those of four degrees of freedom at most, as simulated histories with shocks of whole days need it.
 *
 * @param losses one a day, those of the window, in order of time; NaN is left out.
 * @param window length of the window.
 */
export function windowLoss(losses: Float64Array, window: number, reference: DailyReference): WindowLoss {
  const seen = losses.filter((value) => value === value);
  const days = seen.length;
  const mean = seen.reduce((sum, value) => sum + value, 0) / days;
  const rise = mean / reference.mean - 1;
  if (days === 0) return { window, days, mean, rise, pValue: Number.NaN };
  const own = days < LONG_WINDOW ? 0 : longRunVariance(seen.map((value) => value - mean)).variance;
  const variance = Math.max(reference.variance, own) / days + reference.variance / reference.days;
  const score = (mean - reference.mean) / Math.sqrt(variance);
  // Without any spread a rise is certain, and none is none.
  if (!(variance > 0)) return { window, days, mean, rise, pValue: mean > reference.mean ? 0 : 1 };
  const freedom = days < LONG_WINDOW ? Math.min(SHORT_FREEDOM, reference.freedom) : reference.freedom;
  return { window, days, mean, rise, pValue: tCdf(-score, freedom) };
}

/**
 * The verdict on a window: an alarm where its p-value is among those that Benjamini and Hochberg's rule rejects, and the rise
 * is at least 5 % of the reference.
 *
 * @param limit greatest p-value that is rejected; −1 if none is.
 */
export function judgeWindow({ pValue, rise }: WindowLoss, limit: number): Judged {
  return judged([atMost('p-value, limit by Benjamini and Hochberg', pValue, limit), atLeast('rise', rise, LEAST_RISE)]);
}

/** Running evidence that losses are above the reference. Plain data: it survives JSON. */
export interface RunningDegradation {
  /** Of the loss minus the upper bound of the reference; reaches 2 / α by chance in a share of α / 2 of all histories. */
  readonly evidence: EProcess;
  readonly cusum: Cusum;
}

/** Evidence without a day. */
export function startDegradation({ high, deviation, correlation }: DailyReference): RunningDegradation {
  const bound = Math.max(Math.min(high, MOST_DEVIATIONS * deviation), Number.EPSILON);
  return { evidence: startEProcess(bound, correlation, RESTART_DAYS), cusum: EMPTY_CUSUM };
}

/** Adds days: losses in order of time, NaN without results. */
export function extendDegradation(
  state: RunningDegradation,
  losses: Float64Array,
  { mean, high, deviation, correlation }: DailyReference,
): RunningDegradation {
  const scale = Math.max(deviation * Math.sqrt(meanVarianceInflation(correlation)), Number.EPSILON);
  const excess = losses.map((loss) => loss - high);
  const scores = losses.map((loss) => (loss - mean) / scale);
  return { evidence: extendEProcess(state.evidence, excess), cusum: extendCusum(state.cusum, scores) };
}

/**
 * The verdict on running evidence: an alarm from an e-value of 2 / α on, which a version whose losses stay what they were
 * reaches at any time with a probability of α / 2; the other half is for the luck of the reference.
 */
export function judgeDegradation({ evidence }: RunningDegradation, alpha: number): Judged {
  return judged([atLeast('e-value', evidence.days === 0 ? Number.NaN : eValue(evidence), 2 / alpha)]);
}

/** The verdict of the cumulative sum, which by chance fails once in {@link CUSUM_RUN_LENGTH} days. */
export function judgeCusum({ cusum }: RunningDegradation): Judged {
  return judged([atLeast('cumulative sum', cusum.sum, cusumLimit(CUSUM_RUN_LENGTH))]);
}

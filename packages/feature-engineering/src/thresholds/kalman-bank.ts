import { dayOfWeek } from '@dqs/core';

import {
  AR,
  AR_GAIN,
  AR_LEFT,
  CARRIED,
  DAY_NOISE,
  EVIDENCE_LEFT,
  FILTERS,
  LEVEL,
  LEVEL_GAIN,
  LOADING,
  MOST_DAYS,
  PACKED,
  PRIOR_COVARIANCES,
  ROW,
  STATES,
} from './kalman-configurations.js';
import { binomialMode, evidenceAt } from './laplace.js';

/** In a bank's numbers, the means follow upon the covariances. */
const MEANS = FILTERS * PACKED;
const SIZE = MEANS + FILTERS * STATES;

const PRIOR = new Float64Array(SIZE);
PRIOR.set(PRIOR_COVARIANCES);
for (let filter = 0; filter < FILTERS; filter += 1) PRIOR[MEANS + filter * STATES + LOADING] = 1;

/** Covariance of each place of the state with the day's η, of the filter at work. */
const towards = new Float64Array(STATES);

/**
 * The level at which the filters of a series start: the logit of what its rule lets expect, drawn a little towards the
 * middle and kept off the ends.
 *
 * @param ruleMean the rule's mean pass fraction so far; where it is NaN (nothing is known), ½ takes its place, as in the
 *   rule's pooled shares.
 */
export function priorLevel(ruleMean: number): number {
  const expected = 0.9 * (Number.isNaN(ruleMean) ? 0.5 : ruleMean) + 0.08;
  const level = Math.min(0.97, Math.max(0.03, expected));
  return Math.log(level / (1 - level));
}

/**
 * The Kalman filters of one series, side by side: η, the logit of a day's chance to pass, is level + AR(1) term + effect of
 * the weekday + loading · common factor, and a day's passes are Binomial(executions, logistic(η)). A filter takes a day in
 * by Laplace's approximation around the mode of η (Fahrmeir, "Posterior mode estimation by extended Kalman filtering for
 * multivariate dynamic generalized linear models", 1992).
 *
 * The same pushes give the same bits. Days ascend: a day that is not after the last one counts as the one after it.
 */
export class KalmanBank {
  /** Sums of {@link logEvidence} by configuration; what is summed decays by .99 a day. */
  readonly evidence = new Float64Array(FILTERS);
  /** Laplace's log evidence of the last push by configuration, the binomial coefficient left out. */
  readonly logEvidence = new Float64Array(FILTERS);
  readonly #numbers = new Float64Array(SIZE);
  #lastDay = 0;
  #pushes = 0;

  /** @param level where the level starts, see {@link priorLevel}. */
  constructor(level: number) {
    this.#numbers.set(PRIOR);
    for (let filter = 0; filter < FILTERS; filter += 1) this.#numbers[MEANS + filter * STATES + LEVEL] = level;
  }

  /** How many days have been taken in. */
  get pushes(): number {
    return this.#pushes;
  }

  /**
   * Foretells η of a day after the last push, by configuration; nothing changes. Before the first push it tells the prior.
   *
   * @param commonFactor F of the target day as it is known; 0 where it is not (NaN counts as 0).
   * @param mean receives the means of η, one a configuration.
   * @param variance receives its variances, above 0.
   */
  predict(targetDay: number, commonFactor: number, mean: Float64Array, variance: Float64Array): void {
    const days = this.#daysSince(targetDay);
    const weekday = dayOfWeek(targetDay);
    const factor = Number.isNaN(commonFactor) ? 0 : commonFactor;
    for (let filter = 0; filter < FILTERS; filter += 1) {
      mean[filter] = meanOf(this.#numbers, filter, days, weekday, factor);
      variance[filter] = varianceOf(this.#numbers, filter, days, weekday, factor);
    }
  }

  /**
   * Takes in the result of a day.
   *
   * @param passes 0 … executions.
   * @param executions without any, nothing is learned from the day.
   * @param commonFactor F as it was known the day before; 0 where it was not (NaN counts as 0).
   */
  push(day: number, passes: number, executions: number, commonFactor: number): void {
    const days = this.#daysSince(day);
    const weekday = dayOfWeek(day);
    const factor = Number.isNaN(commonFactor) ? 0 : commonFactor;
    const numbers = this.#numbers;
    for (let filter = 0; filter < FILTERS; filter += 1) {
      advance(numbers, filter, days);
      const found = takeIn(numbers, filter, weekday, factor, passes, executions);
      this.logEvidence[filter] = found;
      this.evidence[filter] = this.evidence[filter]! * EVIDENCE_LEFT[days]! + found;
    }
    this.#lastDay = day;
    this.#pushes += 1;
  }

  /** A bank with the same state, which goes its own way from here. */
  copy(): KalmanBank {
    const twin = new KalmanBank(0);
    twin.#numbers.set(this.#numbers);
    twin.evidence.set(this.evidence);
    twin.logEvidence.set(this.logEvidence);
    twin.#lastDay = this.#lastDay;
    twin.#pushes = this.#pushes;
    return twin;
  }

  #daysSince(day: number): number {
    return this.#pushes === 0 ? 0 : Math.min(MOST_DAYS, Math.max(1, day - this.#lastDay));
  }
}

/** Mean of η after some days. */
function meanOf(numbers: Float64Array, filter: number, days: number, weekday: number, factor: number): number {
  const at = MEANS + filter * STATES;
  const left = AR_LEFT[filter * (MOST_DAYS + 1) + days]!;
  return numbers[at + weekday]! + factor * numbers[at + LOADING]! + numbers[at + LEVEL]! + left * numbers[at + AR]!;
}

/** Variance of η after some days: the covariance of the four places that make it, weighted on both sides. */
function varianceOf(numbers: Float64Array, filter: number, days: number, weekday: number, factor: number): number {
  const table = filter * (MOST_DAYS + 1) + days;
  const left = AR_LEFT[table]!;
  const [loading, level, ar] = [
    filter * PACKED + ROW[LOADING]!,
    filter * PACKED + ROW[LEVEL]!,
    filter * PACKED + ROW[AR]!,
  ];
  const own =
    numbers[filter * PACKED + ROW[weekday]! + weekday]! +
    factor * factor * numbers[loading + LOADING]! +
    (numbers[level + LEVEL]! + LEVEL_GAIN[table]!) +
    (left * left * numbers[ar + AR]! + AR_GAIN[table]!);
  const shared =
    factor * numbers[loading + weekday]! +
    numbers[level + weekday]! +
    factor * numbers[level + LOADING]! +
    left * (numbers[ar + weekday]! + factor * numbers[ar + LOADING]! + numbers[ar + LEVEL]!);
  return own + 2 * shared;
}

/** Lets days go by: the AR(1) term fades, its variance and the level's grow. */
function advance(numbers: Float64Array, filter: number, days: number): void {
  const table = filter * (MOST_DAYS + 1) + days;
  const covariance = filter * PACKED;
  numbers[covariance + ROW[LEVEL]! + LEVEL]! += LEVEL_GAIN[table]!;
  if (CARRIED[filter]! <= AR) return;
  const left = AR_LEFT[table]!;
  const row = covariance + ROW[AR]!;
  for (let place = 0; place < AR; place += 1) numbers[row + place]! *= left;
  numbers[row + AR] = left * left * numbers[row + AR]! + AR_GAIN[table]!;
  numbers[MEANS + filter * STATES + AR]! *= left;
}

/**
 * One filter's update by a day's result; returns the log evidence.
 *
 * With η ~ N(m, v) before and its mode e after, Kalman's gain on the pseudo-observation e + (k − np)/I of variance 1/I is
 * c/(v + 1/I), c being the covariance of the state with η. It moves η from m by exactly e − m, as (k − np) = (e − m)/v at the
 * mode. So the state moves by c(e − m)/v, which lands on e however flat the likelihood is, and its covariance falls by
 * c·c′·I/(1 + vI). The plain form of the update is safe here: v holds a day's fresh noise (≥ .002), far above what rounding
 * leaves of variances of order 1, and only one triangle is kept, so that nothing can become asymmetric.
 */
function takeIn(
  numbers: Float64Array,
  filter: number,
  weekday: number,
  factor: number,
  passes: number,
  executions: number,
): number {
  const size = CARRIED[filter]!;
  const mean = meanOf(numbers, filter, 0, weekday, factor);
  const variance = covarianceWithDay(numbers, filter * PACKED, size, weekday, factor) + DAY_NOISE[filter]!;
  const mode = binomialMode(mean, variance, passes, executions);
  const step = (mode - mean) / variance;
  const far = Math.exp(-Math.abs(mode));
  const information = (executions * far) / ((1 + far) * (1 + far));
  const share = information / (1 + variance * information);
  const means = MEANS + filter * STATES;
  for (let i = 0, at = filter * PACKED; i < size; i += 1) {
    const c = towards[i]!;
    numbers[means + i]! += c * step;
    const scaled = c * share;
    for (let j = 0; j <= i; j += 1, at += 1) numbers[at]! -= scaled * towards[j]!;
  }
  return evidenceAt(mode, mean, variance, information, passes, executions);
}

/** Fills {@link towards} and returns the variance of η that comes from the places carried on. */
function covarianceWithDay(
  numbers: Float64Array,
  covariance: number,
  size: number,
  weekday: number,
  factor: number,
): number {
  const loading = covariance + ROW[LOADING]!;
  const level = covariance + ROW[LEVEL]!;
  const ar = covariance + ROW[AR]!;
  for (let i = 0; i < size; i += 1) {
    const row = covariance + ROW[i]!;
    let sum = i < weekday ? numbers[covariance + ROW[weekday]! + i]! : numbers[row + weekday]!;
    sum += factor * (i < LOADING ? numbers[loading + i]! : numbers[row + LOADING]!);
    sum += i < LEVEL ? numbers[level + i]! : numbers[row + LEVEL]!;
    if (size > AR) sum += numbers[ar + i]!;
    towards[i] = sum;
  }
  const sum = towards[weekday]! + factor * towards[LOADING]! + towards[LEVEL]!;
  return size > AR ? sum + towards[AR]! : sum;
}

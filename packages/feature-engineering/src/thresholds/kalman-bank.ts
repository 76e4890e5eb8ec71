import { dayOfWeek } from '@dqs/core';

import { EVIDENCE_LEFT, FILTERS, MOST_DAYS, STATES } from './kalman-configurations.js';
import { advance, correct, covarianceWithDay, FILTER_NUMBERS, meanOf, setPrior, varianceOf } from './kalman-filters.js';
import { binomialModes, evidenceAt } from './laplace.js';

/** What a push works with, by filter: η before and after the day, and the covariance of each place of the state with it. */
const means = new Float64Array(FILTERS);
const variances = new Float64Array(FILTERS);
const modes = new Float64Array(FILTERS);
const columns = new Float64Array(FILTERS * STATES);

/** How many numbers {@link KalmanBank.save} writes. */
export const BANK_NUMBERS = FILTER_NUMBERS + FILTERS;

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
  readonly #numbers = new Float64Array(FILTER_NUMBERS);
  #lastDay = 0;
  #pushes = 0;

  /** @param level where the level starts, see {@link priorLevel}. */
  constructor(level: number) {
    setPrior(this.#numbers, level);
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
    for (let filter = 0; filter < FILTERS; filter += 1) {
      advance(this.#numbers, filter, days);
      means[filter] = meanOf(this.#numbers, filter, 0, weekday, factor);
      variances[filter] = covarianceWithDay(this.#numbers, filter, weekday, factor, columns);
    }
    binomialModes(means, variances, passes, executions, modes);
    for (let filter = 0; filter < FILTERS; filter += 1) {
      const found = this.#takeIn(filter, passes, executions);
      this.logEvidence[filter] = found;
      this.evidence[filter] = this.evidence[filter]! * EVIDENCE_LEFT[days]! + found;
    }
    this.#lastDay = day;
    this.#pushes += 1;
  }

  /** Takes over the state of another bank, which goes its own way from here. */
  follow(other: KalmanBank): void {
    this.#numbers.set(other.#numbers);
    this.evidence.set(other.evidence);
    this.logEvidence.set(other.logEvidence);
    this.#lastDay = other.#lastDay;
    this.#pushes = other.#pushes;
  }

  /** Writes all that later pushes go on from: {@link BANK_NUMBERS} numbers. */
  save(into: Float64Array, at: number): void {
    into.set(this.#numbers, at);
    into.set(this.evidence, at + FILTER_NUMBERS);
  }

  /** The bank that {@link save} wrote, after some pushes, the last of them on a day; {@link logEvidence} is not known of it. */
  static saved(from: Float64Array, at: number, pushes: number, lastDay: number): KalmanBank {
    const bank = new KalmanBank(0);
    bank.#numbers.set(from.subarray(at, at + FILTER_NUMBERS));
    bank.evidence.set(from.subarray(at + FILTER_NUMBERS, at + BANK_NUMBERS));
    bank.#pushes = pushes;
    bank.#lastDay = lastDay;
    return bank;
  }

  /**
   * One filter's update; returns the log evidence.
   *
   * With η ~ N(m, v) before and its mode e after, Kalman's gain on the pseudo-observation e + (k − np)/I of variance 1/I is
   * c/(v + 1/I), c being the covariance of the state with η. It moves η from m by exactly e − m, as (k − np) = (e − m)/v at the
   * mode. So the state moves by c(e − m)/v, which lands on e however flat the likelihood is, and its covariance falls by
   * c·c′·I/(1 + vI). The plain form of the update is safe here: v holds a day's fresh noise (≥ .002), far above what rounding
   * leaves of variances of order 1, and only one triangle is kept, so that nothing can become asymmetric.
   */
  #takeIn(filter: number, passes: number, executions: number): number {
    const [mean, variance, mode] = [means[filter]!, variances[filter]!, modes[filter]!];
    const far = Math.exp(-Math.abs(mode));
    const information = (executions * far) / ((1 + far) * (1 + far));
    correct(this.#numbers, filter, columns, (mode - mean) / variance, information / (1 + variance * information));
    return evidenceAt(mode, mean, variance, information, passes, executions);
  }

  #daysSince(day: number): number {
    return this.#pushes === 0 ? 0 : Math.min(MOST_DAYS, Math.max(1, day - this.#lastDay));
  }
}

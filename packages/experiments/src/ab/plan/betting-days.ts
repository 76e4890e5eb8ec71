import { Random } from '@dqs/core';
import { meanVarianceInflation, serialCorrelation } from '@dqs/core/stats';

import { Wager } from '../stats/betting.js';

/** Number of simulated experiments; the concluded share is accurate to about 3 of 100. */
const RUNS = 200;

/**
 * The days after which each of a number of simulated experiments with daily looks would have concluded; ascending, ∞ if
 * `maxDays` are not enough. Days are normal and independent; the same arguments give the same days.
 *
 * @param effect the true daily difference in standard deviations of a day; above 0.
 * @param alpha probability of a false verdict.
 */
export function bettingDays(effect: number, alpha: number, maxDays: number): number[] {
  const random = new Random(42);
  return Array.from({ length: RUNS }, () => daysUntilConcluded(effect, alpha, maxDays, random)).sort((a, b) => a - b);
}

function daysUntilConcluded(effect: number, alpha: number, maxDays: number, random: Random): number {
  const wager = new Wager();
  const values: number[] = [];
  while (values.length < maxDays) {
    const value = effect + random.normal();
    values.push(value);
    wager.add(value);
    // Discounting for correlation only lowers the wealth, so it is done only if it could matter.
    if (wager.wealth(1) < 2 / alpha) continue;
    if (wager.wealth(meanVarianceInflation(serialCorrelation(values))) >= 2 / alpha) return values.length;
  }
  return Number.POSITIVE_INFINITY;
}

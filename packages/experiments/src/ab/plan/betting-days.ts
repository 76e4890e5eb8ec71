import { Random } from '@dqs/core';
import { meanVarianceInflation, serialCorrelation } from '@dqs/core/stats';

import { Wager } from '../stats/betting.js';

/** Simulated experiments; their share that has concluded is known to about 3 of 100. */
const RUNS = 200;

/**
 * The days after which each of some simulated experiments, with a look every day, would have concluded; ascending, ∞ where
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
    // Discounting for resemblance only lowers the wealth, so it is done where it could matter.
    if (wager.wealth(1) < 2 / alpha) continue;
    if (wager.wealth(meanVarianceInflation(serialCorrelation(values))) >= 2 / alpha) return values.length;
  }
  return Number.POSITIVE_INFINITY;
}

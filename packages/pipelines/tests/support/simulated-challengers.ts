import type { Random } from '@dqs/core';

import type { PairedRows } from '../../src/retrain/index.js';

/** How champion and challenger differ, and how days resemble each other. */
export interface SimulatedChallenge {
  readonly days: number;
  /** Correlation of a day's shock with that of the day before. */
  readonly rho: number;
  /** By how many standard deviations of the daily difference the challenger is better in all segments. */
  readonly gain?: number;
  /** By how many it is worse in the segment GUARDED alone. */
  readonly guardedLoss?: number;
}

const SERIES = 2;
/** Standard deviation of the daily difference of {@link simulatedChallenge}: that of exp(x/2) − exp(y/2) for normal x and y. */
const DEVIATION = Math.sqrt(2 * (Math.exp(0.5) - Math.exp(0.25)));

/** A normal series of variance 1 whose days correlate by `rho` with the day before. */
function shocks(days: number, rho: number, random: Random): Float64Array {
  const fresh = Math.sqrt(1 - rho * rho);
  let value = random.normal();
  return new Float64Array(days).map(() => (value = rho * value + fresh * random.normal()));
}

/**
 * Two models with the same expected loss, of which the first is nearly always a little better and now and then far worse: daily
 * losses of the one are lognormal with a shape of 1.5, those of the other hardly vary.
 */
export function lopsidedLosses(days: number, random: Random): readonly [skewed: Float64Array, steady: Float64Array] {
  const skewed = new Float64Array(days).map(() => 2 + Math.exp(1.5 * random.normal()));
  const steady = new Float64Array(days).map(() => 2 + Math.exp(1.5 ** 2 / 2) + 0.1 * random.normal());
  return [skewed, steady];
}

/**
 * Losses of two models on two segments of one series each: skewed, each model with shocks of whole days that last, beside
 * noise of single rows. Without gain and loss both are equally good.
 */
export function simulatedChallenge(
  { days, rho, gain = 0, guardedLoss = 0 }: SimulatedChallenge,
  random: Random,
): PairedRows {
  const [champion, challenger] = [shocks(days, rho, random), shocks(days, rho, random)];
  const count = days * SERIES;
  const rows = Int32Array.from({ length: count }, (_, row) => row);
  const isGuarded = (row: number) => row % SERIES < SERIES / 2;
  const lossOf = (shock: Float64Array, row: number) =>
    5 + Math.exp(shock[Math.floor(row / SERIES)]! / 2) + 0.2 * random.normal();
  const change = (row: number) => (isGuarded(row) ? guardedLoss - gain : -gain) * DEVIATION;
  return {
    day: rows.map((row) => Math.floor(row / SERIES)),
    champion: Float64Array.from(rows, (row) => lossOf(champion, row)),
    challenger: Float64Array.from(rows, (row) => lossOf(challenger, row) + change(row)),
    naive: new Float64Array(count).fill(20),
    segments: new Map([
      ['GUARDED', rows.filter(isGuarded)],
      ['OTHER', rows.filter((row) => !isGuarded(row))],
    ]),
  };
}

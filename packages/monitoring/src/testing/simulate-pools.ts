import { MS_PER_HOUR, percentageBin, Random } from '@dqs/core';
import { equalBins } from '@dqs/core/stats';

import type { MonitoredPool } from '../monitor.js';
import { courseOf } from '../scores/loss-course.js';
import { emptyScores, SCORE_BINS, withinDays, type PoolScores } from '../scores/pool-scores.js';
import { drawShock, honestCdf, logistic, SHOCKS } from './simulated-forecast.js';

/** A simulated operation. */
export interface SimulatedOperation {
  readonly seed: number;
  readonly pools: number;
  readonly seriesPerPool: number;
  /** Live days; the backtest's come before them. */
  readonly days: number;
  /** @default 90 */
  readonly backtestDays?: number;
  /** Correlation of a pool's level with that of the day before. @default 0.3 */
  readonly correlation?: number;
  /** Size of the shocks that all series of a day share, in logits. @default 0.3 */
  readonly shock?: number;
  /** Points by which pass percentages fall from a live day on, in the first of the pools, without the forecasts noticing. */
  readonly drop?: { readonly points: number; readonly fromDay: number; readonly pools: number };
}

/** Executions of a series are drawn from these. */
const EXECUTIONS = [3, 30] as const;
/** Results below this percentage are bad. */
const TARGET = 90;
/** Standard deviation of a pool's level, in logits. */
const LEVEL = 0.5;
/** A warning of the simulation comes 22 hours before its result. */
const LEAD_MS = 22 * MS_PER_HOUR;

/**
 * Pools of a simulated operation, with honest forecasts: each is the distribution its result is drawn from, shocks of the day
 * included, which all series share and no forecast can know. The level of a pool is a first-order autoregression, and so are
 * its losses. 3 to 30 executions a day. The same seed gives the same pools.
 */
export function simulatePools(operation: SimulatedOperation): MonitoredPool[] {
  const { seed, pools, days, backtestDays = 90 } = operation;
  const random = new Random(seed);
  const total = backtestDays + days;
  const shocks = Array.from({ length: total }, () => SHOCKS[drawShock(random)]!);
  return Array.from({ length: pools }, (_, index) => {
    const scores = simulatePool(operation, { index, shocks, random: new Random(seed * 100_003 + index + 1) });
    const live = withinDays(scores, backtestDays, total - 1);
    const course = courseOf(live);
    const pool = { tenantId: 't', ruleCode: `r${index}`, level: 'ROW', source: `s${index % 10}` };
    const backtest = courseOf(withinDays(scores, 0, backtestDays - 1));
    const recent = withinDays(live, total - 90, total - 1);
    return { pool, version: '1.0.0', recent, course, history: { live: course, backtest } };
  });
}

interface PoolPlan {
  readonly index: number;
  readonly shocks: readonly number[];
  readonly random: Random;
}

interface Series {
  readonly logit: number;
  readonly executions: number;
}

function simulatePool(operation: SimulatedOperation, { index, shocks, random }: PoolPlan): PoolScores {
  const { seriesPerPool, correlation = 0.3, shock = 0.3, backtestDays = 90, drop } = operation;
  const scores = emptyScores(Int32Array.from(shocks, (_, day) => day));
  const all = Array.from({ length: seriesPerPool }, (): Series => {
    const [least, most] = EXECUTIONS;
    return { logit: 2.5 + random.normal(), executions: least + random.integer(most - least + 1) };
  });
  const cdf = new Float64Array(EXECUTIONS[1] + 1);
  let level = random.normal();
  for (let day = 0; day < shocks.length; day += 1) {
    level = correlation * level + Math.sqrt(1 - correlation ** 2) * random.normal();
    const isDropped = drop !== undefined && index < drop.pools && day - backtestDays >= drop.fromDay;
    for (const { logit, executions } of all) {
      const known = logit + LEVEL * level;
      honestCdf(known, shock, executions, cdf);
      const p = logistic(known + shock * shocks[day]!) - (isDropped ? drop.points / 100 : 0);
      let passes = 0;
      for (let i = 0; i < executions; i += 1) if (random.next() < p) passes += 1;
      const naive = Math.round(executions * logistic(logit)) / executions;
      addForecast(scores, day, { cdf, executions, passes, naive: 100 * naive, chance: random.next() });
    }
  }
  return scores;
}

interface GradedForecast {
  readonly cdf: Float64Array;
  readonly executions: number;
  readonly passes: number;
  readonly naive: number;
  /** Uniform number of the randomised PIT. */
  readonly chance: number;
}

function addForecast({ sums, bins }: PoolScores, day: number, graded: GradedForecast): void {
  const { cdf, executions: n, passes, naive, chance } = graded;
  const add = (name: keyof typeof sums, value: number) => (sums[name][day]! += value);
  const count = (name: keyof typeof bins, bin: number, value = 1) => (bins[name][bin]![day]! += value);
  const quantile = (q: number) => {
    let k = 0;
    while (k < n && cdf[k]! < q) k += 1;
    return (100 * k) / n;
  };
  const [actual, predicted] = [(100 * passes) / n, quantile(0.5)];
  const error = predicted - actual;
  let crps = 0;
  for (let k = 0; k < n; k += 1) crps += (cdf[k]! - (k >= passes ? 1 : 0)) ** 2 / n;
  const odds = cdf[Math.ceil((TARGET * n) / 100) - 1]!;
  const below = actual < TARGET ? 1 : 0;
  const isInside = (low: number, high: number) => (actual >= quantile(low) && actual <= quantile(high) ? 1 : 0);
  for (const name of ['forecasts', 'graded', 'withNaive', 'arrived'] as const) add(name, 1);
  add('error', error);
  for (const name of ['absoluteError', 'absoluteErrorBesideNaive'] as const) add(name, Math.abs(error));
  add('squaredError', error ** 2);
  for (const name of ['crps', 'crpsBesideNaive'] as const) add(name, 100 * crps);
  add('pinball', Math.abs(error) / 2);
  add('naiveAbsoluteError', Math.abs(naive - actual));
  add('covered80', isInside(0.1, 0.9));
  add('covered95', isInside(0.025, 0.975));
  add('brier', (odds - below) ** 2);
  add('below', below);
  add('pBelowTarget', odds);
  add('pBelowSquared', odds ** 2);
  for (const name of ['executions', 'expectedExecutions'] as const) add(name, n);
  if (odds >= 0.6 && below) add('warnedLead', LEAD_MS);
  const before = passes === 0 ? 0 : cdf[passes - 1]!;
  count('pit', equalBins([before + chance * (cdf[passes]! - before)], SCORE_BINS.pit)[0]!);
  const bin = equalBins([odds], SCORE_BINS.odds)[0]!;
  count('odds', bin);
  count('oddsSum', bin, odds);
  count('oddsBelow', bin, below);
  count('actual', percentageBin(actual));
  count('predicted', percentageBin(predicted));
}

import { WARNING_ODDS } from '@dqs/core';
import { dailyShare } from '@dqs/core/stats';

import { finite } from '../reason.js';
import { SCORE_BINS, totalsOf, type PoolScores } from '../scores/pool-scores.js';

/** What mistakes cost, in any unit. */
export interface WarningCosts {
  /** A bad day that nobody was warned of. @default 10 */
  readonly missed?: number;
  /** A warning that did not come true. @default 1 */
  readonly falseAlarm?: number;
}

/** What became of the warnings. null where there is nothing to say it of. */
export interface Warnings {
  /** Graded forecasts with odds of `WARNING_ODDS` of core or more. */
  readonly warned: number;
  /** Of them, results below target. */
  readonly cameTrue: number;
  readonly falseAlarms: number;
  /** Results below target without a warning. */
  readonly missed: number;
  readonly precision: ShareWithBand;
  readonly recall: ShareWithBand;
  readonly warningsPerWeek: number | null;
  /** Days on which a pool warned at all, a week: what people would be called for if a pool's warnings came as one. */
  readonly pagesPerWeek: number | null;
  /** Median over pool-days of the time from the issue to the first result, of warnings that came true; milliseconds. */
  readonly medianLeadMs: number | null;
  readonly cost: number;
  /** Without forecasts every bad day is missed. */
  readonly costWithoutForecasts: number;
}

/** A share with Wilson's 95 % band of effective trials. */
export interface ShareWithBand {
  readonly share: number | null;
  readonly low: number;
  readonly high: number;
}

/**
 * What became of the warnings of some pools.
 *
 * @param pools one entry a pool: a page is a pool's day with a warning.
 * @param all the same scores, joined.
 * @param calendarDays length of the window.
 */
export function warningsOf(
  pools: readonly PoolScores[],
  all: PoolScores,
  calendarDays: number,
  { missed: missedCost = 10, falseAlarm = 1 }: WarningCosts = {},
): Warnings {
  const [warnedByDay, trueByDay] = [warnedPerDay(all), warnedTruePerDay(all)];
  const bad = totalsOf(all).sums.below;
  const [warned, cameTrue] = [total(warnedByDay), total(trueByDay)];
  const [falseAlarms, missed] = [warned - cameTrue, bad - cameTrue];
  const pages = pools.reduce((sum, pool) => sum + warnedPerDay(pool).filter((count) => count > 0).length, 0);
  const weekly = (count: number) => finite((7 * count) / calendarDays);
  return {
    warned,
    cameTrue,
    falseAlarms,
    missed,
    precision: band(trueByDay, warnedByDay),
    recall: band(trueByDay, all.sums.below),
    warningsPerWeek: weekly(warned),
    pagesPerWeek: weekly(pages),
    medianLeadMs: medianLead(pools),
    cost: missedCost * missed + falseAlarm * falseAlarms,
    costWithoutForecasts: missedCost * bad,
  };
}

/** Graded forecasts that warned, by day. */
export function warnedPerDay({ bins, days }: PoolScores): Float64Array {
  return addWarned(bins.odds, days.length);
}

/** Warnings that came true, by day. */
export function warnedTruePerDay({ bins, days }: PoolScores): Float64Array {
  return addWarned(bins.oddsBelow, days.length);
}

function addWarned(bins: readonly Float64Array[], days: number): Float64Array {
  const sum = new Float64Array(days);
  for (const column of bins.slice(Math.round(WARNING_ODDS * SCORE_BINS.odds))) {
    for (let day = 0; day < days; day += 1) sum[day]! += column[day]!;
  }
  return sum;
}

function band(hits: Float64Array, trials: Float64Array): ShareWithBand {
  const { share, low, high } = dailyShare(hits, trials);
  return { share: finite(share), low, high };
}

/** The forecasts of a pool's day are issued at once and its results come at once: their mean stands for each. */
function medianLead(pools: readonly PoolScores[]): number | null {
  const leads = pools
    .flatMap((pool) => {
      const came = warnedTruePerDay(pool);
      return Array.from(came, (count, day) => ({ lead: pool.sums.warnedLead[day]! / count, count }));
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.lead - b.lead);
  let before = 0;
  const half = leads.reduce((sum, { count }) => sum + count, 0) / 2;
  return leads.find(({ count }) => (before += count) >= half)?.lead ?? null;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

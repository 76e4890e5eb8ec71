import { calendarParts, formatDay, MS_PER_DAY } from '@dqs/core';

import { finite } from './reason.js';
import type { LossCourse } from './scores/loss-course.js';
import type { Pool } from './scores/pool-scores.js';

/** The skill of a pool in a month, or of all of them together. */
export interface MonthSkill {
  /** `2026-03`. */
  readonly month: string;
  /** null for all pools together. */
  readonly pool: Pool | null;
  readonly graded: number;
  /** Of forecasts that have a naive one beside them. */
  readonly mae: number | null;
  readonly naiveMae: number | null;
  /** `1 − MAE / MAE of the naive`. */
  readonly skill: number | null;
  readonly below: number;
  readonly warned: number;
  readonly warnedTrue: number;
}

const SUMMED = [
  'graded',
  'withNaive',
  'naiveAbsoluteError',
  'absoluteErrorBesideNaive',
  'below',
  'warned',
  'warnedTrue',
] as const;

type MonthSums = Record<(typeof SUMMED)[number], number>;

/** Skill by month: first of all pools together, then of each; by month. */
export function monthsOf(pools: readonly { readonly pool: Pool; readonly course: LossCourse }[]): MonthSkill[] {
  const together = new Map<string, MonthSums>();
  const rows = pools.flatMap(({ pool, course }) => {
    const months = new Map<string, MonthSums>();
    const { days, columns } = course;
    for (let from = 0; from < days.length; ) {
      const month = formatDay(days[from]!).slice(0, 7);
      const next = firstDayAfter(days[from]!);
      let to = from;
      while (to < days.length && days[to]! < next) to += 1;
      for (const sums of [sumsOf(months, month), sumsOf(together, month)]) {
        for (const name of SUMMED) sums[name] += sumOf(columns[name], from, to);
      }
      from = to;
    }
    return Array.from(months, ([month, sums]) => monthSkill(month, pool, sums));
  });
  const all = Array.from(together, ([month, sums]) => monthSkill(month, null, sums));
  return [...all, ...rows].sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0));
}

/** The first day of the month after that of a day. */
function firstDayAfter(day: number): number {
  const { year, month } = calendarParts(day);
  return Date.UTC(year, month, 1) / MS_PER_DAY;
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let row = from; row < to; row += 1) sum += values[row]!;
  return sum;
}

function sumsOf(months: Map<string, MonthSums>, month: string): MonthSums {
  const known = months.get(month);
  if (known) return known;
  const sums = Object.fromEntries(SUMMED.map((name) => [name, 0])) as MonthSums;
  months.set(month, sums);
  return sums;
}

function monthSkill(month: string, pool: Pool | null, sums: MonthSums): MonthSkill {
  const { graded, withNaive, naiveAbsoluteError, absoluteErrorBesideNaive, below, warned, warnedTrue } = sums;
  return {
    month,
    pool,
    graded,
    mae: finite(absoluteErrorBesideNaive / withNaive),
    naiveMae: finite(naiveAbsoluteError / withNaive),
    skill: finite(1 - absoluteErrorBesideNaive / naiveAbsoluteError),
    below,
    warned,
    warnedTrue,
  };
}

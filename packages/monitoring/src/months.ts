import { formatDay } from '@dqs/core';

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
  const names = new Map<number, string>();
  const rows = pools.flatMap(({ pool, course }) => {
    const months = new Map<string, MonthSums>();
    course.days.forEach((day, row) => {
      const month = names.get(day) ?? formatDay(day).slice(0, 7);
      names.set(day, month);
      for (const sums of [sumsOf(months, month), sumsOf(together, month)]) {
        for (const name of SUMMED) sums[name] += course.columns[name][row]!;
      }
    });
    return Array.from(months, ([month, sums]) => monthSkill(month, pool, sums));
  });
  const all = Array.from(together, ([month, sums]) => monthSkill(month, null, sums));
  return [...all, ...rows].sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0));
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

import { MS_PER_DAY } from '@dqs/core';
import { forecastsWithGrades, GRADE_STATUS, type LedgerStore } from '@dqs/ledger';
import { factId } from '@dqs/pipelines';

import type { PageView } from '../page-view.js';

/** Days over which forecasts are held against naive ones. */
export const SKILL_DAYS = 28;

/** The losses of a day's last live forecasts, by column. */
interface DayLosses {
  /** Numbers of the series. */
  readonly series: Int32Array;
  readonly absolute: Float64Array;
  /** Of the naive forecast beside it. */
  readonly naive: Float64Array;
}

/** 1 − MAE / MAE of the naive forecast, by id of the series; a series without graded days is not there. */
export type Skills = ReadonlyMap<string, number>;

/** Losses of days as they are now, by the version of the day: whatever changes a day changes it. */
const NOW = new WeakMap<LedgerStore, Map<number, { readonly version: string; readonly losses: Promise<DayLosses> }>>();

/** How much better than naive the forecasts of the last {@link SKILL_DAYS} days were, as known to a view. */
export function recentSkills(view: PageView): Promise<Skills> {
  const last = Math.floor(view.at / MS_PER_DAY);
  return view.once.of(`recent skills to ${last}`, () => skillsOf(view, last));
}

async function skillsOf({ ledger, at, isNow }: PageView, last: number): Promise<Skills> {
  const days = Int32Array.from({ length: SKILL_DAYS + 1 }, (_, i) => last - SKILL_DAYS + i);
  const versions = isNow ? await ledger.versions(days) : [];
  const sums = new Map<number, [own: number, naive: number]>();
  for (const [i, day] of days.entries()) {
    const { series, absolute, naive } = await lossesOn(ledger, day, at, versions[i]);
    series.forEach((number, row) => {
      const [own, other] = sums.get(number) ?? [0, 0];
      sums.set(number, [own + absolute[row]!, other + naive[row]!]);
    });
  }
  const ids = new Map((await ledger.series()).map((one) => [one.number, factId(one)]));
  const skills = [...sums].flatMap(([number, [own, naive]]) => {
    const id = ids.get(number);
    return id === undefined || naive === 0 ? [] : [[id, 1 - own / naive] as const];
  });
  return new Map(skills);
}

function lossesOn(ledger: LedgerStore, day: number, at: number, version: string | undefined): Promise<DayLosses> {
  if (version === undefined) return readLosses(ledger, day, at);
  const kept = NOW.get(ledger) ?? new Map<number, { readonly version: string; readonly losses: Promise<DayLosses> }>();
  NOW.set(ledger, kept);
  const known = kept.get(day);
  if (known?.version === version) return known.losses;
  for (const old of kept.keys()) if (old < day - 2 * SKILL_DAYS) kept.delete(old);
  const losses = readLosses(ledger, day, at);
  kept.set(day, { version, losses });
  losses.catch(() => kept.delete(day));
  return losses;
}

async function readLosses(ledger: LedgerStore, day: number, knownAt: number): Promise<DayLosses> {
  const query = { from: day, to: day, knownAt, arms: ['champion'] as const };
  const { forecasts, grades } = await forecastsWithGrades(ledger, query);
  const { error, naiveError } = grades.numbers;
  const last = new Map<number, number>();
  forecasts.series.forEach((number, row) => {
    if (grades.status[row] !== GRADE_STATUS.graded || grades.live[row] !== 1 || Number.isNaN(naiveError[row]!)) return;
    const before = last.get(number);
    if (before === undefined || issuedAt(forecasts, row) >= issuedAt(forecasts, before)) last.set(number, row);
  });
  const rows = [...last.values()];
  return {
    series: Int32Array.from(last.keys()),
    absolute: Float64Array.from(rows, (row) => Math.abs(error[row]!)),
    naive: Float64Array.from(rows, (row) => Math.abs(naiveError[row]!)),
  };
}

type Forecasts = Awaited<ReturnType<LedgerStore['forecasts']>>;

function issuedAt({ issue, issues }: Forecasts, row: number): number {
  return issues[issue[row]!]!.issuedAt;
}

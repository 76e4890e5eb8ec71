import { WARNING_ODDS } from '@dqs/core';

import type { CourseDay } from './course.js';
import { SKILL_DAYS } from './recent-losses.js';

/** Days over which the warnings of a series are counted. */
export const WARNING_DAYS = 90;

/** How good what was said of a series has been, in live forecasts. Errors in percentage points. Survives JSON. */
export interface SeriesRecord {
  /** Graded days of the last {@link SKILL_DAYS}. */
  readonly graded: number;
  readonly mae: number | null;
  /** Of the days that have a naive forecast, as {@link SeriesRecord.skill}. */
  readonly naiveMae: number | null;
  readonly skill: number | null;
  /** Of the graded, results within the ranges of 80 and 95 %. */
  readonly inside80: number;
  readonly inside95: number;
  /** Over {@link WARNING_DAYS}: warnings, those that came true, bad days without one, and days that somebody stepped in on. */
  readonly warnings: number;
  readonly right: number;
  readonly missed: number;
  readonly intervened: number;
}

type GradedDay = CourseDay & { readonly came: number; readonly said: NonNullable<CourseDay['said']> };

/** The record of the days up to the last one that is complete. */
export function seriesRecord(days: readonly CourseDay[], judged: number): SeriesRecord {
  const graded = days.filter(isGraded).filter(({ day }) => day > judged - SKILL_DAYS && day <= judged);
  const beside = graded.filter(({ said }) => said.naive !== null);
  const own = meanOf(beside, ({ came, said }) => Math.abs(said.median - came));
  const naiveMae = meanOf(beside, ({ came, said }) => Math.abs(said.naive! - came));
  const season = days.filter(({ day }) => day > judged - WARNING_DAYS && day <= judged);
  const count = (...grades: readonly CourseDay['grade'][]) =>
    season.filter(({ grade }) => grades.includes(grade)).length;
  return {
    graded: graded.length,
    mae: meanOf(graded, ({ came, said }) => Math.abs(said.median - came)),
    naiveMae,
    skill: own === null || !naiveMae ? null : 1 - own / naiveMae,
    inside80: graded.filter(({ came, said }) => came >= said.lower80 && came <= said.upper80).length,
    inside95: graded.filter(({ came, said }) => came >= said.lower95 && came <= said.upper95).length,
    warnings: count('right', 'wrong'),
    right: count('right'),
    missed: count('missed'),
    intervened: season.filter(({ grade, said }) => grade === 'intervened' && (said?.odds ?? 0) >= WARNING_ODDS).length,
  };
}

/** Whether what was said of a day counts: in time, of a day with a result, on which nobody stepped in. */
export function isGraded(day: CourseDay): day is GradedDay {
  return day.came !== null && day.said !== null && day.said.isLive && day.grade !== 'intervened';
}

function meanOf<T>(all: readonly T[], value: (one: T) => number): number | null {
  return all.length === 0 ? null : all.reduce((sum, one) => sum + value(one), 0) / all.length;
}

import { WARNING_ODDS } from '@dqs/core';
import {
  forecastsWithGrades,
  GRADE_STATUS,
  idText,
  type Intervention,
  type LedgerDays,
  type LedgerForecasts,
  type LedgerGrades,
  type RevisionColumns,
} from '@dqs/ledger';

import type { PageView } from '../page-view.js';

/**
 * What became of what was said of a day: `right` and `wrong` of a warning, `missed` and `quiet` without one, `intervened` if a person
 * stepped in, `ungraded` if a day that is over has no result, `open` while it may still come, `unsaid` where nothing was said in time.
 */
export type CourseGrade = 'right' | 'wrong' | 'missed' | 'quiet' | 'intervened' | 'ungraded' | 'open' | 'unsaid';

/** A forecast as it was issued; percentages in [0, 100], odds in [0, 1]. */
export interface IssuedForecast {
  readonly id: string;
  readonly median: number;
  readonly expected: number;
  readonly lower80: number;
  readonly upper80: number;
  readonly lower95: number;
  readonly upper95: number;
  readonly odds: number;
  /** The target that it was made against. */
  readonly target: number;
  readonly naive: number | null;
  /** Executions that it assumes. */
  readonly executions: number;
  readonly model: string;
  readonly version: string;
  readonly issuedAt: number;
  /** Whether it was issued before the first result of its day. */
  readonly isLive: boolean;
}

/** A day of a series: what was said of it and what came. Survives JSON. */
export interface CourseDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Null as long as no result is known. */
  readonly passes: number | null;
  /** Passes and fails. */
  readonly executions: number | null;
  readonly errors: number | null;
  /** The pass percentage that came; null without executions. */
  readonly came: number | null;
  readonly said: IssuedForecast | null;
  readonly grade: CourseGrade;
}

/** Days of a series, and the rows that they were read from. */
export interface Course {
  /** One a day, without a gap, oldest first. */
  readonly days: readonly CourseDay[];
  /** The champion's forecasts, of which {@link rows} are those that were said. */
  readonly forecasts: LedgerForecasts;
  /** By day, as {@link days}: the row of the forecast that was said, undefined without one. */
  readonly rows: readonly (number | undefined)[];
}

/**
 * What was said of each day and what came, as known to a view. Of several forecasts of a day the one that was said is the last that
 * was issued before its first result; what was made afterwards stands in only where there is no other.
 *
 * @param judged the last day whose results are complete.
 */
export async function courseOf(view: PageView, series: number, judged: number, days: LedgerDays): Promise<Course> {
  const { ledger, at } = view;
  const query = { ...days, series: Int32Array.of(series), knownAt: at, arms: ['champion'] as const };
  const [{ forecasts, grades }, revisions, interventions] = await Promise.all([
    forecastsWithGrades(ledger, query),
    ledger.revisions(query),
    ledger.interventions(query),
  ]);
  const said = saidByDay(forecasts, grades);
  const results = resultsByDay(revisions);
  const left = new Set(interventions.map((one: Intervention) => one.day));
  const rows: (number | undefined)[] = [];
  const all: CourseDay[] = [];
  for (let day = days.from; day <= days.to; day += 1) {
    const row = said.get(day);
    rows.push(row);
    all.push(dayOf({ day, judged, result: results.get(day), isLeftOut: left.has(day) }, forecasts, grades, row));
  }
  return { days: all, forecasts, rows };
}

interface DayFacts {
  readonly day: number;
  readonly judged: number;
  readonly result: Result | undefined;
  readonly isLeftOut: boolean;
}

function dayOf(facts: DayFacts, forecasts: LedgerForecasts, grades: LedgerGrades, row: number | undefined): CourseDay {
  const { day, result } = facts;
  const said = row === undefined ? null : issuedForecast(forecasts, row, grades.live[row] === 1);
  const executions = result ? result.passes + result.fails : null;
  const came = executions ? (100 * result!.passes) / executions : null;
  return {
    ...{ day, passes: result?.passes ?? null, executions, errors: result?.errors ?? null, came, said },
    grade: gradeOf(facts, said, came, row === undefined ? undefined : grades.status[row]),
  };
}

function gradeOf(
  { day, judged, isLeftOut }: DayFacts,
  said: IssuedForecast | null,
  came: number | null,
  status: number | undefined,
): CourseGrade {
  if (isLeftOut || status === GRADE_STATUS.intervened) return 'intervened';
  if (came === null) return day > judged ? 'open' : 'ungraded';
  if (said === null || !said.isLive) return 'unsaid';
  return outcomeOf(said.odds, came < said.target);
}

/** What became of odds: a warning was `right` or `wrong`, a bad day without one `missed`. */
export function outcomeOf(odds: number, isBelow: boolean): 'right' | 'wrong' | 'missed' | 'quiet' {
  if (odds >= WARNING_ODDS) return isBelow ? 'right' : 'wrong';
  return isBelow ? 'missed' : 'quiet';
}

function issuedForecast(forecasts: LedgerForecasts, row: number, isLive: boolean): IssuedForecast {
  const { numbers, ids } = forecasts;
  const { model, version, issuedAt } = issueOf(forecasts, row);
  const naive = numbers.naivePassPercentage[row]!;
  return {
    id: idText(ids, row),
    median: numbers.predictedPassPercentage[row]!,
    expected: numbers.expectedPassPercentage[row]!,
    lower80: numbers.lower80[row]!,
    upper80: numbers.upper80[row]!,
    lower95: numbers.lower95[row]!,
    upper95: numbers.upper95[row]!,
    odds: numbers.pBelowTarget[row]!,
    target: numbers.targetPercentage[row]!,
    naive: Number.isNaN(naive) ? null : naive,
    executions: numbers.executions[row]!,
    ...{ model, version, issuedAt, isLive },
  };
}

function issueOf({ issue, issues }: LedgerForecasts, row: number): LedgerForecasts['issues'][number] {
  return issues[issue[row]!]!;
}

/** By day, the row of the forecast that was said. */
function saidByDay(forecasts: LedgerForecasts, grades: LedgerGrades): ReadonlyMap<number, number> {
  const said = new Map<number, number>();
  forecasts.targetDay.forEach((day, row) => {
    const before = said.get(day);
    if (before === undefined || comesAfter(forecasts, grades, row, before)) said.set(day, row);
  });
  return said;
}

function comesAfter(forecasts: LedgerForecasts, { live }: LedgerGrades, row: number, before: number): boolean {
  if (live[row] !== live[before]) return live[row] === 1;
  return issueOf(forecasts, row).issuedAt >= issueOf(forecasts, before).issuedAt;
}

interface Result {
  readonly entry: number;
  readonly passes: number;
  readonly fails: number;
  readonly errors: number;
}

/** By day, what is known of it last. */
function resultsByDay({ day, passes, fails, errors, entry, entries }: RevisionColumns): ReadonlyMap<number, Result> {
  const last = new Map<number, Result>();
  day.forEach((one, row) => {
    const { number } = entries[entry[row]!]!;
    const before = last.get(one);
    if (before !== undefined && before.entry > number) return;
    last.set(one, { entry: number, passes: passes[row]!, fails: fails[row]!, errors: errors[row]! });
  });
  return last;
}

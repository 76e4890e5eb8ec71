import { forecastIds, ID_BYTES, idText } from '../forecast-id.js';
import { GRADE_NUMBERS, type LedgerGrades } from '../records/grades.js';
import { SeriesTable } from '../series-table.js';
import type { LedgerStore } from '../store.js';
import { gradeDay } from './grade-day.js';

/** Where a kept day differs from what it was made from. */
export interface LedgerDayProblem {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly problem: string;
}

/**
 * Whether what is kept of a day is what it was made from: the ids of its forecasts, which are hashes of what they are of, and its
 * last grades, which are functions of forecast and result. Whoever changes a forecast that is graded, or a grade, is found.
 */
export async function verifyLedgerDay(store: LedgerStore, day: number): Promise<LedgerDayProblem[]> {
  const known = await store.day(day);
  const { forecasts } = known;
  if (forecasts.series.length === 0) return [];
  const table = new SeriesTable(await store.series());
  const problems: LedgerDayProblem[] = [];
  const strange = countOf(forecasts.series, (row) => {
    const issue = forecasts.issues[forecasts.issue[row]!]!;
    const id = forecastIds(issue, rowOf(forecasts, row), (number) => table.of(number));
    return !sameBytes(id, forecasts.ids.subarray(row * ID_BYTES, (row + 1) * ID_BYTES));
  });
  if (strange > 0) problems.push({ day, problem: `${strange} forecasts have ids that are not theirs` });
  const { grades } = gradeDay({ ...known, graded: new Int32Array(forecasts.series.length) }, table);
  const kept = await store.grades({ from: day, to: day });
  const placeOf = new Map(
    Array.from(grades.revision, (revision, place) => [nameOf(grades.ids, place, revision), place]),
  );
  const changed = countOf(forecasts.series, (row) => {
    const revision = kept.revision[row]!;
    // A revision that is not graded yet says nothing.
    if (revision === 0 || revision !== known.graded[row]) return false;
    return isChanged(kept, row, grades, placeOf.get(nameOf(kept.ids, row, revision)));
  });
  if (changed > 0) problems.push({ day, problem: `${changed} grades are not those of their forecasts and results` });
  return problems;
}

type Made = ReturnType<typeof gradeDay>['grades'];

function isChanged(kept: LedgerGrades, row: number, made: Made, place: number | undefined): boolean {
  if (place === undefined || kept.executions[row] !== made.executions[place]) return true;
  return GRADE_NUMBERS.some((name) => !Object.is(kept.numbers[name][row], made.numbers[name][place]));
}

function nameOf(ids: Uint8Array, row: number, revision: number): string {
  return `${idText(ids, row)} ${revision}`;
}

type Days = Pick<Parameters<typeof forecastIds>[1], 'series' | 'targetDay' | 'asOfDay'>;

function rowOf({ series, targetDay, asOfDay }: Days, row: number): Days {
  const only = (column: Int32Array) => column.subarray(row, row + 1);
  return { series: only(series), targetDay: only(targetDay), asOfDay: only(asOfDay) };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function countOf(rows: Int32Array, is: (row: number) => boolean): number {
  let count = 0;
  for (let row = 0; row < rows.length; row += 1) if (is(row)) count += 1;
  return count;
}

import { groupRows, pickRows } from '@dqs/core';
import { countText } from '@dqs/core/wording';

import { forecastIds, idText } from '../forecast-id.js';
import type { LedgerForecasts } from '../records/forecasts.js';
import { GRADE_NUMBERS, type GradeColumns, type LedgerDay, type LedgerGrades } from '../records/grades.js';
import { SeriesTable } from '../series-table.js';
import type { LedgerStore } from '../store.js';
import { gradePairs } from './grade-pairs.js';
import { pairForecasts } from './pairs.js';

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
  const { known, kept } = await readDay(store, day);
  if (known.forecasts.series.length === 0) return [];
  const strange = countStrange(known.forecasts, new SeriesTable(await store.series()));
  const changed = countChanged(known, kept);
  const problems: LedgerDayProblem[] = [];
  const tell = (count: number, one: string, many: string) => {
    if (count > 0) problems.push({ day, problem: countText(count, one, many) });
  };
  tell(strange, 'forecast has an id that is not its own', 'forecasts have ids that are not theirs');
  tell(changed, 'grade is not that of its forecast and result', 'grades are not those of their forecasts and results');
  return problems;
}

/** A day with its last grades, row by row; read again where another process has issued some in between. */
async function readDay(store: LedgerStore, day: number): Promise<{ known: LedgerDay; kept: LedgerGrades }> {
  for (;;) {
    const [known, kept] = [await store.day(day), await store.grades({ from: day, to: day })];
    if (Buffer.compare(known.forecasts.ids, kept.ids) === 0) return { known, kept };
  }
}

function countStrange({ series, targetDay, asOfDay, ids, issue, issues }: LedgerForecasts, table: SeriesTable): number {
  let count = 0;
  for (const [number, members] of groupRows(issue)) {
    const rows = Int32Array.from(members);
    const columns = {
      series: pickRows(series, rows),
      targetDay: pickRows(targetDay, rows),
      asOfDay: pickRows(asOfDay, rows),
    };
    const own = forecastIds(issues[number]!, columns, (one) => table.of(one));
    count += rows.filter((row, i) => idText(own, i) !== idText(ids, row)).length;
  }
  return count;
}

function countChanged({ forecasts, revisions, graded }: LedgerDay, kept: LedgerGrades): number {
  const pairs = pairForecasts(forecasts, revisions);
  const made = gradePairs(forecasts, revisions, pairs);
  const places = new Int32Array(graded.length).fill(-1);
  pairs.forecast.forEach((row, place) => {
    if (made.revision[place] === kept.revision[row]) places[row] = place;
  });
  return places.filter((place, row) => {
    const revision = kept.revision[row]!;
    // A revision that is not graded yet says nothing.
    return revision !== 0 && revision === graded[row] && isChanged(kept, row, made, place);
  }).length;
}

/** @param place of the grade that is made anew; −1 if none is. */
function isChanged(kept: LedgerGrades, row: number, made: GradeColumns, place: number): boolean {
  if (place < 0 || kept.executions[row] !== made.executions[place]) return true;
  return GRADE_NUMBERS.some((name) => !Object.is(kept.numbers[name][row], made.numbers[name][place]));
}

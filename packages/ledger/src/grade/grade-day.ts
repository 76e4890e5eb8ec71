import { pickGrades } from '../columns/grade-columns.js';
import type { GradedDay, LedgerDay } from '../records/grades.js';
import type { SeriesTable } from '../series-table.js';
import { aggregateDay } from './aggregate-day.js';
import { gradePairs } from './grade-pairs.js';
import { pairForecasts } from './pairs.js';

/** The grades of a day that are not kept yet, and its aggregates: a pure function of what is known of the day. */
export function gradeDay(day: LedgerDay, series: SeriesTable): GradedDay {
  const pairs = pairForecasts(day.forecasts, day.revisions);
  const grades = gradePairs(day.forecasts, day.revisions, pairs);
  const rows = Int32Array.from(pairs.forecast.keys());
  const missing = rows.filter((row) => grades.revision[row]! > day.graded[pairs.forecast[row]!]!);
  return {
    day: day.day,
    changes: day.changes,
    grades: missing.length === rows.length ? grades : pickGrades(grades, missing),
    aggregates: aggregateDay(day, pairs, grades, series),
  };
}

import { joinArrays } from '@dqs/core';

import { warnedPerDay, warnedTruePerDay } from '../warnings/warnings.js';
import type { PoolScores } from './pool-scores.js';

/** What running evidence needs of a pool's day. */
export const COURSE_COLUMNS = [
  'graded',
  'absoluteError',
  'withNaive',
  'naiveAbsoluteError',
  'absoluteErrorBesideNaive',
  'below',
  'warned',
  'warnedTrue',
] as const;

/** One of {@link COURSE_COLUMNS}. */
export type CourseColumn = (typeof COURSE_COLUMNS)[number];

/** The losses of a pool from its first day on: few numbers a day, so that years of it can be kept and read at once. */
export interface LossCourse {
  /** Days since 1970-01-01, ascending, each once. */
  readonly days: Int32Array;
  /** One entry a day. */
  readonly columns: Readonly<Record<CourseColumn, Float64Array>>;
}

/** The course of scores. */
export function courseOf(scores: PoolScores): LossCourse {
  const { graded, absoluteError, withNaive, naiveAbsoluteError, absoluteErrorBesideNaive, below } = scores.sums;
  const [warned, warnedTrue] = [warnedPerDay(scores), warnedTruePerDay(scores)];
  return {
    days: scores.days,
    columns: {
      graded,
      absoluteError,
      withNaive,
      naiveAbsoluteError,
      absoluteErrorBesideNaive,
      below,
      warned,
      warnedTrue,
    },
  };
}

/** Rows of a course by day; of several of one day the last one given counts. */
export function orderedCourse({ days, columns }: LossCourse): LossCourse {
  const rowOf = new Map(Array.from(days, (day, row) => [day, row]));
  if (rowOf.size === days.length && days.every((day, row) => row === 0 || day > days[row - 1]!))
    return { days, columns };
  const sorted = Int32Array.from(rowOf.keys()).sort();
  const rows = Array.from(sorted, (day) => rowOf.get(day)!);
  return { days: sorted, columns: columnsBy((name) => Float64Array.from(rows, (row) => columns[name][row]!)) };
}

/** Courses one after the other, in the order given. */
export function concatCourses(courses: readonly LossCourse[]): LossCourse {
  const columns = columnsBy((name) =>
    joinArrays(
      Float64Array,
      courses.map((one) => one.columns[name]),
    ),
  );
  return { days: Int32Array.from(courses.flatMap(({ days }) => Array.from(days))), columns };
}

/** The rows of a course from one to another, the last one excluded; the columns are views. */
export function sliceCourse({ days, columns }: LossCourse, from: number, to?: number): LossCourse {
  return { days: days.subarray(from, to), columns: columnsBy((name) => columns[name].subarray(from, to)) };
}

/** A sum over a count, by day; NaN on days of none. */
export function dailyMeans(sums: Float64Array, counts: Float64Array): Float64Array {
  return sums.map((sum, day) => sum / counts[day]!);
}

function columnsBy(values: (name: CourseColumn) => Float64Array): LossCourse['columns'] {
  return Object.fromEntries(COURSE_COLUMNS.map((name) => [name, values(name)])) as Record<CourseColumn, Float64Array>;
}

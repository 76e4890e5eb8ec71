import { calendarParts, decodeColumns, encodeColumns, MS_PER_DAY, parseDay } from '@dqs/core';
import type { AggregateGroup, LedgerStore } from '@dqs/ledger';
import { COURSE_COLUMNS, courseOf, type CourseColumn, type LossCourse } from '@dqs/monitoring';

import { groupScores, type GroupScores } from './group-scores.js';

/** What months are read from and kept in. */
export type CourseStore = Pick<LedgerStore, 'span' | 'aggregates' | 'changedDays' | 'checkpoint' | 'keepCheckpoint'>;

/** The losses of a group on some days. */
export interface GroupCourse {
  readonly group: AggregateGroup;
  readonly course: LossCourse;
}

/** A month of days. */
export interface Month {
  /** `2026-03`. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** From when on it is frozen, milliseconds. */
  readonly frozenAt: number;
}

/**
 * A month counts as it was known this many days after its end. What is corrected later changes grades and windows, but neither
 * running evidence nor the skill of that month: so it can be kept, and an answer does not depend on whether it was.
 */
const FREEZING_DAYS = 35;
/** The arms that monitoring reads. */
export const ARMS = ['champion', 'challenger'] as const;

const firstOf = (month: string) => parseDay(`${month}-01`)!;

/** The month that a day is in. */
export function monthOf(day: number): Month {
  const { year, month } = calendarParts(day);
  const text = (y: number, m: number) => `${y}-${String(m).padStart(2, '0')}`;
  const name = text(year, month);
  const next = month === 12 ? text(year + 1, 1) : text(year, month + 1);
  const to = firstOf(next) - 1;
  return { name, from: firstOf(name), to, frozenAt: (to + 1 + FREEZING_DAYS) * MS_PER_DAY };
}

/**
 * The courses of a month that is frozen: from the store if they were kept, else from its aggregates, and kept then. Backfill that
 * was loaded later is there too: a backtest may be loaded at any time.
 */
export async function frozenCourses(store: CourseStore, month: Month, knownAt: number): Promise<GroupCourse[]> {
  const { name, from, to, frozenAt } = month;
  const kept = await store.checkpoint(`${PREFIX}${name}`, frozenAt);
  const courses = kept?.knownAt === frozenAt ? decodeCourses(kept.content) : await keepMonth(store, month);
  const later = await store.aggregates({ from, to, knownAt, knownAfter: frozenAt, arms: ARMS });
  const loaded = coursesOf(groupScores(later)).filter(({ group }) => !group.live);
  return [...courses, ...loaded];
}

const PREFIX = 'monitoring/courses/';

async function keepMonth(store: CourseStore, { name, from, to, frozenAt }: Month): Promise<GroupCourse[]> {
  const aggregates = await store.aggregates({ from, to, knownAt: frozenAt, arms: ARMS });
  const courses = coursesOf(groupScores(aggregates));
  // What is not settled yet may still change what was known.
  const isSettled = (await store.changedDays({ from, to })).length === 0;
  if (!isSettled) return courses;
  await store.keepCheckpoint(`${PREFIX}${name}`, { day: to, knownAt: frozenAt, content: encodeCourses(courses) });
  return courses;
}

/** The courses of scores. */
export function coursesOf(groups: readonly GroupScores[]): GroupCourse[] {
  return groups.map(({ group, scores }) => ({ group, course: courseOf(scores) }));
}

function encodeCourses(courses: readonly GroupCourse[]): Uint8Array {
  const rows = courses.reduce((sum, { course }) => sum + course.days.length, 0);
  const day = new Int32Array(rows);
  const columns = COURSE_COLUMNS.map((name) => [name, new Float64Array(rows)] as const);
  let at = 0;
  for (const { course } of courses) {
    day.set(course.days, at);
    for (const [name, values] of columns) values.set(course.columns[name], at);
    at += course.days.length;
  }
  const sizes = Int32Array.from(courses, ({ course }) => course.days.length);
  const meta = { groups: courses.map(({ group }) => group) };
  return encodeColumns({ meta, columns: { sizes, day, ...Object.fromEntries(columns) } });
}

function decodeCourses(content: Uint8Array): GroupCourse[] {
  const { meta, columns } = decodeColumns(content);
  const { groups } = meta as { readonly groups: readonly AggregateGroup[] };
  const { sizes, day, ...values } = columns as Record<CourseColumn, Float64Array> & {
    readonly sizes: Int32Array;
    readonly day: Int32Array;
  };
  let at = 0;
  return groups.map((group, i) => {
    const [start, end] = [at, (at += sizes[i]!)];
    const columnsOf = COURSE_COLUMNS.map((name) => [name, values[name].subarray(start, end)] as const);
    const course = { days: day.subarray(start, end), columns: Object.fromEntries(columnsOf) } as unknown as LossCourse;
    return { group, course };
  });
}

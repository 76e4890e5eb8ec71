import { formatDay, MS_PER_DAY, throwIfAborted, type Hooks } from '@dqs/core';
import type { AggregateGroup } from '@dqs/ledger';
import {
  concatCourses,
  joinScores,
  monitor,
  orderedCourse,
  percentageDrift,
  totalsOf,
  withinDays,
  type DriftInput,
  type LossCourse,
  type MonitoredPool,
  type MonitoringReport,
  type MonitoringRules,
  type Pool,
  type PoolScores,
} from '@dqs/monitoring';

import { ARMS, coursesOf, frozenCourses, monthOf, type CourseStore, type GroupCourse } from './course-months.js';
import { groupScores, type GroupScores } from './group-scores.js';

/** What is monitored, and as of when. */
export interface MonitoringRequest {
  /** What is known at this time, milliseconds; the answer is the same whatever comes later. */
  readonly knownAt: number;
  readonly rules?: MonitoringRules;
  /** Results of the training days by the bins of pass percentages; without them those of the days before stand for them. */
  readonly trainingResults?: readonly number[] | undefined;
  /** The features of some days, for their drift; without it that of results and forecasts is looked for. */
  readonly features?: (days: MonitoredDays) => Promise<readonly DriftInput[]>;
}

/** Days since 1970-01-01, both included. */
export interface MonitoredDays {
  readonly from: number;
  readonly to: number;
}

/** What a ledger tells. */
export interface LedgerMonitoring extends MonitoringReport {
  readonly knownAt: string;
  /** Last day with a live forecast that was graded, `YYYY-MM-DD`; null if there is none. */
  readonly lastDate: string | null;
  /** Forecasts of the last 90 days that were issued after the first result, and so are in none of the figures. */
  readonly backfill: number;
}

/** Of the days before the last 28, for the drift of forecasts and results; the same for tables by pool. */
const DRIFT_DAYS = 28;
const LONGEST = 90;
/**
 * What the graded forecasts of a ledger tell, as known at a time. Windows are read from the aggregates of 90 days; what runs
 * longer from months that are kept once they are frozen, so that a second year costs little.
 */
export async function monitorLedger(
  store: CourseStore,
  request: MonitoringRequest,
  hooks: Hooks = {},
): Promise<LedgerMonitoring> {
  const { knownAt, rules } = request;
  const { pools, groups, lastDay } = await ledgerPools(store, knownAt, hooks);
  const report = monitor({ pools, lastDay, drift: await driftInputs(pools, lastDay, request), rules });
  return {
    knownAt: new Date(knownAt).toISOString(),
    lastDate: lastDay < 0 ? null : formatDay(lastDay),
    backfill: backfillOf(groups),
    ...report,
  };
}

/** What monitoring reads of a ledger. */
export interface LedgerPools {
  readonly pools: readonly MonitoredPool[];
  /** Scores of the longest window by group. */
  readonly groups: readonly GroupScores[];
  /** The last day on which a live forecast of a champion was graded; −1 if there is none. */
  readonly lastDay: number;
}

/** A ledger without the days after one, of which not all results may be there yet. */
export function upToDay(ledger: CourseStore, lastDay: number): CourseStore {
  return {
    span: async () => {
      const span = await ledger.span();
      return span === undefined || span.from > lastDay ? undefined : { ...span, to: Math.min(span.to, lastDay) };
    },
    aggregates: (query: Parameters<CourseStore['aggregates']>[0]) =>
      ledger.aggregates({ ...query, to: Math.min(query.to, lastDay) }),
    changedDays: (days) => ledger.changedDays(days),
    checkpoint: (name, knownAt) => ledger.checkpoint(name, knownAt),
    keepCheckpoint: (name, checkpoint) => ledger.keepCheckpoint(name, checkpoint),
  };
}

/** The pools of a ledger with their scores and courses, as known at a time. */
export async function ledgerPools(store: CourseStore, knownAt: number, hooks: Hooks = {}): Promise<LedgerPools> {
  const history = await readHistory(store, knownAt, hooks);
  const lastDay = lastGraded(history.courses);
  const from = lastDay - LONGEST + 1;
  const groups = lastDay < 0 ? [] : await recentGroups(store, history, { from, to: lastDay, knownAt });
  return { pools: poolsOf(groups, history.courses, from), groups, lastDay };
}

/** What drift is looked for in: results and forecasts, and the features where they are handed in. */
export async function driftInputs(
  pools: readonly MonitoredPool[],
  lastDay: number,
  { trainingResults, features }: Pick<MonitoringRequest, 'trainingResults' | 'features'>,
): Promise<readonly DriftInput[]> {
  if (lastDay < 0) return [];
  const all = joinScores(pools.map(({ recent }) => recent));
  const moved = await features?.({ from: lastDay - DRIFT_DAYS + 1, to: lastDay });
  return [...(moved ?? []), ...percentageDrifts(all, lastDay, trainingResults)];
}

interface History {
  readonly courses: readonly GroupCourse[];
  /** Scores of the months that are not frozen. */
  readonly open: readonly GroupScores[];
  /** First day of those. */
  readonly openFrom: number;
}

/** Open months first, then frozen ones, from the last to the first that has forecasts. */
async function readHistory(store: CourseStore, knownAt: number, hooks: Hooks): Promise<History> {
  const days = await store.span();
  if (!days) return { courses: [], open: [], openFrom: 0 };
  let month = monthOf(Math.min(days.to, Math.floor(knownAt / MS_PER_DAY)));
  const { to } = month;
  while (month.frozenAt > knownAt) month = monthOf(month.from - 1);
  const openFrom = month.to + 1;
  const open = groupScores(await store.aggregates({ from: openFrom, to, knownAt, arms: ARMS }));
  const courses = [coursesOf(open)];
  for (; month.to >= days.from; month = monthOf(month.from - 1)) {
    throwIfAborted(hooks.signal);
    courses.unshift(await frozenCourses(store, month, knownAt));
  }
  return { courses: courses.flat(), open, openFrom };
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly knownAt: number;
}

/** The scores of the longest window: of open months as read already, of earlier days as known now. */
async function recentGroups(store: CourseStore, { open, openFrom }: History, { from, to, knownAt }: Range) {
  const within = (groups: readonly GroupScores[]) =>
    groups.map(({ group, scores }) => ({ group, scores: withinDays(scores, from, to) }));
  if (from >= openFrom) return within(open);
  const end = Math.min(to, openFrom - 1);
  const before = groupScores(await store.aggregates({ from, to: end, knownAt, arms: ARMS }));
  return [...before, ...within(open)];
}

/** The last day on which a live forecast of a champion was graded; −1 if there is none. */
function lastGraded(courses: readonly GroupCourse[]): number {
  let last = -1;
  for (const { group, course } of courses) {
    if (!isShown(group)) continue;
    for (let i = course.days.length - 1; i >= 0 && course.days[i]! > last; i -= 1) {
      if (course.columns.graded[i]! > 0) last = course.days[i]!;
    }
  }
  return last;
}

/** What people saw: only that is scored. */
function isShown({ arm, live }: AggregateGroup): boolean {
  return live && arm === 'champion';
}

interface PoolParts {
  readonly pool: Pool;
  readonly recent: PoolScores[];
  readonly courses: GroupCourse[];
}

function poolsOf(groups: readonly GroupScores[], courses: readonly GroupCourse[], from: number): MonitoredPool[] {
  const pools = new Map<string, PoolParts>();
  const partsOf = ({ tenantId, ruleCode, level, source }: AggregateGroup) => {
    const id = JSON.stringify([tenantId, ruleCode, level, source]);
    const known = pools.get(id) ?? { pool: { tenantId, ruleCode, level, source }, recent: [], courses: [] };
    pools.set(id, known);
    return known;
  };
  for (const { group, scores } of groups) if (isShown(group)) partsOf(group).recent.push(scores);
  for (const one of courses) partsOf(one.group).courses.push(one);
  return [...pools.keys()].sort().flatMap((id) => poolOf(pools.get(id)!, from));
}

/** A pool whose champion was graded within the longest window; others are history. */
function poolOf({ pool, recent, courses }: PoolParts, from: number): MonitoredPool[] {
  const shown = courses.filter(({ group }) => isShown(group)).sort((a, b) => lastDayOf(a) - lastDayOf(b));
  const last = shown.at(-1);
  if (!last || lastDayOf(last) < from) return [];
  const { model, version } = last.group;
  const ofVersion = ({ group }: GroupCourse) => group.model === model && group.version === version;
  const challengers = courses.filter(({ group }) => group.arm === 'challenger' && group.live);
  const challenger = challengers.sort((a, b) => lastDayOf(a) - lastDayOf(b)).at(-1)?.group;
  const backtest = courses.filter((one) => !one.group.live && one.group.arm === 'champion' && ofVersion(one));
  return [
    {
      pool,
      version: `${model}@${version}`,
      recent: joinScores(recent),
      course: chained(shown),
      history: {
        live: chained(shown.filter(ofVersion)),
        backtest: backtest.length === 0 ? undefined : chained(backtest),
        challenger: challenger && chained(challengers.filter(({ group }) => isSameVersion(group, challenger))),
      },
    },
  ];
}

function isSameVersion(a: AggregateGroup, b: AggregateGroup): boolean {
  return a.model === b.model && a.version === b.version;
}

function lastDayOf({ course: { days, columns } }: GroupCourse): number {
  const row = columns.graded.findLastIndex((graded) => graded > 0);
  return row < 0 ? -1 : days[row]!;
}

/** Courses in order of time, as one; of a day that is in two, as on the day of a promotion, the later one counts. */
function chained(courses: readonly GroupCourse[]): LossCourse {
  return orderedCourse(concatCourses(courses.map(({ course }) => course)));
}

function backfillOf(groups: readonly GroupScores[]): number {
  const backfill = groups.filter(({ group }) => !group.live && group.arm === 'champion');
  return backfill.reduce((sum, { scores }) => sum + totalsOf(scores).sums.graded, 0);
}

/** Forecasts and results of the last four weeks against the training days, or the weeks before. */
function percentageDrifts(all: PoolScores, lastDay: number, training: readonly number[] | undefined): DriftInput[] {
  const live = withinDays(all, lastDay - DRIFT_DAYS + 1, lastDay);
  const before = totalsOf(withinDays(all, 0, lastDay - DRIFT_DAYS));
  if (before.days < DRIFT_DAYS && training === undefined) return [];
  const results = percentageDrift('target', training ?? before.bins.actual, live);
  return before.days < DRIFT_DAYS ? [results] : [results, percentageDrift('forecast', before.bins.predicted, live)];
}

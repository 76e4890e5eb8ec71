import { benjaminiHochbergLimit } from '@dqs/core/stats';

import { accuracyOf, type Accuracy } from './accuracy/accuracy.js';
import { dailyErrors, type DailyError } from './accuracy/daily-errors.js';
import { calibrationOf, type Calibration } from './calibration/calibration.js';
import { driftOf, type DriftRow, type DriftRules } from './drift/drift.js';
import type { DriftInput } from './drift/drift-statistics.js';
import { monthsOf, type MonthSkill } from './months.js';
import { plumbingOf, type Plumbing } from './plumbing/plumbing.js';
import type { Judged } from './reason.js';
import { joinScores, withinDays, type Pool, type PoolScores } from './scores/pool-scores.js';
import type { LossCourse } from './scores/loss-course.js';
import { descend, type FoundGroup } from './sequential/descend.js';
import { judgeWindow } from './sequential/degradation.js';
import { poolEvidence, type PoolEvidence, type PoolHistory } from './sequential/pool-evidence.js';
import { warningsOf, type WarningCosts, type Warnings } from './warnings/warnings.js';

/** Lengths of the windows, in days. */
export const WINDOWS = [1, 7, 28, 90] as const;
/** From this length on a window says something of calibration and warnings. */
const CALIBRATION_DAYS = 28;
/** The window of tables by pool. */
const TABLE_DAYS = 28;

/** A pool with what became of its live forecasts. */
export interface MonitoredPool {
  readonly pool: Pool;
  /** Version whose forecasts people saw last. */
  readonly version: string;
  /** Live scores of the longest window, of all versions that were in use. */
  readonly recent: PoolScores;
  /** Live losses of all versions that were in use, from the first day on. */
  readonly course: LossCourse;
  /** What evidence on the version in use is collected from. */
  readonly history: PoolHistory;
}

/** Requirements of the verdicts. */
export interface MonitoringRules extends DriftRules, WarningCosts {
  /** Share of false alarms of a running verdict over all time. @default 0.05 */
  readonly level?: number;
}

/** What is monitored. */
export interface MonitoringInput {
  readonly pools: readonly MonitoredPool[];
  /** Last day of all windows. */
  readonly lastDay: number;
  /** Quantities whose drift is looked for, on the days of the table's window. */
  readonly drift?: readonly DriftInput[];
  readonly rules?: MonitoringRules;
}

/** The figures of a window of days, over all pools. */
export interface WindowReport {
  /** Length, days. */
  readonly days: number;
  readonly accuracy: Accuracy;
  /** null for windows that are too short for it. */
  readonly calibration: Calibration | null;
  readonly warnings: Warnings | null;
  readonly plumbing: Plumbing;
}

/** The figures of one pool: accuracy, calibration and warnings of the last 28 days, and all evidence. */
export interface PoolReport {
  readonly pool: Pool;
  readonly version: string;
  readonly accuracy: Accuracy;
  readonly calibration: Calibration;
  readonly warnings: Warnings;
  readonly plumbing: Plumbing;
  readonly evidence: PoolEvidence;
  /** By window: an alarm where Benjamini and Hochberg's rule over all pools rejects. */
  readonly windowVerdicts: readonly (Judged & { readonly window: number })[];
  /** Found by e-BH over sources and their pools: what may page. */
  readonly isDegraded: boolean;
}

/** What graded forecasts tell, as of a day. A pure function of its input; survives JSON. */
export interface MonitoringReport {
  readonly lastDay: number;
  readonly windows: readonly WindowReport[];
  /** The worst skill first. */
  readonly pools: readonly PoolReport[];
  readonly months: readonly MonthSkill[];
  /** Errors of the days of the longest window. */
  readonly daily: readonly DailyError[];
  /** Sources with degraded pools. */
  readonly degraded: readonly FoundGroup<Pool>[];
  readonly drift: readonly DriftRow[];
}

/** What graded forecasts tell. */
export function monitor({ pools, lastDay, drift = [], rules = {} }: MonitoringInput): MonitoringReport {
  const { level = 0.05, q = 0.05 } = rules;
  const all = joinScores(pools.map(({ recent }) => recent));
  const windows = WINDOWS.map((days) => windowReport({ pools, all, lastDay }, days, rules));
  const evidence = pools.map(({ history }) => poolEvidence(history, WINDOWS, lastDay, level));
  const degraded = degradedPools(pools, evidence, q);
  const found = new Set(degraded.flatMap(({ members }) => members));
  const limits = WINDOWS.map((_, w) => windowLimit(evidence, w, q));
  const reports = pools.map((pool, i) => ({
    ...poolReport(pool, lastDay, rules),
    evidence: evidence[i]!,
    windowVerdicts: evidence[i]!.degradation.windows.map((one, w) => ({
      window: one.window,
      ...judgeWindow(one, limits[w]!),
    })),
    isDegraded: found.has(pool.pool),
  }));
  const mae = windows.find(({ days }) => days === TABLE_DAYS)!.accuracy.mae;
  return {
    lastDay,
    windows,
    pools: reports.sort((a, b) => skillOf(a) - skillOf(b)),
    months: monthsOf(pools),
    daily: dailyErrors(all),
    degraded,
    drift: driftOf(drift, mae ?? Number.NaN, rules),
  };
}

interface WindowInput {
  readonly pools: readonly MonitoredPool[];
  /** Their scores together. */
  readonly all: PoolScores;
  readonly lastDay: number;
}

function windowReport({ pools, all, lastDay }: WindowInput, days: number, rules: MonitoringRules): WindowReport {
  const from = lastDay - days + 1;
  const scores = withinDays(all, from, lastDay);
  const isLong = days >= CALIBRATION_DAYS;
  const warned = () => pools.map(({ recent }) => withinDays(recent, from, lastDay));
  return {
    days,
    accuracy: accuracyOf(scores),
    calibration: isLong ? calibrationOf(scores) : null,
    warnings: isLong ? warningsOf(warned(), scores, days, rules) : null,
    plumbing: plumbingOf(scores, days),
  };
}

function poolReport({ pool, version, recent }: MonitoredPool, lastDay: number, rules: MonitoringRules) {
  const scores = withinDays(recent, lastDay - TABLE_DAYS + 1, lastDay);
  return {
    pool,
    version,
    accuracy: accuracyOf(scores),
    calibration: calibrationOf(scores),
    warnings: warningsOf([scores], scores, TABLE_DAYS, rules),
    plumbing: plumbingOf(scores, TABLE_DAYS),
  };
}

/** An e-value reaches 2 / α by a degradation; half of it counts, since the reference's luck has the other half of α. */
function degradedPools(pools: readonly MonitoredPool[], evidence: readonly PoolEvidence[], q: number) {
  const bySource = new Map<string, { key: Pool; eValue: number }[]>();
  pools.forEach(({ pool }, i) => {
    const members = bySource.get(pool.source) ?? [];
    members.push({ key: pool, eValue: (evidence[i]!.degradation.eValue ?? 0) / 2 });
    bySource.set(pool.source, members);
  });
  return descend(
    Array.from(bySource, ([name, members]) => ({ name, members })),
    q,
  );
}

function windowLimit(evidence: readonly PoolEvidence[], window: number, q: number): number {
  const pValues = evidence.map(({ degradation }) => degradation.windows[window]?.pValue ?? Number.NaN);
  return benjaminiHochbergLimit(
    pValues.filter((value) => value === value),
    q,
  );
}

/** Without a skill a pool comes last. */
function skillOf({ accuracy }: PoolReport): number {
  return accuracy.naive.skill ?? Number.POSITIVE_INFINITY;
}

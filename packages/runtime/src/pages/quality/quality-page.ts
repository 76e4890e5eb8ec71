import {
  accuracyOf,
  calibrationOf,
  driftOf,
  joinScores,
  plumbingOf,
  warningsOf,
  type Accuracy,
  type Calibration,
  type Plumbing,
  type PoolScores,
  type Warnings,
} from '@dqs/monitoring';
import { driftInputs } from '@dqs/pipelines';

import { keptDrift, type KeptDrift } from '../../operation/kept-drift.js';
import type { PageView } from '../page-view.js';
import { qualityScores, viewPools, type QualityQuery, type ScoredGroup } from './quality-scores.js';
import { versionMarks, type VersionMark } from './version-marks.js';

/** From this length on a window says something of calibration. */
export const CALIBRATION_DAYS = 28;
/** Groups and inputs that the page holds; the rest is counted. */
const [MOST_GROUPS, MOST_DRIFT] = [500, 100];

/** The error of a day beside that of the naive forecast, points; null where nothing was graded. */
export interface ErrorDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly graded: number;
  readonly mae: number | null;
  readonly naive: number | null;
}

/** The figures of a group of series: errors in points, shares in [0, 1], null where nothing was graded. */
export interface QualityRow {
  /** The rule, source or owner; null where nobody answers. */
  readonly name: string | null;
  readonly graded: number;
  readonly mae: number | null;
  readonly naive: number | null;
  readonly skill: number | null;
  readonly bias: number | null;
  /** By the randomised PIT. */
  readonly covered80: number | null;
  readonly covered95: number | null;
  readonly warned: number;
  readonly right: number;
  readonly missed: number;
}

/** Whether the ranges of a source hold: shares and their 99 % bands, in [0, 1]. */
export interface CoverageRow {
  readonly name: string;
  readonly graded: number;
  readonly ranges: readonly [CoveredShare, CoveredShare];
}

/** A share of results within a range, with its band. */
export type CoveredShare = Pick<Calibration['coverage80'], 'nominal' | 'share' | 'low' | 'high' | 'verdict'>;

/** What has moved; the costliest first. */
export interface DriftView {
  readonly rows: KeptDrift['rows'];
  /** Of the rows, those that count: beyond their limit, not by chance, and costing enough. */
  readonly costly: number;
  /** When inputs were looked at, milliseconds, and of which version; null where only results and forecasts were. */
  readonly looked: { readonly at: number; readonly version: string } | null;
}

/** How good what we said was. Survives JSON. */
export interface QualityPage {
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  /** Series of the scope. */
  readonly series: number;
  readonly days: QualityQuery['days'];
  readonly by: QualityQuery['by'];
  /** Forecasts that were made so many days ahead; null for all. */
  readonly horizon: number | null;
  /** Days ahead for which forecasts of the last day were made. */
  readonly horizons: readonly number[];
  /** Last day of the window; null if nothing was graded. */
  readonly lastDay: number | null;
  readonly accuracy: Accuracy;
  /** Its bands say something from 28 days on. */
  readonly calibration: Calibration;
  readonly warnings: Warnings;
  readonly plumbing: Plumbing;
  /** Forecasts of the window that were issued after the first result, and so are in none of the figures. */
  readonly backfill: number;
  readonly daily: readonly ErrorDay[];
  /** Days from which on another version forecast. */
  readonly marks: readonly VersionMark[];
  /** The worst skill first. */
  readonly groups: readonly QualityRow[];
  readonly groupCount: number;
  readonly coverage: readonly CoverageRow[];
  /** null for whoever sees some tenants only: what moved is that of all. */
  readonly drift: DriftView | null;
}

/** The page of quality. */
export async function qualityPage(view: PageView, query: QualityQuery): Promise<QualityPage> {
  const [scores, pools] = [await qualityScores(view, query), await viewPools(view)];
  const { lastDay, groups } = scores;
  const all = joinScores(groups.map((one) => one.scores));
  const accuracy = accuracyOf(all);
  const rows = rowsOf(groups, query);
  return {
    ...{ knownAt: view.at, isNow: view.isNow, timeZone: view.opened.policy.timezone },
    ...{ series: view.tick.facts.series.length, days: query.days, by: query.by, horizon: query.horizon ?? null },
    horizons: await horizonsOf(view, lastDay),
    lastDay: lastDay < 0 ? null : lastDay,
    accuracy,
    calibration: calibrationOf(all),
    warnings: warningsOf(
      groups.map((one) => one.scores),
      all,
      query.days,
    ),
    plumbing: plumbingOf(all, query.days),
    backfill: scores.backfill,
    daily: errorDays(scores.course),
    marks: versionMarks(pools),
    groups: rows.slice(0, MOST_GROUPS),
    groupCount: rows.length,
    coverage: coverageRows(groups),
    drift: view.scope.tenants === undefined ? await driftView(view) : null,
  };
}

/** Days ahead for which forecasts of a day were made. */
export function horizonsOf({ once, ledger, at }: PageView, day: number): Promise<readonly number[]> {
  if (day < 0) return Promise.resolve([]);
  return once.of(`horizons of ${day}`, async () => {
    const { asOfDay } = await ledger.forecasts({ from: day, to: day, knownAt: at, arms: ['champion'] });
    return [...new Set(Array.from(asOfDay, (asOf) => day - asOf))].sort((a, b) => a - b);
  });
}

function rowsOf(groups: readonly ScoredGroup[], { by, days }: QualityQuery): QualityRow[] {
  return [...grouped(groups, (one) => one[by])]
    .map(([name, own]) => rowOf(name, own, days))
    .sort((a, b) => (a.skill ?? Infinity) - (b.skill ?? Infinity) || b.graded - a.graded);
}

function grouped<K>(groups: readonly ScoredGroup[], keyOf: (one: ScoredGroup) => K): Map<K, PoolScores[]> {
  const found = new Map<K, PoolScores[]>();
  for (const one of groups) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one.scores]);
  return found;
}

function rowOf(name: string | null, own: readonly PoolScores[], days: number): QualityRow {
  const all = joinScores(own);
  const { graded, mae, bias, naive } = accuracyOf(all);
  const { coverage80, coverage95 } = calibrationOf(all);
  const { warned, cameTrue: right, missed } = warningsOf(own, all, days);
  return {
    ...{ name, graded, mae, bias, naive: naive.mae, skill: naive.skill },
    ...{ covered80: coverage80.share, covered95: coverage95.share, warned, right, missed },
  };
}

function coverageRows(groups: readonly ScoredGroup[]): CoverageRow[] {
  return [...grouped(groups, ({ source }) => source)].flatMap(([name, own]) => {
    const { coverage80, coverage95 } = calibrationOf(joinScores(own));
    if (coverage80.share === null) return [];
    return [{ name, graded: coverage80.graded, ranges: [covered(coverage80), covered(coverage95)] as const }];
  });
}

function covered({ nominal, share, low, high, verdict }: Calibration['coverage80']): CoveredShare {
  return { nominal, share, low, high, verdict };
}

/** The errors of each day of scores. */
export function errorDays({ days, sums }: PoolScores): ErrorDay[] {
  const mean = (sum: number, count: number) => (count > 0 ? sum / count : null);
  return Array.from(days, (day, row) => ({
    day,
    graded: sums.graded[row]!,
    mae: mean(sums.absoluteErrorBesideNaive[row]!, sums.withNaive[row]!),
    naive: mean(sums.naiveAbsoluteError[row]!, sums.withNaive[row]!),
  }));
}

/** What somebody found in all inputs; where nobody has looked, what results and forecasts show by themselves. */
function driftView(view: PageView): Promise<DriftView> {
  const { once, ledger, at, tick } = view;
  return once.of(`drift to ${tick.gradedUpTo}`, async () => {
    const kept = await keptDrift(ledger, at);
    const rows = kept?.rows ?? (await ownDrift(view));
    const costly = rows.filter(({ verdict }) => verdict === 'fail').length;
    const looked = kept === undefined || kept.version === null ? null : { at: kept.at, version: kept.version };
    return { rows: rows.slice(0, MOST_DRIFT), costly, looked };
  });
}

async function ownDrift(view: PageView): Promise<DriftView['rows']> {
  const { pools, lastDay } = await viewPools(view);
  const all = joinScores(pools.map(({ recent }) => recent));
  const rows = driftOf(await driftInputs(pools, lastDay, {}), accuracyOf(all).mae ?? Number.NaN);
  return rows.map((row) => ({ ...row, meaning: row.name }));
}

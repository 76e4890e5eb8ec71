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
import { qualityScores, type QualityQuery, type ScoredGroup } from './quality-scores.js';
import { versionMarks, type VersionMark } from './version-marks.js';

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

/** The page of quality. What takes long is made once for all who look at the same part. */
export async function qualityPage(view: PageView, query: QualityQuery): Promise<QualityPage> {
  const { tenants, owner, source } = view.scope;
  const name = JSON.stringify(['quality', view.tick.pools.lastDay, tenants, owner, source, query]);
  return {
    ...{ knownAt: view.at, isNow: view.isNow, timeZone: view.opened.policy.timezone },
    ...{ series: view.tick.facts.series.length, days: query.days, by: query.by, horizon: query.horizon ?? null },
    ...(await view.once.of(name, () => qualityFigures(view, query))),
  };
}

async function qualityFigures(view: PageView, query: QualityQuery) {
  const scores = await qualityScores(view, query);
  const { lastDay, groups } = scores;
  const parts = groups.map((one) => one.scores);
  // Each score is added up once for the rows; all together is the sum of a few rows.
  const byRow = grouped(groups, (one) => one[query.by]);
  const all = joinScores([...byRow.values()].map(({ joined }) => joined));
  const rows = rowsOf(byRow, query);
  const bySource = query.by === 'source' ? byRow : grouped(groups, ({ source }) => source);
  return {
    horizons: await horizonsOf(view, lastDay),
    lastDay: lastDay < 0 ? null : lastDay,
    accuracy: accuracyOf(all),
    calibration: calibrationOf(all),
    warnings: warningsOf(parts, all, query.days),
    plumbing: plumbingOf(all, query.days),
    backfill: scores.backfill,
    daily: errorDays(scores.course),
    marks: versionMarks(view.tick.pools),
    groups: rows.slice(0, MOST_GROUPS),
    groupCount: rows.length,
    coverage: coverageRows(bySource),
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

/** The scores of a row of the table, each and together. */
interface RowScores {
  readonly own: readonly PoolScores[];
  readonly joined: PoolScores;
}

function grouped(
  groups: readonly ScoredGroup[],
  keyOf: (one: ScoredGroup) => string | null,
): ReadonlyMap<string | null, RowScores> {
  const found = new Map<string | null, PoolScores[]>();
  for (const one of groups) {
    const own = found.get(keyOf(one));
    if (own) own.push(one.scores);
    else found.set(keyOf(one), [one.scores]);
  }
  return new Map([...found].map(([key, own]) => [key, { own, joined: joinScores(own) }]));
}

function rowsOf(byRow: ReadonlyMap<string | null, RowScores>, { days }: QualityQuery): QualityRow[] {
  return [...byRow]
    .map(([name, scores]) => rowOf(name, scores, days))
    .sort((a, b) => (a.skill ?? Infinity) - (b.skill ?? Infinity) || b.graded - a.graded);
}

function rowOf(name: string | null, { own, joined }: RowScores, days: number): QualityRow {
  const { graded, mae, bias, naive } = accuracyOf(joined);
  const { coverage80, coverage95 } = calibrationOf(joined);
  const { warned, cameTrue: right, missed } = warningsOf(own, joined, days);
  return {
    ...{ name, graded, mae, bias, naive: naive.mae, skill: naive.skill },
    ...{ covered80: coverage80.share, covered95: coverage95.share, warned, right, missed },
  };
}

function coverageRows(bySource: ReadonlyMap<string | null, RowScores>): CoverageRow[] {
  return [...bySource].flatMap(([name, { joined }]) => {
    const { coverage80, coverage95 } = calibrationOf(joined);
    if (coverage80.share === null) return [];
    return [
      { name: name ?? '', graded: coverage80.graded, ranges: [covered(coverage80), covered(coverage95)] as const },
    ];
  });
}

function covered({ nominal, share, low, high, verdict }: Calibration['coverage80']): CoveredShare {
  return { nominal, share, low, high, verdict };
}

/** The errors of each day that has forecasts, of all scores together. */
function errorDays(parts: readonly PoolScores[]): ErrorDay[] {
  const byDay = new Map<number, { graded: number; count: number; own: number; naive: number }>();
  for (const { days, sums } of parts) {
    days.forEach((day, row) => {
      const known = byDay.get(day) ?? { graded: 0, count: 0, own: 0, naive: 0 };
      byDay.set(day, known);
      known.graded += sums.graded[row]!;
      known.count += sums.withNaive[row]!;
      known.own += sums.absoluteErrorBesideNaive[row]!;
      known.naive += sums.naiveAbsoluteError[row]!;
    });
  }
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([day, { graded, count, own, naive }]) => ({
      ...{ day, graded, mae: count > 0 ? own / count : null, naive: count > 0 ? naive / count : null },
    }));
}

/** What somebody found in all inputs; where nobody has looked, what results and forecasts show by themselves. */
function driftView(view: PageView): Promise<DriftView> {
  const { once, ledger, at, tick } = view;
  return once.of(`drift to ${tick.pools.lastDay}`, async () => {
    const kept = await keptDrift(ledger, at);
    const rows = kept?.rows ?? (await ownDrift(view));
    const costly = rows.filter(({ verdict }) => verdict === 'fail').length;
    const looked = kept === undefined || kept.version === null ? null : { at: kept.at, version: kept.version };
    return { rows: rows.slice(0, MOST_DRIFT), costly, looked };
  });
}

async function ownDrift(view: PageView): Promise<DriftView['rows']> {
  const { pools, lastDay } = view.tick.pools;
  const all = joinScores(pools.map(({ recent }) => recent));
  const rows = driftOf(await driftInputs(pools, lastDay, {}), accuracyOf(all).mae ?? Number.NaN);
  return rows.map((row) => ({ ...row, meaning: row.name }));
}

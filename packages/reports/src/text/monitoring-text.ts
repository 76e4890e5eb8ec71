import type { MonthSkill, PoolReport, WindowReport } from '@dqs/monitoring';
import type { LedgerMonitoring } from '@dqs/pipelines';

import { poolName } from '../charts/data/monitoring.js';
import { colored } from './colors.js';
import { counted, fixed, percent, whole } from './numbers.js';
import { inLine } from './printable.js';
import { textTable, type TableColumn } from './table.js';

/** Pools and drifted inputs that are named. */
const MOST_NAMED = 20;

/** How monitoring is shown. */
export interface MonitoringView {
  readonly store: string;
  /** Where the page was written, if it was. */
  readonly html?: string;
}

/** What graded forecasts tell, for the terminal: the verdict first, then windows, pools, drift and months. */
export function monitoringText(report: LedgerMonitoring, { store, html }: MonitoringView): string {
  const { lastDate, pools, drift, windows, months } = report;
  if (lastDate === null) return emptyText(store);
  const parts = [
    `${lastDate}, known at ${report.knownAt.slice(0, 16).replace('T', ' ')} UTC: ${colored(colorOf(report), monitoringVerdict(report))}\n`,
    windowsTable(windows),
    poolsTable(pools),
    drift.some(({ verdict }) => verdict === 'fail') ? driftTable(report) : '',
    monthsTable(months),
    plumbingLine(report),
    html === undefined ? '' : `Report written to ${inLine(html)}\n`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function emptyText(store: string): string {
  return (
    `no forecast that was issued before its result has been graded in ${inLine(store)}\n` +
    `dqs forecast issue --store ${inLine(store)} issues a day's; after its results, dqs ledger collect and dqs ledger grade score them\n`
  );
}

/** The outcome in a sentence or two. */
export function monitoringVerdict(report: LedgerMonitoring): string {
  const { pools, degraded, drift } = report;
  const { accuracy } = windowOf(report, 28);
  const { skill, mae } = accuracy.naive;
  const worse = degraded.flatMap(({ members }) => members).length;
  const risen = pools.filter((pool) => !pool.isDegraded && hasRisen(pool)).length;
  const drifted = drift.filter(({ verdict }) => verdict === 'fail').length;
  const base =
    skill === null
      ? 'no naive forecast to compare with'
      : `the error is ${percent(Math.abs(skill))} ${skill >= 0 ? 'below' : 'above'} that of the naive forecast (${fixed(mae)} points)`;
  const findings = [
    worse === 0
      ? ''
      : `${whole(worse)} of ${counted(pools.length, 'pool')} ${worse === 1 ? 'has become worse than its' : 'have become worse than their'} backtest`,
    risen === 0 ? '' : `${counted(risen, 'pool is', 'pools are')} above it in a window`,
    drifted === 0 ? '' : `drift that costs in ${counted(drifted, 'quantity', 'quantities')}`,
  ].filter((part) => part !== '');
  return `${base}; ${findings.length === 0 ? 'nothing has become worse' : findings.join(', ')}.`;
}

/** The window of that many days. */
export function windowOf({ windows }: LedgerMonitoring, days: number): WindowReport {
  return windows.find((one) => one.days === days)!;
}

/** Whether a window of a pool is above its reference. */
export function hasRisen({ windowVerdicts }: PoolReport): boolean {
  return windowVerdicts.some(({ verdict }) => verdict === 'fail');
}

/** In a word, whether a pool has become worse. */
export function poolState(pool: PoolReport): 'degraded' | 'above its backtest' | 'as before' | 'too early to tell' {
  if (pool.isDegraded) return 'degraded';
  if (hasRisen(pool)) return 'above its backtest';
  return pool.evidence.reference.from === 'none' ? 'too early to tell' : 'as before';
}

function colorOf(report: LedgerMonitoring): 'green' | 'yellow' | 'red' {
  if (report.degraded.length > 0) return 'red';
  return report.pools.some(hasRisen) || report.drift.some(({ verdict }) => verdict === 'fail') ? 'yellow' : 'green';
}

const numbers = (...titles: string[]): TableColumn[] => titles.map((title) => ({ title, align: 'right' }));

function windowsTable(windows: readonly WindowReport[]): string {
  const columns = numbers(
    'days',
    'graded',
    'MAE',
    'naive',
    'skill',
    'bias',
    'CRPS',
    'in 80 %',
    'in 95 %',
    'warned',
    'right',
    'missed',
  );
  const rows = windows.map(({ days, accuracy, calibration, warnings }) => [
    String(days),
    whole(accuracy.graded),
    fixed(accuracy.mae),
    fixed(accuracy.naive.mae),
    percent(accuracy.naive.skill),
    fixed(accuracy.bias),
    fixed(accuracy.crps),
    percent(calibration?.coverage80.share),
    percent(calibration?.coverage95.share),
    ...(warnings ? [warnings.warned, warnings.cameTrue, warnings.missed].map(whole) : ['', '', '']),
  ]);
  return textTable(columns, rows);
}

function poolsTable(pools: readonly PoolReport[]): string {
  const columns: TableColumn[] = [
    { title: 'pool, worst skill first' },
    ...numbers('graded', 'MAE', 'naive', 'skill', 'in 80 %', 'warned', 'right', 'e'),
    { title: 'losses' },
    { title: 'pages' },
  ];
  const rows = pools
    .slice(0, MOST_NAMED)
    .map((one) => [
      poolName(one.pool),
      whole(one.accuracy.graded),
      fixed(one.accuracy.mae),
      fixed(one.accuracy.naive.mae),
      percent(one.accuracy.naive.skill),
      percent(one.calibration.coverage80.share),
      whole(one.warnings.warned),
      whole(one.warnings.cameTrue),
      evidenceText(one.evidence.degradation.eValue),
      poolState(one),
      one.evidence.earned.earned ? 'earned' : 'not earned',
    ]);
  const left = pools.length - MOST_NAMED;
  return textTable(columns, rows) + (left > 0 ? `${counted(left, 'more pool')}; --json has all\n` : '');
}

function driftTable({ drift }: LedgerMonitoring): string {
  const columns = [{ title: 'drift that costs' }, ...numbers('PSI', 'limit', 'missing', 'before', 'q', 'of the error')];
  const rows = drift
    .filter(({ verdict }) => verdict === 'fail')
    .slice(0, MOST_NAMED)
    .map(({ name, statistics, qValue, ofTheError }) => [
      name,
      fixed(statistics.psi),
      fixed(statistics.psiLimit),
      percent(statistics.missingShare),
      percent(statistics.referenceMissingShare),
      fixed(qValue, 3),
      percent(ofTheError),
    ]);
  return textTable(columns, rows);
}

function monthsTable(months: readonly MonthSkill[]): string {
  const columns = [{ title: 'month' }, ...numbers('graded', 'MAE', 'naive', 'skill', 'bad', 'warned', 'right')];
  const rows = months
    .filter(({ pool }) => pool === null)
    .map((one) => [
      one.month,
      whole(one.graded),
      fixed(one.mae),
      fixed(one.naiveMae),
      percent(one.skill),
      ...[one.below, one.warned, one.warnedTrue].map(whole),
    ]);
  return textTable(columns, rows);
}

function plumbingLine(report: LedgerMonitoring): string {
  const { issued, due, ungraded, intervened, coldStarts, corrections } = windowOf(report, 28).plumbing;
  return (
    `28 days: ${whole(issued)} of ${counted(due, 'forecast')} issued, ${whole(ungraded)} ungraded, ${whole(intervened)} intervened, ` +
    `${counted(coldStarts, 'cold start')}, ${counted(corrections, 'correction')}; ${whole(report.backfill)} issued after the result and left out\n`
  );
}

/** An e-value as people read it: one decimal up to a thousand. */
export function evidenceText(value: number | null): string {
  if (value === null) return '';
  return value < 1000 ? fixed(value, 1) : value >= 1e6 ? 'above 1,000,000' : whole(value);
}

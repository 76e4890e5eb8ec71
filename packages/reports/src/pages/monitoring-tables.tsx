/** @jsxRuntime automatic */
import { MS_PER_HOUR } from '@dqs/core';
import type { DriftRow, MonthSkill, PoolReport, WindowReport } from '@dqs/monitoring';
import type { LedgerMonitoring } from '@dqs/pipelines';
import type { ReactNode } from 'react';

import { poolName } from '../charts/data/monitoring.js';
import { Card, Empty } from '../components/card.js';
import { DataTable, numberColumns, type Column } from '../components/data-table.js';
import { State } from '../components/state.js';
import { evidenceText, poolState, windowOf } from '../text/monitoring-text.js';
import { counted, whole } from '../text/numbers.js';
import { shown, signed } from '../text/typeset.js';

const percent = (share: number | null) => shown(share === null ? null : 100 * share, 1);
const signedPercent = (share: number | null) => (share === null ? '–' : `${signed(100 * share, 1)}\u00a0%`);

const POOL_STATES = {
  degraded: 'failing',
  'above its backtest': 'watch',
  'as before': 'ok',
  'too early to tell': 'unknown',
} as const;

const POOL_COLUMNS: readonly Column[] = [
  { title: 'pool', kind: 'name' },
  { title: 'losses', kind: 'text' },
  ...['graded', 'MAE', 'naive', 'skill', 'bias', '80 %', '95 %', 'warned', 'right', 'missed', 'e worse'].map(
    (title): Column => ({ title, kind: 'number' }),
  ),
  { title: 'pages', kind: 'text' },
];

/** Every pool, the worst skill first, with whether it has become worse and may page. */
export function PoolCard({ pools }: { readonly pools: readonly PoolReport[] }) {
  const rows = pools.map((one): ReactNode[] => {
    const { accuracy, calibration, warnings, evidence } = one;
    const state = poolState(one);
    return [
      poolName(one.pool),
      <State state={POOL_STATES[state]} word={state} key="state" />,
      whole(accuracy.graded),
      shown(accuracy.mae),
      shown(accuracy.naive.mae),
      signedPercent(accuracy.naive.skill),
      signed(accuracy.bias),
      percent(calibration.coverage80.share),
      percent(calibration.coverage95.share),
      ...[warnings.warned, warnings.cameTrue, warnings.missed].map(whole),
      evidenceText(evidence.degradation.eValue) || '–',
      evidence.earned.earned ? 'earned' : `not earned, e = ${evidenceText(evidence.earned.eValue)} of 20`,
    ];
  });
  const footer =
    'e is the evidence that losses have risen above those of the backtest, at any look: 40 is an alarm. Degraded is what e-BH finds over sources and pools; above its backtest what a window of 1, 7, 28 or 90 days shows.';
  return (
    <Card title="By rule, level and source" note="28 days, worst skill first" footer={footer} wide flow>
      <DataTable label="Pools" columns={POOL_COLUMNS} rows={rows} />
    </Card>
  );
}

/** What has moved, by what it costs; what costs too little is counted. */
export function DriftCard({ drift }: { readonly drift: readonly DriftRow[] }) {
  if (drift.length === 0) {
    const why = 'It takes 28 days before the last 28, or the profile of a model.';
    return (
      <Card title="Drift that costs" wide>
        <Empty title="Nothing to compare with yet" why={why} />
      </Card>
    );
  }
  const columns: readonly Column[] = [
    { title: 'quantity', kind: 'name' },
    { title: 'verdict', kind: 'text' },
    ...['PSI', 'limit', 'KS', 'missing, %', 'before', 'outside, %', 'q', 'expected loss', 'of the error, %'].map(
      (title): Column => ({ title, kind: 'number' }),
    ),
  ];
  const rows = drift.map(({ name, verdict, statistics, qValue, expectedLoss, ofTheError }) => [
    name,
    <State
      state={verdict === 'fail' ? 'failing' : verdict === 'pass' ? 'ok' : 'unknown'}
      word={verdict === 'fail' ? 'costs' : verdict === 'pass' ? 'quiet' : 'cost unknown'}
      key="state"
    />,
    shown(statistics.psi),
    shown(statistics.psiLimit),
    shown(statistics.ks),
    percent(statistics.missingShare),
    percent(statistics.referenceMissingShare),
    percent(statistics.outsideShare),
    shown(qValue, 3),
    shown(expectedLoss),
    percent(ofTheError),
  ]);
  return (
    <Card
      title="Drift that costs"
      note="28 days against the reference, ranked by expected loss in points"
      footer="A quantity counts if PSI is above the limit for its size or the share of missing values has moved by 5 points, the test by days rejects (q at most 0.05), and the expected loss is at least 5 % of the error."
      wide
      flow
    >
      <DataTable label="Drift" columns={columns} rows={rows} />
    </Card>
  );
}

/** Months that a table has room for. */
const MOST_MONTHS = 13;

/** Skill by month, of all pools together and of each. */
export function MonthCard({
  months,
  pools,
}: {
  readonly months: readonly MonthSkill[];
  readonly pools: readonly PoolReport[];
}) {
  const names = [...new Set(months.map(({ month }) => month))].slice(-MOST_MONTHS);
  const cells = new Map(months.map((one) => [`${one.month} ${one.pool ? poolName(one.pool) : ''}`, one]));
  const rowOf = (title: string, key: string) => [
    title,
    ...names.map((month) => signedPercent(cells.get(`${month} ${key}`)?.skill ?? null)),
  ];
  const rows = [rowOf('all pools', ''), ...pools.map(({ pool }) => rowOf(poolName(pool), poolName(pool)))];
  return (
    <Card title="Skill by month and pool" note="share of the naive forecast’s error that is spared" wide flow>
      <DataTable label="Skill by month and pool" columns={numberColumns('pool', names, 'name')} rows={rows} />
    </Card>
  );
}

/** Whether forecasts are issued and results arrive. */
export function PlumbingCard({ windows }: { readonly windows: readonly WindowReport[] }) {
  const titles = [
    'issued',
    'due',
    'graded',
    'ungraded',
    'executions, % of usual',
    'errors, %',
    'delay, h',
    'corrections',
  ];
  const rows = windows.map(({ days, plumbing }) => [
    counted(days, 'day'),
    ...[plumbing.issued, plumbing.due, plumbing.graded, plumbing.ungraded].map(whole),
    percent(plumbing.executionsOfUsual),
    percent(plumbing.errorShare),
    shown(plumbing.arrivalDelayMs === null ? null : plumbing.arrivalDelayMs / MS_PER_HOUR, 1),
    whole(plumbing.corrections),
  ]);
  return (
    <Card title="Plumbing" note="forecasts that are due, results that arrive" wide>
      <DataTable label="Plumbing" columns={numberColumns('window', titles)} rows={rows} />
    </Card>
  );
}

/** What the figures leave out. */
export function LeftOutCard({ report }: { readonly report: LedgerMonitoring }) {
  const { ungraded, intervened, coldStarts, corrections } = windowOf(report, 28).plumbing;
  const rows = [
    ['Issued after the first result, so not live, in 90 days', whole(report.backfill)],
    ['No executions, so ungraded', whole(ungraded)],
    ['Intervened: a person acted in time', whole(intervened)],
    ['Cold start: the series was new to the model (in the figures)', whole(coldStarts)],
    ['Corrections of results that had been graded (in the figures)', whole(corrections)],
  ];
  return (
    <Card title="What these figures leave out" note="28 days" wide>
      <DataTable label="What these figures leave out" columns={numberColumns('what', ['forecasts'])} rows={rows} />
    </Card>
  );
}

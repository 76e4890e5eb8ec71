import type { FaultOutcome, MonthScores, OtherFinding, SimulationReport } from '@dqs/pipelines';

import { alertSimulationText } from './alerting-text.js';
import { counted, fixed, whole } from './numbers.js';
import { textTable, type TableColumn } from './table.js';

const HOW: Readonly<Record<NonNullable<FaultOutcome['found']>['by'], string>> = {
  surprise: 'results worse than chance explains',
  degraded: 'losses higher than they were',
  silent: 'source silent',
  known: 'delivery known already',
  replaced: 'delivery replaced',
};

/** A simulated operation for the terminal: month by month, then what was planted and what was found of it. */
export function simulationText(report: SimulationReport): string {
  const { from, to, days, deliveries, forecasts, grades, months, faults, others, alerts } = report;
  const parts = [
    `${counted(days, 'day')} from ${from} to ${to}: ${counted(deliveries, 'delivery', 'deliveries')}, ${counted(forecasts, 'forecast')}, ${counted(grades, 'grade')}\n`,
    monthsTable(months),
    faults.length === 0 ? '' : faultsTable(faults),
    othersText(others),
    alerts === null ? '' : alertSimulationText(alerts),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

const right = 'right' as const;

function monthsTable(months: readonly MonthScores[]): string {
  const columns: readonly TableColumn[] = [
    { title: 'month' },
    ...['graded', 'MAE', 'naive', 'skill %', 'CRPS', '80 %', '95 %', 'warnings', 'came true %', 'foretold %'].map(
      (title) => ({ title, align: right }),
    ),
  ];
  const percent = (share: number | null) => fixed(share === null ? null : 100 * share, 1);
  const rows = months.map((one) => [
    one.month,
    whole(one.graded),
    fixed(one.mae),
    fixed(one.naiveMae),
    percent(one.skill),
    fixed(one.crps),
    percent(one.coverage80),
    percent(one.coverage95),
    whole(one.warnings),
    percent(one.precision),
    percent(one.recall),
  ]);
  return textTable(columns, rows);
}

function faultsTable(faults: readonly FaultOutcome[]): string {
  const columns: readonly TableColumn[] = [
    { title: 'planted' },
    { title: 'found' },
    { title: 'days later', align: right },
    { title: 'by' },
  ];
  const rows = faults.map(({ fault, found }) => [
    fault,
    found?.date ?? 'no',
    found === null ? '' : whole(found.delayDays),
    found === null ? '' : HOW[found.by],
  ]);
  return textTable(columns, rows);
}

function othersText(others: readonly OtherFinding[]): string {
  if (others.length === 0) return 'nothing was found that was not planted\n';
  const days = new Set(others.map(({ date }) => date)).size;
  const kinds = [...new Set(others.map(({ kind }) => kind))].sort();
  const counts = kinds.map((kind) => `${HOW[kind]} ${whole(others.filter((one) => one.kind === kind).length)}`);
  return `found beside it, on ${counted(days, 'day')}: ${counts.join(', ')}\n`;
}

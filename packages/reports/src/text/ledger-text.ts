import type { GradedRow, GradeSummary, Intervention } from '@dqs/ledger';

import { minuteText } from './deliveries-text.js';
import { fixed, percent, whole } from './numbers.js';
import { inLine } from './printable.js';
import { textTable, type TableColumn } from './table.js';

const right = (title: string): TableColumn => ({ title, align: 'right' });

/** What the grades of some days come to. */
export interface GradesShown {
  /** `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /** ISO 8601; undefined for all that is known. */
  readonly knownAt?: string | undefined;
  readonly summaries: readonly GradeSummary[];
  /** The greatest errors first. */
  readonly worst: readonly GradedRow[];
}

/** Summaries of grades, and the forecasts that were furthest off. */
export function gradesText({ from, to, knownAt, summaries, worst }: GradesShown): string {
  const known = knownAt === undefined ? '' : `, as known at ${knownAt}`;
  const days = from === to ? from : `${from} to ${to}`;
  if (summaries.length === 0) return `no forecasts of ${days}${known}\n`;
  const graded = summaries.reduce((sum, summary) => sum + summary.graded, 0);
  const rest = graded === 0 ? NOTHING_GRADED : `\n${worstTable(worst)}`;
  return `Forecasts of ${days}${known}; errors in percentage points\n\n${summaryTable(summaries)}${rest}`;
}

const NOTHING_GRADED =
  '\nNothing is graded: no results have arrived, or dqs ledger collect and dqs ledger grade have not run\n';

function summaryTable(summaries: readonly GradeSummary[]): string {
  const columns = [
    ...[{ title: 'arm' }, { title: 'model' }, { title: 'standing' }, right('forecasts'), right('graded')],
    ...[right('ungraded'), right('intervened'), right('MAE'), right('naive MAE'), right('skill'), right('CRPS')],
    ...[right('bias'), right('in 80 %'), right('in 95 %')],
  ];
  const rows = summaries.map((one) => [
    ...[one.arm, `${one.model}@${one.version}`, one.standing, whole(one.forecasts), whole(one.graded)],
    ...[whole(one.ungraded), whole(one.intervened), fixed(one.mae), fixed(one.naiveMae), percent(one.skill)],
    ...[fixed(one.crps), fixed(one.bias), percent(one.coverage80), percent(one.coverage95)],
  ]);
  return textTable(columns, rows);
}

function worstTable(worst: readonly GradedRow[]): string {
  const columns = [
    ...[{ title: 'date' }, { title: 'dataset' }, { title: 'rule' }, { title: 'arm' }, right('predicted %')],
    ...[right('80 % range'), right('actual %'), right('error'), right('naive error'), right('below target %')],
    ...[{ title: 'standing' }, { title: 'forecast' }],
  ];
  const rows = worst.map((row) => [
    ...[row.businessDate, row.datasetName || row.datasetUuid, row.ruleCode, row.arm],
    ...[fixed(row.predictedPassPercentage), `${fixed(row.lower80)} to ${fixed(row.upper80)}`],
    ...[fixed(row.actualPassPercentage), fixed(row.error), row.naiveError === null ? '-' : fixed(row.naiveError)],
    ...[fixed(100 * row.pBelowTarget), row.standing, row.forecastId],
  ]);
  return textTable(columns, rows);
}

/** One forecast and all that became of it. */
export interface LedgerForecastShown {
  readonly forecast: GradedRow;
  readonly revisions: readonly {
    readonly entry: number;
    readonly arrivedAt: string;
    readonly delivery: string;
    readonly passes: number;
    readonly fails: number;
    readonly errors: number;
  }[];
  readonly interventions: readonly Pick<Intervention, 'by' | 'reason' | 'at'>[];
}

/** A forecast, the results of its day as they came, and its grade. */
export function ledgerForecastText({ forecast, revisions, interventions }: LedgerForecastShown): string {
  const naive = forecast.naivePassPercentage === null ? 'none' : `${fixed(forecast.naivePassPercentage)} %`;
  const range = (low: number, high: number) => `${fixed(low)} to ${fixed(high)} %`;
  const lines: readonly (readonly [string, string])[] = [
    [
      'series',
      `${forecast.datasetName || forecast.datasetUuid}, rule ${forecast.ruleCode}, tenant ${forecast.tenantId || '""'}`,
    ],
    ['day', `${forecast.businessDate}, from results up to ${forecast.asOfDate} (${forecast.horizon} ahead)`],
    ['made', `${minuteText(forecast.issuedAt)} UTC, from what was known at ${minuteText(forecast.knownAt)}`],
    ['by', `${forecast.model}@${forecast.modelVersion} as ${forecast.arm}, ${forecast.standing}`],
    ['predicted', `${fixed(forecast.predictedPassPercentage)} %, mean ${fixed(forecast.expectedPassPercentage)} %`],
    ['80 of 100 days', range(forecast.lower80, forecast.upper80)],
    ['95 of 100 days', range(forecast.lower95, forecast.upper95)],
    ['below target', `${fixed(100 * forecast.pBelowTarget)} % for a target of ${forecast.targetPercentage} %`],
    ['naive', naive],
    ...(forecast.flags.length > 0 ? [['flags', forecast.flags.join(' ')] as const] : []),
    ['grade', gradeText(forecast)],
    ...interventions.map(
      ({ by, reason, at }) => ['intervened', `${by}, ${minuteText(new Date(at).toISOString())}: ${reason}`] as const,
    ),
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  const facts = lines.map(([name, value]) => `${name.padEnd(width)}  ${inLine(value)}\n`).join('');
  return `forecast ${forecast.forecastId}\n\n${facts}\n${revisionsTable(revisions)}`;
}

function gradeText(row: GradedRow): string {
  if (row.status !== 'graded') return row.status;
  const naive = row.naiveError === null ? '' : `, naive ${fixed(row.naiveError)}`;
  const below = row.belowTarget ? 'below its target' : 'target reached';
  const covered = row.covered80 ? 'within 80 %' : row.covered95 ? 'outside 80 %, within 95 %' : 'outside 95 %';
  return `${fixed(row.actualPassPercentage)} % came, error ${fixed(row.error)}${naive}, CRPS ${fixed(row.crps)}, ${covered}, ${below}`;
}

function revisionsTable(revisions: LedgerForecastShown['revisions']): string {
  if (revisions.length === 0) return 'no results have arrived\n';
  const columns = [
    right('entry'),
    { title: 'arrived' },
    right('passes'),
    right('fails'),
    right('errors'),
    { title: 'delivery' },
  ];
  const rows = revisions.map(({ entry, arrivedAt, passes, fails, errors, delivery }) => [
    ...[String(entry), minuteText(arrivedAt), whole(passes), whole(fails), whole(errors), delivery],
  ]);
  return textTable(columns, rows);
}

/** A forecast that was made again. */
export interface ReplayShown {
  readonly forecastId: string;
  readonly isEqual: boolean;
  /** What differs. */
  readonly differences: readonly { readonly field: string; readonly kept: unknown; readonly replayed: unknown }[];
}

/** Whether a forecast that was made again is the one that was kept. */
export function replayedText({ forecastId, isEqual, differences }: ReplayShown): string {
  if (isEqual) return `forecast ${forecastId}: made again, and equal in every bit\n`;
  const rows = differences.map(({ field, kept, replayed }) => [field, JSON.stringify(kept), JSON.stringify(replayed)]);
  const table = textTable([{ title: 'field' }, { title: 'kept' }, { title: 'made again' }], rows);
  return `forecast ${forecastId}: made again, and different\n\n${table}`;
}

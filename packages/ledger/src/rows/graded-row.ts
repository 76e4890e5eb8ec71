import { FORECAST_COLUMNS, formatDay, type CsvValue, type ForecastRow } from '@dqs/core';

import type { Arm } from '../arms.js';
import { ledgerNumbers } from '../columns/forecast-columns.js';
import { idText } from '../forecast-id.js';
import type { LedgerForecasts } from '../records/forecasts.js';
import { GRADE_STATUS, type GradeNumber, type LedgerGrades } from '../records/grades.js';
import type { NumberedSeries } from '../records/series.js';

/** What became of a forecast. */
export type GradeStatus = keyof typeof GRADE_STATUS;

/** One forecast of the ledger with its grade. Survives JSON; missing is null, times are ISO 8601, dates `YYYY-MM-DD`. */
export interface GradedRow extends ForecastRow {
  readonly forecastId: string;
  readonly arm: Arm;
  readonly model: string;
  readonly issuedAt: string;
  readonly knownAt: string;
  readonly catalogDigest: string;
  readonly status: GradeStatus;
  /** `live` if it was issued before the first result of its day arrived. */
  readonly standing: 'live' | 'backfill';
  /** Journal entry of the result that it is graded by. */
  readonly revision: number | null;
  readonly gradedFrom: string | null;
  readonly actualExecutions: number | null;
  readonly actualPassPercentage: number | null;
  /** Predicted minus actual, percentage points, as the other losses. */
  readonly error: number | null;
  readonly absoluteError: number | null;
  readonly crps: number | null;
  readonly pinball: number | null;
  readonly covered80: boolean | null;
  readonly covered95: boolean | null;
  readonly belowTarget: boolean | null;
  readonly pit: number | null;
  readonly brier: number | null;
  readonly naiveError: number | null;
  readonly naiveBrier: number | null;
}

/** Names of the columns of {@link GradedRow}, in their order: what was forecast, then what became of it. */
export const GRADED_COLUMNS: readonly { readonly name: string; readonly key: keyof GradedRow }[] = [
  { name: 'forecast_id', key: 'forecastId' },
  { name: 'arm', key: 'arm' },
  { name: 'model', key: 'model' },
  { name: 'issued_at', key: 'issuedAt' },
  { name: 'known_at', key: 'knownAt' },
  { name: 'catalog_digest', key: 'catalogDigest' },
  ...FORECAST_COLUMNS.map(({ name, key }) => ({ name, key })),
  { name: 'status', key: 'status' },
  { name: 'standing', key: 'standing' },
  { name: 'revision', key: 'revision' },
  { name: 'graded_from', key: 'gradedFrom' },
  { name: 'actual_executions', key: 'actualExecutions' },
  { name: 'actual_pass_percentage', key: 'actualPassPercentage' },
  { name: 'error', key: 'error' },
  { name: 'absolute_error', key: 'absoluteError' },
  { name: 'crps', key: 'crps' },
  { name: 'pinball', key: 'pinball' },
  { name: 'covered_80', key: 'covered80' },
  { name: 'covered_95', key: 'covered95' },
  { name: 'below_target', key: 'belowTarget' },
  { name: 'pit', key: 'pit' },
  { name: 'brier', key: 'brier' },
  { name: 'naive_error', key: 'naiveError' },
  { name: 'naive_brier', key: 'naiveBrier' },
];

/** A row by the names of its columns: how it is written as JSON. */
export function gradedRecord(row: GradedRow): Readonly<Record<string, unknown>> {
  return Object.fromEntries(GRADED_COLUMNS.map(({ name, key }) => [name, row[key]]));
}

/** The values of a row for a CSV, in the order of its columns: numbers with all digits, lists separated by blanks. */
export function gradedFields(row: GradedRow): CsvValue[] {
  return GRADED_COLUMNS.map(({ key }) => {
    const value = row[key];
    if (typeof value === 'boolean') return String(value);
    return typeof value === 'object' && value !== null ? value.join(' ') : value;
  });
}

/** Columns of one answer of a ledger, as {@link gradedRow} takes them. */
export interface GradedSources {
  readonly forecasts: LedgerForecasts;
  /** Of the same query. */
  readonly grades: LedgerGrades;
  readonly seriesOf: (number: number) => NumberedSeries;
}

const STATUSES = Object.entries(GRADE_STATUS).sort(([, a], [, b]) => a - b) as [GradeStatus, number][];

/** One row of columns. */
export function gradedRow({ forecasts, grades, seriesOf }: GradedSources, row: number): GradedRow {
  return { ...forecastFacts(forecasts, row, seriesOf(forecasts.series[row]!)), ...gradeFacts(grades, row) };
}

function forecastFacts(forecasts: LedgerForecasts, row: number, series: NumberedSeries) {
  const { tenantId, datasetUuid, datasetName, ruleCode } = series;
  const [targetDay, asOfDay] = [forecasts.targetDay[row]!, forecasts.asOfDay[row]!];
  const { issuedAt, knownAt, arm, model, version, catalogDigest, flagNames } = forecasts.issues[forecasts.issue[row]!]!;
  const { naivePassPercentage, ...numbers } = ledgerNumbers((key) => forecasts.numbers[key][row]!);
  return {
    ...{ forecastId: idText(forecasts.ids, row), arm, model, issuedAt: timeText(issuedAt), knownAt: timeText(knownAt) },
    ...{ catalogDigest, tenantId, datasetUuid, datasetName, ruleCode },
    businessDate: formatDay(targetDay),
    asOfDate: formatDay(asOfDay),
    horizon: targetDay - asOfDay,
    ...numbers,
    naivePassPercentage: present(naivePassPercentage),
    flags: flagNames.filter((_, bit) => (forecasts.flags[row]! >> bit) & 1),
    modelVersion: version,
  };
}

function gradeFacts(grades: LedgerGrades, row: number) {
  const number = (key: GradeNumber) => present(grades.numbers[key][row]!);
  const isKnown = grades.executions[row]! > 0;
  const truth = (column: Uint8Array) => (isKnown ? column[row] === 1 : null);
  const error = number('error');
  return {
    status: STATUSES[grades.status[row]!]![0],
    standing: grades.live[row] === 1 ? ('live' as const) : ('backfill' as const),
    revision: grades.revision[row] === 0 ? null : grades.revision[row]!,
    gradedFrom: grades.revision[row] === 0 ? null : timeText(grades.knownFrom[row]!),
    actualExecutions: grades.revision[row] === 0 ? null : grades.executions[row]!,
    actualPassPercentage: number('actual'),
    error,
    absoluteError: error === null ? null : Math.abs(error),
    ...{ crps: number('crps'), pinball: number('pinball') },
    ...{ covered80: truth(grades.covered80), covered95: truth(grades.covered95), belowTarget: truth(grades.below) },
    ...{ pit: number('pit'), brier: number('brier') },
    ...{ naiveError: number('naiveError'), naiveBrier: number('naiveBrier') },
  };
}

function present(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

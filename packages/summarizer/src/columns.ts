import { formatDay, type RuleMetadata } from '@dqs/core';

import type { OutcomeRate } from './outcome-counts.js';
import type { Summary, SummaryRow } from './summary.js';
import { TREND_FLAGS, type SummaryProfile } from './trend.js';
import { DEFAULT_WINDOWS, type SummaryWindow } from './windows.js';

/**
 * What a column holds. `text` comes from the input, `date` is `YYYY-MM-DD`, `flag` is one of a few fixed words, `count`
 * is a whole number, `quantity` a number of 0 or more that may be missing, `rate` a double in 0..1.
 */
export type SummaryColumnKind = 'text' | 'date' | 'flag' | 'count' | 'quantity' | 'rate';

/** One column of the summary. */
export interface SummaryColumn {
  readonly name: string;
  readonly kind: SummaryColumnKind;
  /** The row's value: a number for `count`, `quantity` and `rate`, otherwise a text; undefined if missing. */
  readonly value: (row: SummaryRow) => string | number | undefined;
}

/** The part of a {@link Summary} that decides its columns and sentences. */
export type SummaryLayout = Pick<Summary, 'windows' | 'profile'>;

/** The columns of a summary, in order: 27 with three windows, three more with each further one. */
export function summaryColumns({ windows, profile }: SummaryLayout): SummaryColumn[] {
  return [
    ...keyColumns(),
    ...ruleColumns(),
    ...latestColumns(),
    ...countColumns('total', (row) => row.total),
    ...windows.flatMap(({ name }, i) => countColumns(name, (row) => row.windows[i]!)),
    rateColumn('total', (row) => row.total),
    ...windows.map(({ name }, i) => rateColumn(name, (row) => row.windows[i]!)),
    ...closingColumns(profile),
  ];
}

/** The names of the 27 columns with the default windows. */
export const SUMMARY_COLUMN_NAMES: readonly string[] = namesOf(DEFAULT_WINDOWS);

function namesOf(windows: readonly SummaryWindow[]): string[] {
  return summaryColumns({ windows, profile: 'compat' }).map(({ name }) => name);
}

function keyColumns(): SummaryColumn[] {
  return [
    { name: 'source', kind: 'text', value: ({ key }) => key.source },
    { name: 'tenant_id', kind: 'text', value: ({ key }) => key.tenantId },
    { name: 'dataset_uuid', kind: 'text', value: ({ key }) => key.datasetUuid },
    { name: 'dataset_name', kind: 'text', value: ({ key }) => key.datasetName },
    { name: 'rule_code', kind: 'text', value: ({ key }) => key.ruleCode },
  ];
}

function ruleColumns(): SummaryColumn[] {
  const column = (name: string, field: keyof RuleMetadata): SummaryColumn => {
    return { name, kind: 'text', value: ({ rule }) => rule?.[field] ?? '' };
  };
  return [
    column('rule_name', 'ruleName'),
    column('rule_type', 'ruleType'),
    column('dimension', 'dimension'),
    column('rule_description', 'ruleDescription'),
    column('category', 'category'),
  ];
}

function latestColumns(): SummaryColumn[] {
  return [
    { name: 'business_date_latest', kind: 'date', value: ({ latestDay }) => formatDay(latestDay) },
    { name: 'dataset_record_count_latest', kind: 'quantity', value: ({ recordCount }) => recordCount },
    { name: 'filtered_record_count_latest', kind: 'quantity', value: ({ filteredCount }) => filteredCount },
  ];
}

function countColumns(period: string, of: (row: SummaryRow) => OutcomeRate): SummaryColumn[] {
  return [
    { name: `pass_count_${period}`, kind: 'count', value: (row) => of(row).passes },
    { name: `fail_count_${period}`, kind: 'count', value: (row) => of(row).fails },
  ];
}

function rateColumn(period: string, of: (row: SummaryRow) => OutcomeRate): SummaryColumn {
  return { name: `fail_rate_${period}`, kind: 'rate', value: (row) => of(row).failRate };
}

function closingColumns(profile: SummaryProfile): SummaryColumn[] {
  return [
    { name: 'trend_flag', kind: 'flag', value: ({ trend }) => TREND_FLAGS[profile][trend] },
    { name: 'last_execution_level', kind: 'text', value: ({ level }) => level },
  ];
}

import { parseDay, type SummaryKey } from '@dqs/core';

import type { ColumnName } from './columns.js';
import type { HeaderLayout } from './locate-columns.js';
import { datasetUuidOf } from './dataset-uuid.js';
import type { DayParser } from './date-format.js';
import { cleanField, normalizeRuleCode } from './text.js';

/** Why a row cannot be used. */
export const REJECT_REASONS = {
  'business-date-invalid': 'business_date is not a date of the form YYYY-MM-DD, or of the date format that was told',
  'business-date-late': 'business_date is after the last date to read',
  'business-date-missing': 'business_date is empty',
  'column-count': 'the row and the header differ in the number of fields',
  'dataset-name-missing': 'dataset_name is empty, from which dataset_uuid is derived',
  'dataset-uuid-missing': 'dataset_uuid is empty',
  'invalid-utf-8': 'the row contains bytes that are not UTF-8',
  'malformed-json': 'the line is not a JSON object',
  'malformed-quotes': 'a quoted field is not closed where it should be',
  'nested-too-deep': 'a value is nested too deeply',
  'nul-byte': 'a field contains a NUL byte',
  'row-count-invalid': 'row_count is not a whole number from 1 to 2147483647',
  'rule-code-missing': 'rule_code is empty',
} as const;

/** A key of {@link REJECT_REASONS}. */
export type RejectReason = keyof typeof REJECT_REASONS;

/** The texts that identify a series, as in the input. */
export interface RawKey {
  readonly source: string;
  readonly tenantId: string;
  /** Undefined where it is derived from source and dataset name. */
  readonly datasetUuid: string | undefined;
  readonly datasetName: string;
  readonly ruleCode: string;
}

/** A row of the log as in the input; missing optional columns are "". */
export interface RawRow extends RawKey {
  readonly businessDate: string;
  readonly results: string;
  readonly level: string;
  readonly attribute: string;
  readonly recordCount: string;
  readonly filteredCount: string;
  /** How many equal executions the row stands for. @default 1 */
  readonly rowCount?: string;
}

/** A row of an input: constants, else what stands in a column. */
export function rowOf(
  { constants, isUuidDerived }: Pick<HeaderLayout, 'constants' | 'isUuidDerived'>,
  textOf: (column: ColumnName) => string,
): RawRow {
  const at = constants.size === 0 ? textOf : (column: ColumnName) => constants.get(column) ?? textOf(column);
  return {
    source: at('source'),
    tenantId: at('tenant_id'),
    datasetUuid: isUuidDerived ? undefined : at('dataset_uuid'),
    datasetName: at('dataset_name'),
    ruleCode: at('rule_code'),
    businessDate: at('business_date'),
    results: at('results'),
    level: at('level_of_execution'),
    attribute: at('attribute_name'),
    recordCount: at('dataset_record_count'),
    filteredCount: at('filtered_record_count'),
    rowCount: at('row_count'),
  };
}

/** The cleaned key of a row, or why the row cannot be used. */
export function interpretKey(raw: RawKey): SummaryKey | RejectReason {
  const [source, datasetName] = [cleanField(raw.source), cleanField(raw.datasetName)];
  if (raw.datasetUuid === undefined && datasetName === '') return 'dataset-name-missing';
  const key = {
    source,
    tenantId: cleanField(raw.tenantId),
    datasetUuid: raw.datasetUuid === undefined ? datasetUuidOf(source, datasetName) : cleanField(raw.datasetUuid),
    datasetName,
    ruleCode: normalizeRuleCode(raw.ruleCode),
  };
  if (key.datasetUuid === '') return 'dataset-uuid-missing';
  if (key.ruleCode === '') return 'rule-code-missing';
  return key;
}

/**
 * The day of a row, or why the row cannot be used.
 *
 * @param maxDay the last day to read; Infinity for any.
 * @param parse reads a date. @default YYYY-MM-DD
 */
export function interpretDay(text: string, maxDay: number, parse: DayParser = parseDay): number | RejectReason {
  const trimmed = cleanField(text);
  if (trimmed === '') return 'business-date-missing';
  const day = parse(trimmed);
  if (day === undefined) return 'business-date-invalid';
  return day > maxDay ? 'business-date-late' : day;
}

/** Whether a text contains something no field may contain. */
export function hasNul(text: string): boolean {
  return text.includes('\0');
}

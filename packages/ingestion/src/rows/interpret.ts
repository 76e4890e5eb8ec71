import { parseDay, type SummaryKey } from '@dqs/core';

import { cleanField, normalizeRuleCode } from './text.js';

/** Why a row cannot be used. */
export const REJECT_REASONS = {
  'business-date-invalid': 'business_date is not a date of the form YYYY-MM-DD',
  'business-date-late': 'business_date is after the last date to read',
  'business-date-missing': 'business_date is empty',
  'column-count': 'the row and the header differ in the number of fields',
  'dataset-uuid-missing': 'dataset_uuid is empty',
  'invalid-utf-8': 'the row contains bytes that are not UTF-8',
  'malformed-json': 'the line is not a JSON object',
  'malformed-quotes': 'a quoted field is not closed where it should be',
  'nested-too-deep': 'a value is nested too deeply',
  'nul-byte': 'a field contains a NUL byte',
  'rule-code-missing': 'rule_code is empty',
} as const;

/** A key of {@link REJECT_REASONS}. */
export type RejectReason = keyof typeof REJECT_REASONS;

/** The texts that identify a series, as in the input. */
export interface RawKey {
  readonly source: string;
  readonly tenantId: string;
  readonly datasetUuid: string;
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
}

/** The cleaned key of a row, or why the row cannot be used. */
export function interpretKey(raw: RawKey): SummaryKey | RejectReason {
  const key = {
    source: cleanField(raw.source),
    tenantId: cleanField(raw.tenantId),
    datasetUuid: cleanField(raw.datasetUuid),
    datasetName: cleanField(raw.datasetName),
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
 */
export function interpretDay(text: string, maxDay: number): number | RejectReason {
  const trimmed = cleanField(text);
  if (trimmed === '') return 'business-date-missing';
  const day = parseDay(trimmed);
  if (day === undefined) return 'business-date-invalid';
  return day > maxDay ? 'business-date-late' : day;
}

/** Whether a text contains something no field may contain. */
export function hasNul(text: string): boolean {
  return text.includes('\0');
}

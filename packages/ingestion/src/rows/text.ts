import { cleanField } from '@dqs/core';

export { cleanField, normalizeRuleCode } from '@dqs/core';

/** Matches in only one way: with `\d+\.?\d*` a long run of digits before a letter would take quadratic time. */
const COUNT = /^\+?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A record count: a finite decimal number of 0 or more.
 *
 * @returns NaN for an empty text (no count given), undefined for any other text.
 */
export function parseCount(text: string): number | undefined {
  const trimmed = cleanField(text);
  if (trimmed === '') return Number.NaN;
  const value = COUNT.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** The greatest number of executions that a row may stand for, and a panel may count of a day. */
const MAX_ROW_COUNT = 0x7fffffff;
/** Data frames add a decimal tail to whole numbers. */
const ROW_COUNT = /^\+?(\d{1,15})(?:\.0{0,9})?$/;

/**
 * How many equal executions a row stands for.
 *
 * @returns 1 for an empty text, undefined for what is no whole number from 1 to 2147483647.
 */
export function parseRowCount(text: string): number | undefined {
  const trimmed = cleanField(text);
  if (trimmed === '') return 1;
  const value = Number(ROW_COUNT.exec(trimmed)?.[1] ?? 0);
  return value >= 1 && value <= MAX_ROW_COUNT ? value : undefined;
}

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

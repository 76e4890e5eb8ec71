import type { TextSpan } from './series-lookup.js';

const SPACE = 0x20;
const DASH = 0x2d;
const ZERO = 0x30;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Days from 0000-03-01 to 1970-01-01 are not needed: years are counted from 1970. */
const DAYS_TO_1970 = 719_528;

/** No day has this number. */
export const NO_DAY = -2_147_483_648;

/**
 * The day that `bytes[start … end − 1]` name as exactly `YYYY-MM-DD`, without making a string.
 *
 * @returns {@link NO_DAY} for anything else, which may still be a date with surrounding blanks or a time after it.
 */
export function readDay(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 10 || bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return NO_DAY;
  const year = 100 * twoDigits(bytes, start) + twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const date = twoDigits(bytes, start + 8);
  // A part that is not of digits is NaN, and every comparison with it is false.
  if (!(year >= 100 && month >= 1 && month <= 12 && date >= 1)) return NO_DAY;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (date > DAYS_OF_MONTH[month - 1]! + (isLeap && month === 2 ? 1 : 0)) return NO_DAY;
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const dayOfYear = DAYS_BEFORE_MONTH[month - 1]! + date - 1 + (isLeap && month > 2 ? 1 : 0);
  return 365 * year + leapDays + 1 + dayOfYear - DAYS_TO_1970;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const [tens, ones] = [bytes[at]! - ZERO, bytes[at + 1]! - ZERO];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN;
}

/** Whether a field is empty or has a blank at an end. */
export function isEmptyOrBlank(bytes: Uint8Array, span: TextSpan): boolean {
  return span.end <= span.start || hasBlankEnds(bytes, span);
}

/** Whether a field has a blank at an end. */
export function hasBlankEnds(bytes: Uint8Array, { start, end }: TextSpan): boolean {
  return end > start && (bytes[start]! <= SPACE || bytes[end - 1]! <= SPACE);
}

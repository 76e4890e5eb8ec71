import { DqsError } from '@dqs/core';

/** Refuses what a ledger cannot keep: `expected …, got …`. */
export function refuse(expected: string, got: unknown): DqsError {
  return new DqsError('invalid-argument', `expected ${expected}, got ${JSON.stringify(got) ?? String(got)}`);
}

/** @throws DqsError `invalid-argument` for a time that is no whole number of milliseconds. */
export function assertTime(what: string, time: number): void {
  if (!Number.isSafeInteger(time)) throw refuse(`${what} as whole milliseconds since 1970-01-01T00:00:00Z`, time);
}

/** @throws DqsError `invalid-argument` for a day that no calendar has. */
export function assertDay(what: string, day: number): void {
  if (!Number.isInteger(day) || Math.abs(day) > MOST_DAYS) throw refuse(`${what} as days since 1970-01-01`, day);
}

/** Dates of JavaScript end so many days from 1970-01-01. */
const MOST_DAYS = 100_000_000;

/** @throws DqsError `invalid-argument` if columns differ in length. */
export function assertLengths(rows: number, columns: Readonly<Record<string, ArrayLike<unknown>>>): void {
  for (const [name, { length }] of Object.entries(columns)) {
    if (length !== rows) throw refuse(`${rows} values in the column ${name}, as in the first one`, length);
  }
}

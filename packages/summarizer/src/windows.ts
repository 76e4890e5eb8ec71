import { DqsError } from '@dqs/core';

/** A period that ends at the latest business date of the whole input, both ends included: `day >= latest - days`. */
export interface SummaryWindow {
  /** Suffix of the window's columns (`pass_count_1m`): letters, digits and underscores, at most 20. */
  readonly name: string;
  /** How far back it reaches, in days; a whole number, 1 or more. */
  readonly days: number;
}

/** The windows of the 27 columns: 30, 90 and 365 days back. */
export const DEFAULT_WINDOWS: readonly SummaryWindow[] = [
  { name: '1m', days: 30 },
  { name: '3m', days: 90 },
  { name: '12m', days: 365 },
];

const NAME = /^[A-Za-z0-9_]{1,20}$/;
const TAKEN_NAMES = ['total', 'latest'];
const UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({ d: 'day', w: 'week', m: 'month', y: 'year' }),
);

/**
 * Reads windows as written on a command line: `30,90,365`, or with names, `1m=30,3m=90,half=182`. Without a name, 30,
 * 90 and 365 days are `1m`, `3m` and `12m`, any other length is `<days>d`.
 *
 * @throws DqsError `invalid-argument` if a part is not a window or `checkWindows` refuses them.
 */
export function parseWindows(text: string): SummaryWindow[] {
  const windows = text.split(',').map((part) => parseWindow(part.trim()));
  checkWindows(windows);
  return windows;
}

/**
 * Refuses invalid windows: fewer than two (the trend compares the first two), not in ascending order, or with an
 * invalid name or length.
 *
 * @throws DqsError `invalid-argument`
 */
export function checkWindows(windows: readonly SummaryWindow[]): void {
  if (windows.length < 2) {
    throw invalid(`expected at least two windows, since the trend compares the first two, got ${windows.length}`);
  }
  const names = new Set<string>();
  let previousDays = 0;
  for (const { name, days } of windows) {
    if (!NAME.test(name) || TAKEN_NAMES.includes(name.toLowerCase())) {
      throw invalid(`expected a window name of 1 to 20 letters, digits or underscores, got "${name}"`);
    }
    if (names.has(name.toLowerCase())) throw invalid(`expected each window name once, got "${name}" twice`);
    if (!Number.isSafeInteger(days) || days <= previousDays) {
      throw invalid(`expected window lengths in whole days, ascending from 1, got ${days} after ${previousDays}`);
    }
    names.add(name.toLowerCase());
    previousDays = days;
  }
}

/** A window's name in words: `1m` is `1-month`, `7d` is `7-day`; any other name is unchanged. */
export function windowLabel(name: string): string {
  const match = /^(\d+)([dwmy])$/.exec(name);
  return match ? `${match[1]}-${UNITS.get(match[2]!)}` : name;
}

function parseWindow(part: string): SummaryWindow {
  const match = /^(?:(\w+)\s*=\s*)?(\d{1,9})$/.exec(part);
  if (!match) throw invalid(`expected a number of days or name=days, such as 30 or 1m=30, got "${part}"`);
  const days = Number(match[2]);
  const known = DEFAULT_WINDOWS.find((window) => window.days === days);
  return { name: match[1] ?? known?.name ?? `${days}d`, days };
}

function invalid(message: string): DqsError {
  return new DqsError('invalid-argument', `summary windows: ${message}`);
}

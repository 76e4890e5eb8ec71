import { parseDay } from '../days.js';
import type { DayRange } from '../panel/daily-panel.js';
import { durationOf } from './durations.js';

const AMOUNT = /^(\d{1,6})([a-z]+)$/;
const RESULTS = /^(\d{1,4}) (good )?results?$/;
const QUOTA = /^(\d{1,6}) ?\/ ?(\d{1,3})d$/;
const RATE = /^(\d{1,6}) per (\d{1,6}[a-z]+)$/;
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** A length of time in milliseconds: `10m`, `24h`, `3d`. */
export function parseDuration(text: string): number | undefined {
  const match = AMOUNT.exec(text);
  return match ? durationOf(Number(match[1]), match[2]!) : undefined;
}

/** A length of time, or a number of results. */
export type Span =
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'results' | 'good-results'; readonly count: number };

/** `3d`, `2 results`, `2 good results`. */
export function parseSpan(text: string): Span | undefined {
  const match = RESULTS.exec(text);
  if (match) return { kind: match[2] === undefined ? 'results' : 'good-results', count: Number(match[1]) };
  const ms = parseDuration(text);
  return ms === undefined ? undefined : { kind: 'time', ms };
}

/** So many executions within so many days: `20/28d`. */
export interface Quota {
  readonly count: number;
  readonly days: number;
}

/** `20/28d`. */
export function parseQuota(text: string): Quota | undefined {
  const match = QUOTA.exec(text);
  return match ? { count: Number(match[1]), days: Number(match[2]) } : undefined;
}

/** So many of something within a length of time. */
export interface Rate {
  readonly count: number;
  readonly ms: number;
}

/** `3 per 7d`. */
export function parseRate(text: string): Rate | undefined {
  const match = RATE.exec(text);
  const ms = match ? parseDuration(match[2]!) : undefined;
  return ms === undefined || ms === 0 ? undefined : { count: Number(match![1]), ms };
}

/** A time of day in minutes from midnight: `07:45`. */
export function parseClock(text: string): number | undefined {
  if (text === '24:00') return 24 * 60;
  const match = CLOCK.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}

/** `2026-12-24` or `2026-12-24/2027-01-02`. */
export function parseDates(text: string): DayRange | undefined {
  const [from, to, ...more] = text.split('/');
  const first = parseIsoDay(from!);
  const last = to === undefined ? first : parseIsoDay(to);
  if (more.length > 0 || first === undefined || last === undefined || last < first) return undefined;
  return { first, last };
}

const ISO = /^\d{4}-\d{2}-\d{2}$/;

/** A day as it is written, without a time. */
export function parseIsoDay(text: string): number | undefined {
  return ISO.test(text) ? parseDay(text) : undefined;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Days of the week, Monday 0: `mon`, `mon-fri`, `sat-mon`. */
export function parseWeekdays(text: string): readonly number[] | undefined {
  const [from, to, ...more] = text.split('-').map((name) => WEEKDAYS.indexOf(name));
  if (from === undefined || from < 0 || more.length > 0) return undefined;
  if (to === undefined) return [from];
  if (to < 0) return undefined;
  const days = (to - from + 7) % 7;
  return Array.from({ length: days + 1 }, (_, i) => (from + i) % 7);
}

import { dateText, localTime } from '@dqs/core/wording';

/** A time for who reads there: `Mon 9 Nov 03:00`, the day alone where asked for. */
export function whenText(ms: number, timeZone: string, now: number): string {
  const { day, clock } = localTime(ms, timeZone);
  return `${dateText(day, localTime(now, timeZone).day)} ${clock}`;
}

/** The day of a time: `Mon 9 Nov`. */
export function dayOfText(ms: number, timeZone: string, now: number): string {
  return dateText(localTime(ms, timeZone).day, localTime(now, timeZone).day);
}

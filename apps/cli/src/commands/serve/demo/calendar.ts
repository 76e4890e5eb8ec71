import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, type Clock } from '@dqs/core';

/** The times of a demonstration: its mornings end at the time of day at which it was started, so that there is always one that is new. */
export interface Calendar {
  /** When it was started, milliseconds. */
  readonly now: number;
  /** The day of it, days since 1970-01-01. */
  readonly today: number;
  /** The time zone in which its mornings end about seven o'clock. */
  readonly zone: string;
  /** A moment of the morning of a day: 0 its beginning, 1 its end. */
  readonly morning: (day: number, part: number) => number;
  /** Milliseconds of a morning for so many minutes of one of six hours. */
  readonly scaled: (minutes: number) => number;
}

/** The longest morning, and its latest end; milliseconds. */
const LONGEST = 6 * MS_PER_HOUR;
const LATEST = 23.5 * MS_PER_HOUR;
/** The hour after which mornings end, so that people are told before the digest of a quarter to eight. */
const EARLY_HOUR = 6.4;

/** The calendar of a demonstration that was started at a time, milliseconds. */
export function calendarOf(now: number): Calendar {
  const today = Math.floor(now / MS_PER_DAY);
  const end = Math.min(now - today * MS_PER_DAY, LATEST);
  const length = Math.min(LONGEST, end);
  return {
    now,
    today,
    zone: zoneOf(end / MS_PER_HOUR),
    morning: (day, part) => Math.round(day * MS_PER_DAY + end - length * (1 - part)),
    scaled: (minutes) => (minutes * MS_PER_MINUTE * length) / LONGEST,
  };
}

/** The zone in which an hour of UTC is about seven o'clock. Its sign is that of POSIX: west is positive. */
function zoneOf(hour: number): string {
  const ahead = Math.ceil(EARLY_HOUR - hour);
  const offset = ahead < -11 ? ahead + 24 : ahead;
  return offset === 0 ? 'Etc/UTC' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}

/** A clock that stands where the play is. */
export class PlayedClock implements Clock {
  time = 0;
  now(): number {
    return this.time;
  }
}

import {
  DURATION_UNITS,
  durationOf,
  parseClock,
  parseDuration,
  parseIsoDay,
  parseQuota,
  parseRate,
  parseSpan,
} from '../src/calendar/index.js';
import { parseDates, parseWeekdays } from '../src/calendar/spans.js';
import { parseDay } from '../src/index.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('a length of time', () => {
  it('is a whole number and a unit, in milliseconds', () => {
    expect(['45s', '10m', '24h', '3d', '1w', '0d'].map(parseDuration)).toEqual([
      45_000,
      10 * MINUTE,
      DAY,
      3 * DAY,
      7 * DAY,
      0,
    ]);
    expect(DURATION_UNITS.map((unit) => durationOf(1, unit))).toEqual([1000, MINUTE, 60 * MINUTE, DAY, 7 * DAY]);
  });

  it.each(['', 'd', '3', '3y', '3 d', '-3d', '1.5h', '3D', '1234567d', '3d ', '٣d'])('is not "%s"', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('a span', () => {
  it('is a length of time, or a number of results or of good ones', () => {
    expect(parseSpan('3d')).toEqual({ kind: 'time', ms: 3 * DAY });
    expect(parseSpan('1 result')).toEqual({ kind: 'results', count: 1 });
    expect(parseSpan('2 results')).toEqual({ kind: 'results', count: 2 });
    expect(parseSpan('9999 good results')).toEqual({ kind: 'good-results', count: 9999 });
  });

  it.each(['2', 'results', '2results', '2 bad results', '10000 results', '2 results '])('is not "%s"', (text) => {
    expect(parseSpan(text)).toBeUndefined();
  });
});

describe('a quota and a rate', () => {
  it('are a number within days, or within any length of time', () => {
    expect(parseQuota('20/28d')).toEqual({ count: 20, days: 28 });
    expect(parseQuota('20 / 28d')).toEqual({ count: 20, days: 28 });
    expect(parseRate('3 per 7d')).toEqual({ count: 3, ms: 7 * DAY });
  });

  it('are nothing else; no rate is per no time at all', () => {
    expect(['20/28', '20/28h', '/28d', '20/1000d', '1234567/1d'].map(parseQuota)).toEqual(Array(5).fill(undefined));
    expect(['3 per 0d', '3 per 7', '3 per 7y', '3per 7d', 'per 7d'].map(parseRate)).toEqual(Array(5).fill(undefined));
  });
});

describe('a time of day', () => {
  it('is in minutes from midnight, the end of the day included', () => {
    expect(['00:00', '07:45', '23:59', '24:00'].map(parseClock)).toEqual([0, 465, 1439, 1440]);
  });

  it.each(['7:45', '24:01', '23:60', '0745', '07:45:00', ''])('is not "%s"', (text) => {
    expect(parseClock(text)).toBeUndefined();
  });
});

describe('dates', () => {
  const day = (text: string) => parseDay(text)!;

  it('are one day, or the first and the last of some', () => {
    expect(parseDates('2026-12-24')).toEqual({ first: day('2026-12-24'), last: day('2026-12-24') });
    expect(parseDates('2026-12-24/2027-01-02')).toEqual({ first: day('2026-12-24'), last: day('2027-01-02') });
  });

  it.each([
    '2027-01-02/2026-12-24',
    '2026-12-24/2026-12-25/2026-12-26',
    '2026-12-24/',
    '2026-02-30',
    '2026-12-24T00:00',
  ])('are not "%s"', (text) => {
    expect(parseDates(text)).toBeUndefined();
  });

  it('have no time of the day', () => {
    expect(parseIsoDay('2026-12-24')).toBe(day('2026-12-24'));
    expect(['2026-12-24T07:00:00Z', '2026-1-2', '24.12.2026'].map(parseIsoDay)).toEqual(Array(3).fill(undefined));
  });
});

describe('days of the week', () => {
  it('are one or a range that may go round the weekend, Monday 0', () => {
    expect(parseWeekdays('mon')).toEqual([0]);
    expect(parseWeekdays('mon-fri')).toEqual([0, 1, 2, 3, 4]);
    expect(parseWeekdays('sat-mon')).toEqual([5, 6, 0]);
    expect(parseWeekdays('wed-wed')).toEqual([2]);
  });

  it.each(['', 'Monday', 'MON', 'mon-', '-mon', 'mon-tue-wed', 'mon-xyz'])('are not "%s"', (text) => {
    expect(parseWeekdays(text)).toBeUndefined();
  });
});

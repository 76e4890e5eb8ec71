import fc from 'fast-check';

import { calendarParts, dayOfWeek, formatDay, isoWeek, parseDay, today } from '../src/index.js';

const anyDay = fc.integer({ min: -200_000, max: 200_000 });

describe('days', () => {
  it('1970-01-01 is day 0 and a Thursday', () => {
    expect(parseDay('1970-01-01')).toBe(0);
    expect(dayOfWeek(0)).toBe(3);
  });

  it('a time part after T or a space is cut off', () => {
    expect(parseDay('2021-05-14T23:59:59Z')).toBe(parseDay('2021-05-14'));
    expect(parseDay(' 2021-05-14 00:00:00 ')).toBe(parseDay('2021-05-14'));
  });

  it.each([
    '',
    '2021-02-29',
    '2021-02-30',
    '2021-04-31',
    '2021-04-00',
    '2021-00-01',
    '2021-13-01',
    '2021/05/14',
    '14.05.2021',
    '05-14-2021',
    '2021-5-4',
    '0021-01-01',
    'null',
  ])('%p is no date', (text) => {
    expect(parseDay(text)).toBeUndefined();
  });

  it('formatting and parsing are inverse', () => {
    fc.assert(fc.property(anyDay, (day) => parseDay(formatDay(day)) === day));
  });

  it('calendar parts agree with the Date object', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const date = new Date(day * 86_400_000);
        const parts = calendarParts(day);
        expect([parts.year, parts.month, parts.dayOfMonth]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
        ]);
        expect(parts.daysInMonth).toBe(new Date(Date.UTC(parts.year, parts.month, 0)).getUTCDate());
        expect(dayOfWeek(day)).toBe((date.getUTCDay() + 6) % 7);
      }),
    );
  });

  // Values of Python's date.isocalendar().
  it.each([
    ['2020-12-31', 53],
    ['2021-01-03', 53],
    ['2021-01-04', 1],
    ['2024-12-30', 1],
    ['2016-02-29', 9],
    ['2023-01-01', 52],
  ])('%s lies in ISO week %d', (date, week) => {
    expect(isoWeek(parseDay(date)!)).toBe(week);
  });

  it('the day of a clock is that of UTC, from its first to its last millisecond', () => {
    const at = (text: string) => formatDay(today({ now: () => Date.parse(text) }));
    expect(at('2026-07-02T00:00:00.000Z')).toBe('2026-07-02');
    expect(at('2026-07-02T23:59:59.999Z')).toBe('2026-07-02');
    expect(at('2026-07-02T23:30:00.000-02:00')).toBe('2026-07-03');
  });
});

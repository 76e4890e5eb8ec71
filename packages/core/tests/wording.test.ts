import fc from 'fast-check';

import { formatDay, parseDay } from '../src/index.js';
import {
  countText,
  dateText,
  durationText,
  lateText,
  lineText,
  listText,
  localTime,
  nearDayText,
  oddsRangeText,
  oddsText,
  passText,
  seriesName,
  targetText,
} from '../src/wording/index.js';

const MINUTE = 60_000;
const day = (text: string) => parseDay(text)!;

describe('numbers in words', () => {
  it.each([
    [0, '<1'],
    [0.0049, '<1'],
    [0.005, '1'],
    [0.69, '69'],
    [0.994, '99'],
    [0.995, '>99'],
    [1, '>99'],
  ])('odds of %p are %s per cent, and never a certainty', (odds, shown) => {
    expect(oddsText(odds)).toBe(`${shown}\u00a0%`);
  });

  it('a range of odds has its unit once', () => {
    expect(oddsRangeText({ from: 0.6, to: 0.8 })).toBe('60 to 80\u00a0%');
  });

  it('pass percentages have one decimal, targets those that were set, and a missing one is a dash', () => {
    expect([87.125, 100, null, undefined, NaN].map((value) => passText(value))).toEqual([
      '87.1',
      '100.0',
      '–',
      '–',
      '–',
    ]);
    expect([95, 99.5, 99.999].map(targetText)).toEqual(['95', '99.5', '100']);
  });

  it('one is not many', () => {
    expect([0, 1, 2].map((count) => countText(count, 'incident'))).toEqual([
      '0 incidents',
      '1 incident',
      '2 incidents',
    ]);
    expect(countText(2, 'series', 'series')).toBe('2 series');
  });

  it('a list names what it has room for and counts the rest', () => {
    expect(listText([])).toBe('');
    expect(listText(['a'])).toBe('a');
    expect(listText(['a', 'b'])).toBe('a and b');
    expect(listText(['a', 'b', 'c'])).toBe('a, b and c');
    expect(listText(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });
});

describe('series and sources in words', () => {
  it('a series is its dataset and its rule on one line, whatever they hold', () => {
    expect(seriesName({ dataset: 'orders', rule: 'references' })).toBe('orders · references');
    expect(seriesName({ dataset: 'or\nders', rule: 'a\u202eb' })).toBe('or ders · a b');
  });

  it('a source that is late says when it usually is there, and that its series stay unknown', () => {
    const late = { usual: '05:42', latest: '07:11' };
    expect(lateText({ ...late, series: 38 })).toBe(
      'usual 05:42, on 99 of 100 days by 07:11. Its 38 series stay unknown and send nothing.',
    );
    expect(lateText({ ...late, series: 1 })).toContain('Its series stays unknown and sends nothing.');
  });
});

describe('times in words', () => {
  it('in UTC the day of an instant is that of its date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => {
        const text = new Date(at).toISOString();
        const local = localTime(at, 'UTC');
        expect(`${formatDay(local.day)}T${local.clock}`).toBe(text.slice(0, 16));
      }),
    );
  });

  it('a date has a year only where it is another, and a near day its name', () => {
    const today = day('2026-11-26');
    expect(dateText(today, today)).toBe('Thu 26 Nov');
    expect(dateText(day('2027-01-02'), today)).toBe('Sat 2 Jan 2027');
    expect(nearDayText(day('2026-11-24'), today)).toBe('Tuesday');
    expect(nearDayText(day('2026-11-19'), today)).toBe('Thu 19 Nov');
  });

  it.each([
    [-1, '0 min'],
    [9 * MINUTE, '9 min'],
    [97 * MINUTE, '1 h 37 min'],
    [120 * MINUTE, '2 h'],
    [(24 * 60 - 1) * MINUTE, '23 h 59 min'],
    [(3 * 24 + 23) * 60 * MINUTE + 59 * MINUTE, '3 d 23 h'],
    [2 * 24 * 60 * MINUTE, '2 d'],
  ])('%d ms took %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('a text from elsewhere', () => {
  it('stays on its line, whatever it holds', () => {
    expect(lineText('orders\r\n\u2028@here\u202e \u0007x')).toBe('orders @here x');
    expect(lineText('a\u200db')).toBe('a\u200db');
  });

  it('is cut by characters, not by halves of them', () => {
    expect(lineText('😀'.repeat(5), 3)).toBe('😀😀…');
  });
});

import { formatDay } from '@dqs/core';

import { dayParser, likelyDateFormats } from '../src/rows/date-format.js';
import { isTimeZone } from '../src/rows/time-zone.js';

/** The date that a text is in a format; undefined where it is none. */
function dateOf(text: string, format: string, zone?: string): string | undefined {
  const day = dayParser(format, zone)!(text);
  return day === undefined ? undefined : formatDay(day);
}

it.each([
  ['20260301', 'yyyyMMdd', '2026-03-01'],
  ['20260229', 'yyyyMMdd', undefined],
  ['202603011', 'yyyyMMdd', undefined],
  ['2026-03-01', 'yyyyMMdd', undefined],
  ['01.03.2026', 'dd.MM.yyyy', '2026-03-01'],
  ['01.03.2026 23:59', 'dd.MM.yyyy', '2026-03-01'],
  ['1.3.2026', 'dd.MM.yyyy', undefined],
  ['1.3.2026', 'd.M.yyyy', '2026-03-01'],
  ['03/01/2026', 'MM/dd/yyyy', '2026-03-01'],
  ['01-MAR-2026', 'dd-MMM-yyyy', '2026-03-01'],
  ['March 1, 2026', 'MMMM d, yyyy', '2026-03-01'],
  ['2026-03-01T23:30:00+0000', "yyyy-MM-dd'T'HH:mm:ssXXX", '2026-03-01'],
  ['2026h03h01', "yyyy'h'MM'h'dd", '2026-03-01'],
  ['1772407800', 'epoch-s', '2026-03-01'],
  ['1772407800.75', 'epoch-s', '2026-03-01'],
  ['1772407800000', 'epoch-ms', '2026-03-01'],
  ['1772407800000000', 'epoch-us', '2026-03-01'],
  ['1772407800000000000', 'epoch-ns', '2026-03-01'],
  ['-1', 'epoch-s', '1969-12-31'],
  ['1e9', 'epoch-s', undefined],
  ['9999999999999999999', 'epoch-s', undefined],
  ['', 'epoch-s', undefined],
])('%j in the format %s is %s', (text, format, date) => {
  expect(dateOf(text, format)).toBe(date);
});

it.each([
  // Clocks in Berlin go forward on 29 March 2026 at 01:00 UTC, back on 25 October.
  ['2026-03-28T22:59:59Z', 'iso', 'Europe/Berlin', '2026-03-28'],
  ['2026-03-28T23:00:00Z', 'iso', 'Europe/Berlin', '2026-03-29'],
  ['2026-03-29T22:00:00Z', 'iso', 'Europe/Berlin', '2026-03-30'],
  ['2026-10-25T22:59:59Z', 'iso', 'Europe/Berlin', '2026-10-25'],
  ['2026-10-25T23:00:00Z', 'iso', 'Europe/Berlin', '2026-10-26'],
  ['2026-03-01 00:15:00-0330', 'iso', 'America/St_Johns', '2026-03-01'],
  ['2026-03-01 00:15:00+00', 'iso', 'America/St_Johns', '2026-02-28'],
  ['2026-03-01 18:14:59Z', 'iso', 'Asia/Kathmandu', '2026-03-01'],
  ['2026-03-01 18:15:00Z', 'iso', 'Asia/Kathmandu', '2026-03-02'],
  ['2026-03-01T23:59:59', 'iso', 'Asia/Kathmandu', '2026-03-01'],
  ['2026-03-01', 'iso', 'Pacific/Kiritimati', '2026-03-01'],
  ['2026-02-30T10:00:00Z', 'iso', 'UTC', undefined],
  ['2026-03-01T25:00:00Z', 'iso', 'UTC', undefined],
  ['1772407800', 'epoch-s', 'Pacific/Kiritimati', '2026-03-02'],
  ['01.03.2026 23:30 +00:00', 'dd.MM.yyyy HH:mm X', 'Europe/Berlin', '2026-03-02'],
  ['01.03.2026 23:30', 'dd.MM.yyyy HH:mm', 'Europe/Berlin', '2026-03-01'],
  // The offset of Liberia was 44 minutes and 30 seconds until 1972.
  ['1971-06-01T00:44:29Z', 'iso', 'Africa/Monrovia', '1971-05-31'],
  ['1971-06-01T00:44:30Z', 'iso', 'Africa/Monrovia', '1971-06-01'],
])('%s in the format %s and the zone %s is %s', (text, format, zone, date) => {
  expect(dateOf(text, format, zone)).toBe(date);
});

it.each([
  '',
  'yyyy',
  'yy-MM-dd',
  'yyyyMMddyyyy',
  'YYYY-MM-DD',
  'yyyy-MM-dd EEE',
  'epoch',
  'constructor',
  'MMMMMddyyyy',
])('%j is no format', (format) => {
  expect(dayParser(format, undefined)).toBeUndefined();
});

it('time zones are IANA names, and no offsets', () => {
  expect(['Europe/Berlin', 'UTC', 'Asia/Kolkata'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['Berlin', '', '+02:00', '__proto__', 'Europe/../etc'].map(isTimeZone)).toEqual(Array(5).fill(false));
});

it.each([
  [['20260301', '20260302'], ['yyyyMMdd']],
  [['13.03.2026', '01.03.2026'], ['dd.MM.yyyy']],
  [['1.3.2026'], ['d.M.yyyy']],
  [['03/01/2026'], ['dd/MM/yyyy', 'MM/dd/yyyy']],
  [['03/13/2026'], ['MM/dd/yyyy']],
  [['1772407800'], ['epoch-s']],
  [['1772407800000'], ['epoch-ms']],
  [['soon'], []],
  [[], []],
])('dates such as %j are likely of the formats %j', (dates, formats) => {
  expect(likelyDateFormats(dates)).toEqual(formats);
});

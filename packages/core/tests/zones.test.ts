import * as fc from 'fast-check';

import { parseDay } from '../src/index.js';
import { instantOf, isZone, localTime } from '../src/wording/index.js';

const BERLIN = 'Europe/Berlin';
const at = (text: string) => Date.parse(text);
const day = (text: string) => parseDay(text)!;

describe('the clock of a zone', () => {
  it('shows the time of each side of a change to and from summer time', () => {
    // Germany, 2026-03-29 and 2026-10-25, at 01:00 UTC.
    expect(localTime(at('2026-03-29T00:59:00Z'), BERLIN)).toEqual({
      day: day('2026-03-29'),
      clock: '01:59',
      minute: 119,
    });
    expect(localTime(at('2026-03-29T01:00:00Z'), BERLIN)).toEqual({
      day: day('2026-03-29'),
      clock: '03:00',
      minute: 180,
    });
    expect(localTime(at('2026-10-25T00:30:00Z'), BERLIN).minute).toBe(150);
    expect(localTime(at('2026-10-25T01:30:00Z'), BERLIN).minute).toBe(150);
  });

  it('gives the first instant of a time shown twice, and one as much later where a time is skipped', () => {
    expect(instantOf(day('2026-10-25'), 150, BERLIN)).toBe(at('2026-10-25T00:30:00Z'));
    expect(instantOf(day('2026-03-29'), 150, BERLIN)).toBe(at('2026-03-29T01:30:00Z'));
    expect(instantOf(day('2026-03-29'), 7 * 60 + 45, BERLIN)).toBe(at('2026-03-29T05:45:00Z'));
    expect(instantOf(day('2026-03-28'), 7 * 60 + 45, BERLIN)).toBe(at('2026-03-28T06:45:00Z'));
  });

  it('is read back from every instant that is shown once, in zones of all kinds', () => {
    const zones = fc.constantFrom(
      BERLIN,
      'UTC',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/St_Johns',
      'Pacific/Apia',
    );
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: 20_000, max: 22_000 }),
        fc.integer({ min: 0, max: 1439 }),
        (zone, of, minute) => {
          const instant = instantOf(of, minute, zone);
          const shown = localTime(instant, zone);
          // Skipped times are shown later on the same day, by an hour at most.
          const late = (shown.day - of) * 1440 + shown.minute - minute;
          return late === 0 || (late > 0 && late <= 60 && localTime(instant - 3_600_000, zone).minute < minute);
        },
      ),
      { numRuns: 1000, seed: 3 },
    );
  });

  it('knows the names of zones, and no others', () => {
    expect([BERLIN, 'UTC', 'Mars/Base', '', '__proto__'].map(isZone)).toEqual([true, true, false, false, false]);
  });

  it('the clock of a place follows its summer time', () => {
    expect(localTime(Date.parse('2026-11-24T04:22:00Z'), 'Europe/Berlin')).toEqual({
      day: day('2026-11-24'),
      clock: '05:22',
      minute: 322,
    });
    expect(localTime(Date.parse('2026-07-24T22:22:59Z'), 'Europe/Berlin')).toEqual({
      day: day('2026-07-25'),
      clock: '00:22',
      minute: 22,
    });
    expect(localTime(Date.parse('2026-01-01T00:00:00Z'), 'America/New_York').clock).toBe('19:00');
  });

  it('a time zone that nobody knows is a wrong argument', () => {
    expect(() => localTime(0, 'Europe/Atlantis')).toThrow('expected a time zone such as Europe/Berlin');
  });
});

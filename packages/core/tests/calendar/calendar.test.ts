import * as fc from 'fast-check';

import { isOpen, nextChange, nextOpening, type Calendar } from '../../src/calendar/calendar.js';
import { parseDay } from '../../src/days.js';

const BERLIN = 'Europe/Berlin';
const at = (text: string) => Date.parse(text);
const day = (text: string) => parseDay(text)!;
const calendar = (over: Partial<Calendar> = {}): Calendar => ({
  timezone: BERLIN,
  weekdays: undefined,
  hours: undefined,
  dates: undefined,
  except: [],
  ...over,
});
const WORK = calendar({ weekdays: [0, 1, 2, 3, 4], hours: { from: 8 * 60, to: 18 * 60 } });

describe('a calendar', () => {
  it('is open within its hours on its days, the end not included', () => {
    expect(isOpen(WORK, at('2026-11-27T07:00:00Z'))).toBe(true); // Friday 08:00
    expect(isOpen(WORK, at('2026-11-27T06:59:59Z'))).toBe(false);
    expect(isOpen(WORK, at('2026-11-27T17:00:00Z'))).toBe(false);
    expect(isOpen(WORK, at('2026-11-28T10:00:00Z'))).toBe(false); // Saturday
    expect(isOpen(WORK, at('2026-07-03T06:00:00Z'))).toBe(true); // summer
  });

  it('over midnight belongs to the day on which it opens', () => {
    const night = calendar({ weekdays: [4], hours: { from: 22 * 60, to: 6 * 60 } });
    expect(isOpen(night, at('2026-11-27T21:30:00Z'))).toBe(true);
    expect(isOpen(night, at('2026-11-28T04:59:00Z'))).toBe(true);
    expect(isOpen(night, at('2026-11-28T05:00:00Z'))).toBe(false);
    expect(isOpen(night, at('2026-11-27T04:00:00Z'))).toBe(false);
  });

  it('of dates holds from the start of the first to the end of the last, by its own clock', () => {
    const freeze = calendar({ dates: [{ first: day('2026-12-24'), last: day('2027-01-02') }] });
    expect(isOpen(freeze, at('2026-12-23T22:59:00Z'))).toBe(false);
    expect(isOpen(freeze, at('2026-12-23T23:00:00Z'))).toBe(true);
    expect(isOpen(freeze, at('2027-01-02T22:59:00Z'))).toBe(true);
    expect(isOpen(freeze, at('2027-01-02T23:00:00Z'))).toBe(false);
  });

  it('is closed while an exception is open, and opens when it ends', () => {
    const except = [calendar({ dates: [{ first: day('2026-12-24'), last: day('2026-12-27') }] })];
    const work = { ...WORK, except };
    expect(isOpen(work, at('2026-12-24T10:00:00Z'))).toBe(false);
    expect(nextOpening(work, at('2026-12-24T10:00:00Z'))).toBe(at('2026-12-28T07:00:00Z'));
  });

  it('opens at its hour of the next day it has, also over a change of the clock', () => {
    expect(nextOpening(WORK, at('2026-11-27T10:00:00Z'))).toBe(at('2026-11-27T10:00:00Z'));
    expect(nextOpening(WORK, at('2026-11-27T18:00:00Z'))).toBe(at('2026-11-30T07:00:00Z'));
    expect(nextOpening(WORK, at('2026-03-27T18:00:00Z'))).toBe(at('2026-03-30T06:00:00Z'));
    expect(nextOpening(calendar({ dates: [{ first: 0, last: 0 }] }), at('2026-01-01T00:00:00Z'))).toBeUndefined();
  });

  it('changes next at its end, at midnight of its last date, and where an exception begins', () => {
    expect(nextChange(WORK, at('2026-11-27T10:00:00Z'))).toBe(at('2026-11-27T17:00:00Z'));
    const freeze = calendar({ dates: [{ first: day('2026-12-24'), last: day('2026-12-27') }] });
    expect(nextChange(freeze, at('2026-12-25T10:00:00Z'))).toBe(at('2026-12-27T23:00:00Z'));
    const lunch = calendar({ hours: { from: 12 * 60, to: 13 * 60 } });
    expect(nextChange({ ...WORK, except: [lunch] }, at('2026-11-27T10:00:00Z'))).toBe(at('2026-11-27T11:00:00Z'));
    expect(nextChange(calendar(), at('2026-11-27T10:00:00Z'))).toBeUndefined();
  });

  it('is open at what is given as its next opening, and not for a minute before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 365 * 24 * 60 }), (minutes) => {
        const from = at('2026-01-01T00:00:00Z') + minutes * 60_000;
        const next = nextOpening(WORK, from)!;
        return isOpen(WORK, next) && (next === from || !isOpen(WORK, next - 60_000));
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

import { formatDay, parseDay, Random } from '@dqs/core';

import { arrivalsBySource, lateSources, type Delivered, type DeliveryEntry, type SourceDays } from '../src/index.js';

const HOUR = 3_600_000;
const FIRST = parseDay('2026-01-01')!;

interface Arrival {
  readonly source?: string;
  /** Day of the year, from 0. */
  readonly day: number;
  readonly days?: number;
  /** After the start of the day. */
  readonly hours: number;
  readonly replaces?: number;
}

function entryOf({ source = 'shop', day, days = 1, hours, replaces }: Arrival, i: number): DeliveryEntry<Delivered> {
  const sources: SourceDays[] = [
    { source, from: formatDay(FIRST + day), to: formatDay(FIRST + day + days - 1), executions: 1 },
  ];
  const at = new Date((FIRST + day) * 24 * HOUR + hours * HOUR).toISOString();
  const body = {
    kind: 'delivered' as const,
    delivery: `${i}`,
    version: 1,
    replaces: replaces ?? null,
    name: '',
    content: null,
    panel: { sha256: '', bytes: 0 },
    series: 1,
    executions: 1,
    fails: 0,
    errors: 0,
    sources,
  };
  return { schemaVersion: 1, number: i + 1, previous: '', id: '', at, by: 'ann', body };
}

const arrivals = (list: readonly Arrival[]) => arrivalsBySource(list.map(entryOf));
const daily = (hours: (day: number) => number) => Array.from({ length: 100 }, (_, day) => ({ day, hours: hours(day) }));

describe('the usual arrival of a source', () => {
  it('is the median over its last 90 days, with the hours by which 95 and 99 of 100 are complete', () => {
    const [shop] = arrivals(daily((day) => 30 + (day % 10) / 10));
    expect(shop).toEqual({
      source: 'shop',
      days: 90,
      usualHours: 30.45,
      hours95: 31.32,
      hours99: 32.46,
      lastDate: '2026-04-10',
      lastArrival: '2026-04-11T06:54:00.000Z',
    });
  });

  it('counts a day as complete when its last delivery is there, in whatever order they are read', () => {
    const parts = daily(() => 25).flatMap(({ day }) => [
      { day, hours: 31 },
      { day, hours: 25 },
    ]);
    expect(arrivals(parts)[0]!.usualHours).toBe(31);
  });

  it('learns nothing from corrections, loaded histories and days that came more than a week late', () => {
    const usual = daily(() => 30);
    const noise: Arrival[] = [
      { day: 99, hours: 100, replaces: 1 },
      { day: 0, days: 100, hours: 2400 },
      { day: 50, hours: 193 },
    ];
    expect(arrivals([...usual, ...noise])).toEqual(arrivals(usual));
  });

  it('is learned for each source alone, whatever it is called, and for none that has no day', () => {
    const odd = ['constructor', '__proto__', ''].map((source, i) => ({ source, day: i, hours: 26 }));
    expect(arrivals(odd).map(({ source }) => source)).toEqual(['', '__proto__', 'constructor']);
    expect(arrivals([{ day: 0, days: 8, hours: 30 }])).toEqual([]);
  });
});

describe('a source that has delivered nothing for a day', () => {
  const day = FIRST + 100;
  const at = (hours: number) => (day * 24 + hours) * HOUR;
  const late = (list: readonly Arrival[], hours: number) =>
    lateSources(list.map(entryOf), day, at(hours)).map(({ source, status }) => [source, status]);

  it('is not due before its usual hour, then late, and silent past the hour of 99 in 100 days', () => {
    const usual = daily((one) => 30 + (one % 10) / 10);
    expect(late(usual, 30)).toEqual([['shop', 'not due yet']]);
    expect(late(usual, 30.6)).toEqual([['shop', 'late']]);
    expect(late(usual, 32)).toEqual([['shop', 'late']]);
    expect(late(usual, 32.5)).toEqual([['shop', 'silent']]);
    expect(late([...usual, { day: 100, hours: 29 }], 33)).toEqual([]);
  });

  it('is not missed on weekdays on which it never delivers, nor before it is known', () => {
    const weekdays = daily(() => 30).filter(({ day: one }) => one % 7 !== 100 % 7);
    expect(late(weekdays, 100)).toEqual([]);
    expect(late(daily(() => 30).slice(-4), 100)).toEqual([]);
    expect(late(daily(() => 30).slice(-5), 100)).toEqual([['shop', 'silent']]);
  });
});

describe('the hour after which a source is silent', () => {
  const RUNS = 1000;
  /** The habit of a source: hours from a standard normal number, which goes with that of the day before. */
  const HABITS: Readonly<Record<string, (z: number) => number>> = {
    'around an hour': (z) => 30 + z / 2,
    'with delays that are exponential or lighter': (z) => 30 + Math.log1p(Math.exp(2 * z)),
    'with delays that are lognormal': (z) => 28 + Math.exp(z),
  };

  /** Shares of days that come after the hours of 95 and of 99 in 100 that the days before taught. */
  function sharesLater(habit: (z: number) => number, known: number, correlation: number) {
    const random = new Random(7);
    const later = [0, 0];
    for (let run = 0; run < RUNS; run += 1) {
      let z = random.normal();
      const days = Array.from({ length: known + 1 }, (_, day) => {
        const hours = habit(z);
        z = correlation * z + Math.sqrt(1 - correlation ** 2) * random.normal();
        return { day, hours };
      });
      const next = days.pop()!;
      const [usual] = arrivals(days);
      if (next.hours > usual!.hours95) later[0]! += 1;
      if (next.hours > usual!.hours99) later[1]! += 1;
    }
    return later.map((count) => count / RUNS);
  }

  it.each(Object.entries(HABITS))('is passed by about 1 % of days, of few known ones and many: %s', (_, habit) => {
    const cases = [0, 0.6].flatMap((correlation) => [5, 10, 20, 60].map((known) => ({ correlation, known })));
    const shares = cases.map((one) => ({ ...one, later: sharesLater(habit, one.known, one.correlation) }));
    expect(shares.filter(({ later: [over95, over99] }) => over95! > 0.08 || over99! > 0.025)).toEqual([]);
  });

  it('comes within hours of the usual one for a source that is nearly punctual, however few days are known', () => {
    for (const known of [5, 20, 90]) {
      const [usual] = arrivals(daily((day) => 30 + (day % 3) / 10).slice(-known));
      expect(usual!.hours99 - usual!.usualHours).toBeLessThan(2.5);
    }
  });
});

import { formatDay, parseDay } from '@dqs/core';

import {
  buildFrame,
  CALENDAR_GROUPS,
  EXTENDED_GROUPS,
  featureSpec,
  featuresMovingWithTime,
  fitContract,
  listFeatures,
  SeriesHistory,
  specOfContract,
  type CalendarEvent,
  type CustomGroup,
  type FeatureContract,
  type GroupWithParameter,
} from '../src/index.js';
import { MONDAY, seriesOf } from './support/panels.js';

type Groups = Parameters<typeof featureSpec>[1];

const history = SeriesHistory.fromPanel(seriesOf([90, 100, 80]));
const contractOf = (groups: Groups) => fitContract(featureSpec('extended', groups), history, { upToDay: MONDAY + 9 });

/** Features of some days by name, each as of the day before. */
function featuresOn(contract: FeatureContract, ...dates: readonly string[]): Map<string, number[]> {
  const days = Int32Array.from(dates, (date) => parseDay(date)!);
  const frame = buildFrame(contract, history, {
    series: new Int32Array(dates.length),
    targetDay: days,
    asOfDay: days.map((day) => day - 1),
  });
  return new Map(frame.columns.map(({ name, values }) => [name, [...values]]));
}

const HOLIDAYS: GroupWithParameter = { group: 'holidays', country: 'DE' };
const EVENTS: GroupWithParameter = {
  group: 'events',
  events: [
    { date: '2026-05-04', name: 'release' },
    { date: '2026-05-01', name: 'migration' },
    { date: '2026-05-04', name: 'audit' },
  ],
};

describe('groups of the calendar', () => {
  it('are off unless they are named, and change no digest of a spec without them', () => {
    expect(featureSpec('extended').groups).toEqual([...EXTENDED_GROUPS]);
    expect(featureSpec('extended').digest).toBe(featureSpec('extended', EXTENDED_GROUPS).digest);
    expect(Object.keys(contractOf(undefined))).not.toContain('parameters');
    const listed = listFeatures('extended').filter(({ isDefault }) => !isDefault);
    expect(new Set(listed.map(({ group }) => group))).toEqual(new Set(CALENDAR_GROUPS));
  });

  it('come after the others, whatever order they are named in, and move with time', () => {
    const contract = contractOf([EVENTS, 'quarter', HOLIDAYS, 'position']);
    const names = contract.features.map(({ name }) => name);
    const own = listFeatures('extended').filter(({ isDefault }) => !isDefault);
    expect(names.slice(-10, -2)).toEqual(own.map(({ name }) => name));
    expect(names.slice(-12, -10)).toEqual(['series_day', 'horizon']);
    expect(featuresMovingWithTime(contract)).toEqual(expect.arrayContaining(own.map(({ name }) => name)));
  });

  it('have their parameters in the contract, by which a written one computes the same', () => {
    const contract = contractOf([HOLIDAYS, EVENTS, 'quarter']);
    expect(contract.parameters).toEqual({
      country: 'DE',
      events: [
        { date: '2026-05-01', name: 'migration' },
        { date: '2026-05-04', name: 'audit' },
        { date: '2026-05-04', name: 'release' },
      ],
    });
    const written = JSON.parse(JSON.stringify(contract)) as FeatureContract;
    const dates = ['2026-04-30', '2026-05-01', '2026-05-04', '2026-12-31'];
    expect(featuresOn(written, ...dates)).toEqual(featuresOn(contract, ...dates));
  });

  it('make another spec with another parameter, and the same with the same in another order', () => {
    const digest = (...groups: NonNullable<Groups>) => featureSpec('extended', groups).digest;
    const other: GroupWithParameter = { group: 'holidays', country: 'FR' };
    expect(digest(other)).not.toBe(digest(HOLIDAYS));
    expect(digest(HOLIDAYS, EVENTS)).toBe(digest({ ...EVENTS, events: [...EVENTS.events].reverse() }, HOLIDAYS));
    expect(digest({ ...EVENTS, events: EVENTS.events.slice(1) })).not.toBe(digest(EVENTS));
    const tampered = { ...contractOf([HOLIDAYS]), parameters: { country: 'FR' } };
    expect(() => specOfContract(tampered)).toThrow(expect.objectContaining({ code: 'bundle-spec-mismatch' }));
    const { parameters: _, ...without } = contractOf([HOLIDAYS]);
    expect(() => specOfContract(without)).toThrow(expect.objectContaining({ code: 'bundle-spec-mismatch' }));
  });

  it('leave a custom group the name it had before there were any', () => {
    const own: CustomGroup = { name: 'holidays', version: 1, features: [{ name: 'own' }], compute: () => [7] };
    const contract = contractOf([own]);
    expect(featuresOn(contract, '2026-05-01').get('own')).toEqual([7]);
    expect(contract.groups).toEqual([]);
  });
});

describe('quarter', () => {
  it('counts from its first day to its last, leap years included', () => {
    const features = featuresOn(contractOf(['quarter']), '2024-01-01', '2024-02-29', '2025-03-31', '2026-12-31');
    expect(features.get('quarter')).toEqual([1, 1, 1, 4]);
    expect(features.get('days_from_quarter_start')).toEqual([0, 59, 89, 91]);
    expect(features.get('days_to_quarter_end')).toEqual([90, 31, 0, 0]);
  });
});

describe('holidays', () => {
  it('tell the public holidays of the country, and the days around them over the turn of the year', () => {
    const features = featuresOn(contractOf([HOLIDAYS]), '2026-05-01', '2026-12-24', '2026-12-25', '2026-12-31');
    expect(features.get('is_holiday')).toEqual([1, 0, 1, 0]);
    // Easter Monday was on the 6th of April, Ascension is on the 14th of May; German Unity Day on the 3rd of October.
    expect(features.get('days_since_holiday')).toEqual([25, 82, 83, 5]);
    expect(features.get('days_to_holiday')).toEqual([13, 1, 1, 1]);
  });

  it('of several days are told on each, by the day in the country', () => {
    const contract = contractOf([{ group: 'holidays', country: 'JP' }]);
    const features = featuresOn(contract, '2026-05-02', '2026-05-03', '2026-05-06', '2026-05-07');
    expect(features.get('is_holiday')).toEqual([0, 1, 1, 0]);
  });

  it('are missing in years of which none is known', () => {
    const features = featuresOn(contractOf([HOLIDAYS]), '1899-12-25', '2101-01-01', '9999-12-25');
    for (const name of ['is_holiday', 'days_since_holiday', 'days_to_holiday']) {
      expect(features.get(name)).toEqual([NaN, NaN, NaN]);
    }
  });

  it.each<[unknown, RegExp]>([
    ['XX', /ISO 3166-1 code in capitals, such as DE, got "XX"/],
    ['de', /got "de"; did you mean "DE"\?|got "de".*DE/],
    ['', /got ""/],
    ['__proto__', /got "__proto__"/],
    ['constructor', /got "constructor"/],
    [7, /got 7/],
    [undefined, /with a country: \{ group: "holidays"/],
  ])('of the country %j are refused', (country, message) => {
    const make = () => featureSpec('extended', [{ group: 'holidays', country: country as string }]);
    expect(make).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringMatching(message) }),
    );
  });

  it('are refused without a country, or with two', () => {
    expect(() => featureSpec('extended', ['holidays'])).toThrow(/with a country: .*, got its name alone/);
    expect(() => featureSpec('extended', [HOLIDAYS, HOLIDAYS])).toThrow(/group holidays once, got it twice/);
    expect(() => featureSpec('extended', [{ group: 'holyday' } as never])).toThrow(/did you mean "holidays"/);
  });
});

describe('events', () => {
  it('tell the days since the latest and to the next; missing before the first and after the last', () => {
    const contract = contractOf([EVENTS]);
    const features = featuresOn(contract, '2026-04-30', '2026-05-01', '2026-05-02', '2026-05-04', '2026-05-09');
    expect(features.get('days_since_event')).toEqual([NaN, 0, 1, 0, 5]);
    expect(features.get('days_to_event')).toEqual([1, 0, 2, 0, NaN]);
  });

  const event = (date: unknown, name: unknown = 'a') => ({ date, name }) as CalendarEvent;
  it.each<[string, unknown, RegExp]>([
    ['no list', 'x', /expected 1 to 10000 events .*, got string/],
    ['an empty list', [], /got 0/],
    ['too many', Array.from({ length: 10_001 }, (_, i) => event(formatDay(i))), /got 10001/],
    ['no date', [event('2026-02-30')], /event 1: expected a calendar date as YYYY-MM-DD, got "2026-02-30"/],
    ['a time', [event('2026-02-03T10:00')], /event 1: expected a calendar date/],
    ['a number', [event(20_000)], /event 1: expected a calendar date .*got 20000/],
    ['nothing', [null], /event 1: expected a calendar date .*got none/],
    ['no name', [event('2026-05-01', ' ')], /event 1: expected a name of 1 to 200 printable characters, got " "/],
    ['a long name', [event('2026-05-01', 'x'.repeat(201))], /got "x{50,60}…/],
    ['a control character', [event('2026-05-01', '\u001b[31m')], /got "\\u001b\[31m"/],
    ['the same twice', [event('2026-05-01'), event('2026-05-01')], /event 2: the same as event 1 \(2026-05-01, "a"\)/],
  ])('with %s are refused', (_, list, message) => {
    const make = () => featureSpec('extended', [{ group: 'events', events: list as CalendarEvent[] }]);
    expect(make).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringMatching(message) }),
    );
  });

  it('tell ten problems at most, and how many more there are', () => {
    const list = Array.from({ length: 12 }, () => event('x'));
    expect(() => featureSpec('extended', [{ group: 'events', events: list }])).toThrow(/event 10: [^;]*; and 2 more$/);
  });
});

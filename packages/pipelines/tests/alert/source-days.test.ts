import { PanelBuilder } from '@dqs/core';
import { isDelivered, type Delivered, type DeliveryEntry } from '@dqs/ingestion';

import { lastGradedDay, sourceDays } from '../../src/alert/source-days.js';
import { DAY, HOUR, newOperation } from '../support/operation.js';
import { FIRST_DAY } from '../support/panels.js';

/** Days on which daily delivers, the last one included; weekly does on every seventh. */
const DAYS = 42;
const LAST = FIRST_DAY + DAYS - 1;
let entries: readonly DeliveryEntry<Delivered>[];

beforeAll(async () => {
  const { clock, deliveries } = newOperation();
  const deliver = async (source: string, day: number) => {
    const builder = new PanelBuilder();
    const key = { source, tenantId: '', datasetUuid: source, datasetName: source, ruleCode: '1' };
    builder.addCounts(key, day, { passes: 9, fails: 1, errors: 0, recordCount: 1, filteredCount: Number.NaN });
    builder.addLevel(key, 'DATASET', 10);
    clock.time = (day + 1) * DAY + 6 * HOUR;
    await deliveries.add({ id: `${source}-${day}`, panel: builder.build(), name: source, by: 'test' });
  };
  for (let day = FIRST_DAY; day <= LAST; day += 1) {
    await deliver('daily', day);
    if ((day - FIRST_DAY) % 7 === 0) await deliver('weekly', day);
  }
  entries = (await deliveries.entries()).filter(isDelivered);
});

/** The sources as they are at an hour of a day. */
const at = (day: number, hour = 8) => {
  const now = day * DAY + hour * HOUR;
  const known = entries.filter((one) => Date.parse(one.at) <= now);
  return new Map(sourceDays(known, day - 1, now).map((one) => [one.source, one]));
};

describe('the days of sources', () => {
  it('of one that is there say when it was complete, by its own clock', () => {
    const { judged, facts } = at(LAST + 1).get('daily')!;
    expect([judged, facts.arrived, facts.arrivalLag]).toEqual([LAST, true, 30 * HOUR]);
    expect(facts.quantiles.map(({ level }) => level)).toEqual([0.5, 0.95, 0.99]);
  });

  it('of one that is awaited keep the day before, and take the missing one when it is silent', () => {
    const early = at(LAST + 2, 5).get('daily')!;
    expect([early.judged, early.facts.arrived, early.facts.arrivalLag]).toEqual([LAST, false, 29 * HOUR]);
    const silent = at(LAST + 2, 12).get('daily')!;
    expect([silent.judged, silent.facts.arrivalLag]).toEqual([LAST + 1, 36 * HOUR]);
  });

  it('of one that never comes again stay at the first day that is missing', () => {
    for (const weeks of [1, 2, 10]) {
      const { judged, facts } = at(LAST + 7 * weeks + 2).get('daily')!;
      expect([judged, facts.arrived]).toEqual([LAST + 1, false]);
      expect(facts.arrivalLag).toBe((7 * weeks + 1) * DAY + 8 * HOUR);
    }
  });

  it('of one that comes once a week are awaited on its day alone', () => {
    const next = LAST + 1;
    expect(at(next).get('weekly')!.facts.arrived).toBe(true);
    expect(at(next + 1, 12).get('weekly')!).toMatchObject({ judged: next, facts: { arrived: false } });
  });

  it('say up to which day everything is graded: awaited days are not, until they are silent or their grace is over', () => {
    const graded = (day: number, hour: number, grace = 48) => {
      const now = day * DAY + hour * HOUR;
      return lastGradedDay(entries, day - 1, now, grace) - LAST;
    };
    expect(graded(LAST + 1, 8)).toBe(0);
    expect(graded(LAST + 2, 5)).toBe(0);
    expect(graded(LAST + 2, 12)).toBe(1);
    expect(graded(LAST + 2, 5, 4)).toBe(1);
  });
});

import { WARNING_ODDS, type DailyPanel } from '@dqs/core';

import { frozenAt, frozenWarnings, vetoedSeries, type DayWarnings } from '../../src/alert/warnings.js';
import {
  closePredictor,
  collectRevisions,
  issueForecasts,
  issuingHistory,
  type IssuingVersion,
} from '../../src/index.js';
import { DAY, HOUR, newOperation, trainedVersion } from '../support/operation.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';

const DAYS = 60;
const DAY_OF_WARNING = FIRST_DAY + DAYS - 1;
const panel = madePanel({ days: DAYS });
/** Nothing fails on the day that was warned of. */
const isFine = (one: DailyPanel) => {
  const { cells } = one;
  const fails = cells.fails.map((count, i) => (cells.day[i] === DAY_OF_WARNING ? 0 : count));
  const passes = cells.passes.map((count, i) => count + (cells.fails[i]! - fails[i]!));
  return { ...one, cells: { ...cells, passes, fails } };
};
const onTheDay = filterCells(panel, (day) => day === DAY_OF_WARNING);
const rules = { targetOf: () => 100, scope: 'all' };
let champion: IssuingVersion;
beforeAll(async () => {
  champion = await trainedVersion(panel, DAY_OF_WARNING - 5);
});
afterAll(() => closePredictor(champion.bundle.predictor));

/** A ledger in which a day was forecast and its results came; they were corrected at a time. */
async function operation(correctedAt?: number) {
  const { clock, deliveries, ledger } = newOperation();
  const deliver = async (id: string, of: DailyPanel, at: number) => {
    clock.time = at;
    await deliveries.add({ id, panel: of, name: id, by: 'test' });
    await collectRevisions(deliveries, ledger);
  };
  const morning = DAY_OF_WARNING * DAY + 5 * HOUR;
  const before = filterCells(panel, (day) => day < DAY_OF_WARNING);
  await deliver('before', before, morning);
  clock.time += HOUR;
  const request = { day: DAY_OF_WARNING, knownAt: clock.time, targets: { everywhere: 100, series: [] } };
  await issueForecasts(ledger, issuingHistory(before), [champion], request, { clock });
  await deliver('the day', onTheDay, morning + DAY);
  if (correctedAt !== undefined) await deliver('the day', isFine(onTheDay), correctedAt);
  return ledger;
}

const rowsOf = ({ series, said, missed }: DayWarnings) => Array.from(series, (one, i) => [one, said[i], missed[i]]);

describe('the warnings of a frozen day', () => {
  it('are those whose odds warn, each with whether it came true', async () => {
    const warnings = await frozenWarnings(await operation(), DAY_OF_WARNING, rules);
    expect(warnings.series.length).toBeGreaterThan(0);
    expect(warnings.said.every((odds) => odds >= WARNING_ODDS)).toBe(true);
    expect(warnings.missed).toContain(1);
  });

  it('count a correction that came before, and none that came after', async () => {
    const known = rowsOf(await frozenWarnings(await operation(), DAY_OF_WARNING, rules));
    const late = await operation(frozenAt(DAY_OF_WARNING) + HOUR);
    expect(rowsOf(await frozenWarnings(late, DAY_OF_WARNING, rules))).toEqual(known);
    const inTime = await operation(frozenAt(DAY_OF_WARNING) - HOUR);
    const corrected = rowsOf(await frozenWarnings(inTime, DAY_OF_WARNING, rules));
    expect(corrected).toEqual(known.map(([series, said]) => [series, said, 0]));
  });

  it('are the same when they are read from where they were kept', async () => {
    const ledger = await operation();
    const read = await frozenWarnings(ledger, DAY_OF_WARNING, rules);
    expect(await frozenWarnings(ledger, DAY_OF_WARNING, rules)).toEqual(read);
    const others = await frozenWarnings(ledger, DAY_OF_WARNING, { targetOf: () => 0, scope: 'none' });
    expect(others.series).toHaveLength(0);
  });
});

describe('a record of warnings', () => {
  const days = (count: number, missed: number): DayWarnings[] =>
    Array.from({ length: count }, () => ({
      series: Int32Array.of(1, 2),
      said: Float64Array.of(0.9, 0.9),
      missed: Uint8Array.of(missed, 1),
    }));

  it('speaks against a series whose warnings do not come true, and against no other', () => {
    expect([...vetoedSeries(days(60, 0))]).toEqual([1]);
    expect([...vetoedSeries(days(60, 1))]).toEqual([]);
    expect([...vetoedSeries(days(3, 0))]).toEqual([]);
  });
});

import { formatDay, MemoryStore, PanelBuilder, Random, type DailyPanel } from '@dqs/core';
import { Deliveries } from '@dqs/ingestion';
import { MemoryLedger } from '@dqs/ledger';
import { parseFault } from '@dqs/synthetic';

import {
  closePredictor,
  issueForecasts,
  issuingHistory,
  simulateOperation,
  type IssuingVersion,
  type SimulationReport,
} from '../../src/index.js';
import { FIRST_DAY } from '../support/panels.js';
import { DAY, forecastsOf, HOUR, trainedVersion } from '../support/operation.js';

const DAYS = 190;
const FROM = FIRST_DAY + 60;
const LAST = FIRST_DAY + DAYS - 1;

/** Two sources with two rules on eight datasets, which pass in nine of ten cases and know no other days. */
function quietPanel(): DailyPanel {
  const random = new Random(11);
  const builder = new PanelBuilder();
  for (const source of ['crm', 'erp']) {
    for (let dataset = 0; dataset < 8; dataset += 1) {
      for (const ruleCode of ['101', '102']) {
        const name = `${source}-${dataset}`;
        const key = { source, tenantId: 't', datasetUuid: name, datasetName: name, ruleCode };
        for (let day = 0; day < DAYS; day += 1) {
          const passes = Array.from({ length: 10 }, () => random.next()).filter((one) => one < 0.9).length;
          const counts = { passes, fails: 10 - passes, errors: 0, recordCount: 5, filteredCount: Number.NaN };
          builder.addCounts(key, FIRST_DAY + day, counts);
          builder.addLevel(key, 'ATTRIBUTE', 10);
        }
      }
    }
  }
  return builder.build();
}

const panel = quietPanel();
const FAULTS = [
  `drop:30@${formatDay(FIRST_DAY + 130)}+20/source=crm,rule=101`,
  `silent@${formatDay(FIRST_DAY + 110)}+2/source=erp`,
  `late:2@${formatDay(FIRST_DAY + 165)}+2/source=crm`,
  `duplicate@${formatDay(FIRST_DAY + 80)}+2/source=crm`,
  `correction:2@${formatDay(FIRST_DAY + 90)}+2/source=erp`,
].map(parseFault);
let version: IssuingVersion;
let report: SimulationReport;
const stores = { artifacts: new MemoryStore(), ledger: new MemoryLedger() };

beforeAll(async () => {
  version = await trainedVersion(panel, FROM);
  report = await simulateOperation(panel, [version], stores, { from: FROM, faults: FAULTS, seed: 2 });
});
afterAll(() => closePredictor(version.bundle.predictor));

describe('a simulated operation', () => {
  it('finds what was planted at the tick that brings it or the next, and copies and corrections when they come', () => {
    const found = new Map(report.faults.map(({ kind, found: how }) => [kind, how]));
    expect(found.get('drop')).toMatchObject({ by: 'surprise' });
    expect(found.get('silent')).toMatchObject({ by: 'silent' });
    expect(found.get('late')).toMatchObject({ by: 'silent' });
    expect(found.get('duplicate')).toMatchObject({ by: 'known', delayDays: 0 });
    // The wrong results are seen before they are corrected.
    expect(found.get('correction')).toMatchObject({ by: 'surprise' });
    expect([...found.values()].every((how) => how !== null && how!.delayDays <= 1)).toBe(true);
  });

  it('finds little else: a quiet day is called bad at the rate that the limit allows', () => {
    const surprises = new Set(report.others.filter(({ kind }) => kind === 'surprise').map(({ date }) => date));
    expect(surprises.size).toBeLessThanOrEqual(0.1 * report.days);
    expect(report.others.filter(({ kind }) => kind === 'degraded')).toEqual([]);
    expect(report.others.filter(({ kind }) => kind === 'silent')).toEqual([]);
  });

  it('forecasts every day live, every series once in each arm', async () => {
    const { from, to, days, forecasts, months } = report;
    expect([from, to, days]).toEqual([formatDay(FROM), formatDay(LAST), LAST - FROM + 1]);
    expect(forecasts).toBe(2 * 32 * days);
    const graded = months.reduce((sum, month) => sum + month.graded, 0);
    // Two silent days of sixteen series have nothing to be graded with.
    expect(graded).toBe(32 * days - 2 * 16);
    expect(months.every(({ coverage80, skill }) => coverage80 !== null && skill !== null)).toBe(true);
  });

  it('issues, bit for bit, what the store of deliveries gives for the time of the tick', async () => {
    for (const day of [FROM, FIRST_DAY + 92, FIRST_DAY + 112, FIRST_DAY + 140, FIRST_DAY + 167]) {
      const knownAt = day * DAY + 8 * HOUR;
      const known = await new Deliveries(stores.artifacts).panel({ knownAt });
      const ledger = new MemoryLedger();
      const request = { day, knownAt, targets: { everywhere: 100, series: [] } };
      await issueForecasts(ledger, issuingHistory(known), [version], request, { clock: { now: () => knownAt } });
      expect(await forecastsOf(stores.ledger, day)).toEqual(await forecastsOf(ledger, day));
    }
  });

  it('says the same again, whatever it took', async () => {
    const again = { artifacts: new MemoryStore(), ledger: new MemoryLedger() };
    const options = { from: FROM, to: FROM + 40, faults: [parseFault('drop:10'), parseFault('late')], seed: 5 };
    const one = await simulateOperation(panel, [version], again, options);
    const other = await simulateOperation(
      panel,
      [version],
      { artifacts: new MemoryStore(), ledger: new MemoryLedger() },
      options,
    );
    expect({ ...other, timings: undefined }).toEqual({ ...one, timings: undefined });
  });

  it('wants empty stores, and days of the history', async () => {
    const run = (from: number) => simulateOperation(panel, [version], stores, { from });
    await expect(run(FROM)).rejects.toThrow(/an empty store/);
    await expect(run(LAST + 1)).rejects.toThrow(/days of the history/);
    await expect(run(FIRST_DAY)).rejects.toThrow(/some before them/);
  });
});

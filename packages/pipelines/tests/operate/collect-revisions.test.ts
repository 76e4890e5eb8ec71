import { PanelBuilder, Random, type DailyPanel } from '@dqs/core';
import { MemoryLedger, type LedgerStore, type RevisionBatch } from '@dqs/ledger';
import { Deliveries } from '@dqs/ingestion';

import { collectRevisions } from '../../src/index.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';
import { DAY, HOUR, newOperation } from '../support/operation.js';

/** Results of two sources on the same series and days, so that deliveries meet in the same cells. */
function contentOf(seed: number): DailyPanel {
  const random = new Random(seed);
  const builder = new PanelBuilder();
  for (let i = 0; i < 6; i += 1) {
    const key = {
      source: random.next() < 0.5 ? 'crm' : 'erp',
      tenantId: random.next() < 0.5 ? 'a' : '__proto__',
      datasetUuid: `d-${random.integer(2)}`,
      datasetName: random.next() < 0.5 ? 'Orders' : 'orders',
      ruleCode: `${101 + random.integer(2)}`,
    };
    const [passes, fails] = [random.integer(5), 1 + random.integer(3)];
    builder.addCounts(key, FIRST_DAY + random.integer(3), {
      passes,
      fails,
      errors: random.integer(2),
      recordCount: 1,
      filteredCount: 1,
    });
  }
  return builder.build();
}

/** What a ledger says now of every series' day, as text by name. */
async function lastOf(ledger: LedgerStore): Promise<Record<string, number[]>> {
  const named = new Map((await ledger.series()).map((one) => [one.number, one]));
  const { series, day, passes, fails, errors } = await ledger.revisions({ from: 0, to: 100_000 });
  const last = new Map<string, number[]>();
  series.forEach((number, row) => {
    const { tenantId, datasetUuid, ruleCode } = named.get(number)!;
    last.set(JSON.stringify([tenantId, datasetUuid, ruleCode, day[row]]), [passes[row]!, fails[row]!, errors[row]!]);
  });
  return Object.fromEntries([...last].filter(([, counts]) => counts.some((count) => count !== 0)).sort());
}

/** The same of a panel. */
function sumsOf({ keys, cells }: DailyPanel): Record<string, number[]> {
  const sums = new Map<string, number[]>();
  cells.day.forEach((day, row) => {
    const { tenantId, datasetUuid, ruleCode } = keys[cells.key[row]!]!;
    const id = JSON.stringify([tenantId, datasetUuid, ruleCode, day]);
    const [passes, fails, errors] = sums.get(id) ?? [0, 0, 0];
    sums.set(id, [passes! + cells.passes[row]!, fails! + cells.fails[row]!, errors! + cells.errors[row]!]);
  });
  return Object.fromEntries([...sums].sort());
}

/** Everything that a ledger keeps of actuals. */
async function allOf(ledger: LedgerStore) {
  const names = new Map((await ledger.series()).map(({ number, ...one }) => [number, one]));
  const { series, ...columns } = await ledger.revisions({ from: 0, to: 100_000 });
  return { series: Array.from(series, (number) => names.get(number)), ...columns, upTo: await ledger.collectedUpTo() };
}

/** A ledger that dies in the middle of some calls: before they did anything, or after they did all. */
function dyingLedger(ledger: LedgerStore, random: Random): LedgerStore {
  const dies = async <T>(share: number, work: () => Promise<T>): Promise<T> => {
    if (random.next() < share) throw new Error('killed before');
    const done = await work();
    if (random.next() < share) throw new Error('killed after');
    return done;
  };
  return Object.assign(Object.create(ledger) as LedgerStore, {
    register: (...args: Parameters<LedgerStore['register']>) => dies(0.01, () => ledger.register(...args)),
    revise: (...args: Parameters<LedgerStore['revise']>) => dies(0.4, () => ledger.revise(...args)),
    collectedUpTo: () => ledger.collectedUpTo(),
    revisions: (...args: Parameters<LedgerStore['revisions']>) => ledger.revisions(...args),
  });
}

describe('collecting revisions', () => {
  it('gives of every series and day the sum of the newest versions, after every entry and whatever was compacted', async () => {
    const { clock, deliveries, ledger } = newOperation();
    const random = new Random(3);
    for (let step = 0; step < 60; step += 1) {
      clock.time += HOUR;
      await deliveries.add({
        id: `id ${random.integer(9)}`,
        panel: contentOf(random.integer(30)),
        name: 'x',
        by: 'ann',
      });
      if (random.next() < 0.15) await deliveries.compact('ann');
      await collectRevisions(deliveries, ledger);
      expect(await lastOf(ledger)).toEqual(sumsOf(await deliveries.panel()));
    }
    expect(await ledger.collectedUpTo()).toBe((await deliveries.head()).entries);
    expect(await collectRevisions(deliveries, ledger)).toMatchObject({ entries: 0, revisions: 0 });
  });

  it('gives the same revisions, bit for bit, whether somebody collected after every entry, once, or was killed on the way', async () => {
    const { clock, deliveries, ledger } = newOperation();
    const random = new Random(4);
    for (let step = 0; step < 150; step += 1) {
      clock.time += HOUR;
      await deliveries.add({
        id: `id ${random.integer(20)}`,
        panel: contentOf(random.integer(60)),
        name: 'x',
        by: 'ann',
      });
      if (step === 70) await deliveries.compact('ann');
      await collectRevisions(deliveries, ledger);
    }
    const atOnce = new MemoryLedger();
    await collectRevisions(deliveries, atOnce);
    const killed = new MemoryLedger();
    const chance = new Random(6);
    let deaths = 0;
    for (let left = 500; left > 0 && (await killed.collectedUpTo()) < (await deliveries.head()).entries; left -= 1) {
      await collectRevisions(deliveries, dyingLedger(killed, chance)).catch(() => (deaths += 1));
    }
    expect(deaths).toBeGreaterThan(2);
    expect(await allOf(atOnce)).toEqual(await allOf(ledger));
    expect(await allOf(killed)).toEqual(await allOf(ledger));
  });

  it('reads what is new and its own days, not the history', async () => {
    const { clock, artifacts, deliveries, ledger } = newOperation();
    const panel = madePanel({ days: 90 });
    await deliveries.add({
      id: 'history',
      panel: filterCells(panel, (day) => day < FIRST_DAY + 89),
      name: 'x',
      by: 'ann',
    });
    await collectRevisions(deliveries, ledger);
    clock.time += DAY;
    await deliveries.add({
      id: 'today',
      panel: filterCells(panel, (day) => day === FIRST_DAY + 89),
      name: 'x',
      by: 'ann',
    });
    const batches: RevisionBatch[] = [];
    const asked: number[] = [];
    const watched = Object.assign(Object.create(ledger) as LedgerStore, {
      register: (...args: Parameters<LedgerStore['register']>) => ledger.register(...args),
      collectedUpTo: () => ledger.collectedUpTo(),
      revise: (batch: RevisionBatch) => (batches.push(batch), ledger.revise(batch)),
      revisions: (query: Parameters<LedgerStore['revisions']>[0]) => (
        asked.push(query.from, query.to),
        ledger.revisions(query)
      ),
    });
    await collectRevisions(new Deliveries(artifacts), watched);
    expect(asked).toEqual([FIRST_DAY + 89, FIRST_DAY + 89]);
    expect(batches.map(({ revisions }) => [...new Set(revisions.day)])).toEqual([[FIRST_DAY + 89]]);
    expect(await lastOf(ledger)).toEqual(sumsOf(panel));
  });
});

import { Random } from '@dqs/core';
import { gradeChangedDays, idText, MemoryLedger, type IssueBatch, type LedgerStore } from '@dqs/ledger';
import { atHour, DAY, sampleBatch, sampleRevisions, sampleSeriesList } from '@dqs/ledger/testing';

import { forecastOutcomes, RememberedOutcomes } from '../src/index.js';

const ALL = { from: -1e5, to: 1e5 };
const SERIES = 4;

/** A ledger that counts how often forecasts are read. */
class CountingLedger extends MemoryLedger {
  reads = 0;
  override forecasts(query: Parameters<LedgerStore['forecasts']>[0]) {
    this.reads += 1;
    return super.forecasts(query);
  }
}

let ledger: CountingLedger;
let numbers: number[];
let outcomes: RememberedOutcomes;

const batch = (day: number, version = '1.0.0'): IssueBatch =>
  sampleBatch(
    numbers.map((series) => ({ series, day })),
    { version },
  );
const idsOf = async () => {
  const { ids, series } = await ledger.forecasts(ALL);
  return Array.from(series, (_, row) => idText(ids, row));
};

beforeEach(async () => {
  ledger = new CountingLedger();
  numbers = [...(await ledger.register(sampleSeriesList(SERIES)))];
  outcomes = new RememberedOutcomes(ledger);
  await ledger.issue(batch(DAY));
  await ledger.issue(batch(DAY + 1));
});

it('what has been read is told again without reading, and what is not there is nothing', async () => {
  const ids = await idsOf();
  const nothing = `${ids[0]!.slice(0, -1)}${ids[0]!.endsWith('0') ? '1' : '0'}`;
  const first = await outcomes.of([ids[3]!, nothing, ids[0]!, ids[3]!]);
  expect(first.map((one) => one?.row.forecastId)).toEqual([ids[3], undefined, ids[0], ids[3]]);
  const { reads } = ledger;
  const again = await outcomes.of([ids[0]!, ids[3]!]);
  expect(again).toEqual([first[2], first[0]]);
  expect(ledger.reads).toBe(reads);
  await expect(outcomes.of(['nonsense'])).rejects.toMatchObject({ code: 'invalid-argument' });
});

it('a correction, a grade, an intervention are told as soon as they are there', async () => {
  const [id] = await idsOf();
  const now = async () => (await outcomes.of([id!]))[0]!;
  expect((await now()).row.status).toBe('ungraded');
  const arrive = async (passes: number, fails: number) => {
    const results = numbers.map((series) => ({ series, passes, fails }));
    await ledger.revise(sampleRevisions(await ledger.collectedUpTo(), [{ at: atHour(30), results }]));
  };
  await arrive(20, 0);
  expect(await now()).toMatchObject({ row: { status: 'ungraded' }, revisions: [{ passes: 20 }] });
  await gradeChangedDays(ledger);
  expect((await now()).row).toMatchObject({ status: 'graded', actualPassPercentage: 100 });
  await arrive(10, 10);
  expect((await now()).revisions).toHaveLength(2);
  expect((await now()).row.actualPassPercentage).toBe(100);
  await gradeChangedDays(ledger);
  expect((await now()).row.actualPassPercentage).toBe(50);
  await ledger.intervene([{ series: numbers[0]!, day: DAY, at: atHour(32), by: 'ann', reason: 'fixed' }]);
  expect(await now()).toMatchObject({ row: { status: 'intervened' }, interventions: [{ by: 'ann' }] });
});

it('whatever happens in whatever order, an outcome is what the ledger says', async () => {
  const random = new Random(11);
  const acts = [
    (day: number) => ledger.issue(batch(day, `${random.integer(5)}.0.0`)),
    async (day: number) => {
      const results = numbers.map((series) => ({ series, day, passes: random.integer(9), fails: random.integer(3) }));
      const some = results.filter(() => random.next() < 0.6);
      await ledger.revise(sampleRevisions(await ledger.collectedUpTo(), [{ at: atHour(40), results: some }]));
    },
    (day: number) => {
      const series = numbers[random.integer(SERIES)]!;
      return ledger.intervene([{ series, day, at: atHour(41), by: 'ann', reason: 'fixed' }]);
    },
    () => gradeChangedDays(ledger),
  ];
  for (let step = 0; step < 60; step += 1) {
    if (random.next() < 0.4) await acts[random.integer(acts.length)]!(DAY + random.integer(3));
    const ids = (await idsOf()).filter(() => random.next() < 0.3);
    if (ids.length > 0) expect(await outcomes.of(ids)).toEqual(await forecastOutcomes(ledger, ids));
  }
});

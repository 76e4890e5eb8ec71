import { NO_ALERTS } from '@dqs/alerting';
import { gradeChangedDays } from '@dqs/ledger';
import { atHour, DAY, sampleBatch, sampleRevisions, sampleSeriesList } from '@dqs/ledger/testing';

import { migrate, PostgresAlertingStore, PostgresEvents, PostgresLedger, pruneStore } from '../src/index.js';
import { describeOnPlaces } from './support/contract-places.js';

const DAYS = [DAY - 400, DAY - 395, DAY];
const MS_PER_DAY = 86_400_000;
const NOW = atHour(24);

describeOnPlaces('retention', (it, placeOf) => {
  let ledger: PostgresLedger;
  const everything = { from: 0, to: DAY };
  const prune = (given: object) => pruneStore(placeOf().keeper, { now: NOW, ...given });
  const count = async () => (await ledger.forecasts(everything)).series.length;

  beforeEach(async () => {
    const { keeper } = placeOf();
    await keeper.withClient((client) => client.query('DROP SCHEMA IF EXISTS dqs CASCADE'));
    await migrate(keeper);
    ledger = new PostgresLedger(keeper);
    const numbers = await ledger.register(sampleSeriesList(2));
    for (const day of DAYS) await ledger.issue(sampleBatch([...numbers].map((series) => ({ series, day }))));
    const results = DAYS.flatMap((day) => [...numbers].map((series) => ({ series, day, passes: 19, fails: 1 })));
    await ledger.revise(sampleRevisions(0, [{ at: atHour(1), results }]));
    await gradeChangedDays(ledger);
  });

  it('tells what would go, and removes nothing before it is to', async () => {
    expect(await prune({ ledgerDays: 200, isDryRun: true })).toEqual([
      { what: expect.stringMatching(/^grade from 20\d\d-/), rows: 4 },
      { what: expect.stringMatching(/^forecast from 20\d\d-/), rows: 4 },
    ]);
    expect([await count(), await prune({})]).toEqual([6, []]);
  });

  it('of the ledger takes whole old parts, and leaves what came and the figures of pools, whatever arrives later', async () => {
    const [before, span] = [await ledger.aggregates(everything), await ledger.span()];
    expect(await prune({ ledgerDays: 200 })).toHaveLength(2);
    expect(await prune({ ledgerDays: 200 })).toEqual([]);
    expect([await count(), (await ledger.revisions(everything)).series.length]).toEqual([2, 6]);
    const [series] = await ledger.register(sampleSeriesList(1));
    const corrected = [{ series: series!, day: DAYS[0]!, passes: 10, fails: 10 }];
    await ledger.revise(sampleRevisions(1, [{ at: atHour(2), results: corrected }]));
    expect(await ledger.changedDays()).toEqual([]);
    await gradeChangedDays(ledger);
    expect(await ledger.aggregates(everything)).toEqual(before);
    expect(await ledger.span()).toEqual(span);
  });

  it('keeps a part of which a day has still to be graded', async () => {
    const [series] = await ledger.register(sampleSeriesList(1));
    const corrected = [{ series: series!, day: DAYS[1]!, passes: 10, fails: 10 }];
    await ledger.revise(sampleRevisions(1, [{ at: atHour(2), results: corrected }]));
    expect(await prune({ ledgerDays: 200 })).toEqual([]);
    expect((await gradeChangedDays(ledger)).grades).toBe(1);
    expect(await prune({ ledgerDays: 200 })).toHaveLength(2);
  });

  it('goes on where it was interrupted, whatever has arrived since', async () => {
    const { keeper } = placeOf();
    let left = 1;
    const dying: Pick<typeof keeper, 'withClient' | 'transaction'> = {
      withClient: (work) => keeper.withClient(work),
      transaction: async (work) => {
        left -= 1;
        if (left < 0) throw new Error('killed');
        return keeper.transaction(work);
      },
    };
    await expect(pruneStore(dying, { now: NOW, ledgerDays: 200 })).rejects.toThrow('killed');
    expect([await count(), (await ledger.grades({ from: DAY, to: DAY })).status.length]).toEqual([6, 2]);
    const [series] = await ledger.register(sampleSeriesList(1));
    const corrected = [{ series: series!, day: DAYS[0]!, passes: 10, fails: 10 }];
    await ledger.revise(sampleRevisions(1, [{ at: atHour(2), results: corrected }]));
    expect(await prune({ ledgerDays: 200 })).toEqual([{ what: expect.stringMatching(/^forecast from /), rows: 4 }]);
  });

  it('takes old states of alerting, and keeps those from which later ones follow', async () => {
    const store = new PostgresAlertingStore(placeOf().keeper);
    const dayOf = (step: number) => NOW + (step - 59) * MS_PER_DAY;
    const stateAfter = (step: number) => ({
      ...NO_ALERTS,
      at: dayOf(step),
      pages: Array.from({ length: 20 }, (_, i) => ({
        owner: `team-${i}`,
        incident: `inc-${i === 0 ? step : 0}`,
        at: i,
      })),
    });
    for (let before = 0; before < 60; before += 1) {
      const tick = { kind: 'tick', day: 1, transitions: [], sends: [], held: [], nextAt: null, system: [] } as const;
      const step = { ...tick, at: dayOf(before), policy: 'p' };
      const request = { name: 'checks', before, state: stateAfter(before), incidents: [], step };
      await store.transact((tx) => store.save(tx, request));
    }
    const pruned = await prune({ recordDays: 30 });
    expect(pruned).toEqual([
      { what: 'alerting_step', rows: 29 },
      { what: 'alerting_past', rows: expect.any(Number) as number },
    ]);
    expect(pruned[1]!.rows).toBeGreaterThan(10);
    for (let step = 29; step < 60; step += 1) {
      expect(await store.stateAt('checks', dayOf(step))).toEqual({ version: step + 1, state: stateAfter(step) });
    }
    const old = store.stateAt('checks', dayOf(3));
    await expect(old).rejects.toMatchObject({ code: 'history-removed' });
    expect(await store.load('checks')).toEqual({ version: 60, state: stateAfter(59) });
  });

  it('takes old events but the last, and no message that waits', async () => {
    const { keeper } = placeOf();
    const events = new PostgresEvents(keeper);
    const event = { type: 'job.failed', subject: 'a', data: null };
    await events.append([1, 2, 3].map((at) => ({ ...event, at })));
    await keeper.withClient((client) =>
      client.query(`INSERT INTO dqs.outbox_message
        SELECT number, 'a', number::text::bytea, 'r', 's', false, false, '{}', 0, state, 1, NULL, 0, NULL, NULL, 0
        FROM (VALUES (1, 'sent'), (2, 'waiting'), (3, 'dead'), (4, 'sent')) AS old (number, state)`),
    );
    expect(await prune({ recordDays: NOW / MS_PER_DAY })).toEqual([]);
    expect(await prune({ recordDays: 30 })).toEqual([
      { what: 'outbox_message', rows: 2 },
      { what: 'event', rows: 2 },
    ]);
    expect([await events.latest(), (await events.since(0, 9)).length]).toEqual([3, 1]);
  });
});

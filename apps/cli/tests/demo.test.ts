import { join } from 'node:path';

import { allSteps } from '@dqs/alerting';
import { PanelBuilder, SILENT_LOGGER, type Progress } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';
import { isDelivered, lateSources } from '@dqs/ingestion';
import {
  hasDatabase,
  openRegistry,
  openStore,
  readAudit,
  verifyAuditOf,
  withAudit,
  withOperation,
  type OpenedOperation,
} from '@dqs/runtime';
import { openDeliveries } from '@dqs/runtime/history';
import { openRetraining } from '@dqs/runtime/retraining';
import { ApiKeys } from '@dqs/runtime/serving';

import { DATASETS, SOURCES } from '../src/commands/serve/demo/company.js';
import { calendarOf } from '../src/commands/serve/demo/calendar.js';
import { fillDemo } from '../src/commands/serve/demo/fill.js';
import { ALERTING, MODEL, placeOf } from '../src/commands/serve/demo/policies.js';
import type { DemoSettings } from '../src/commands/serve/demo/world.js';
import { scratchFolder } from './support/dqs.js';

const folder = scratchFolder();
const NOW = Date.parse('2026-05-21T09:12:00Z');
const { today } = calendarOf(NOW);
/** All that people did in the last weeks is in them. */
const DAYS = 60;
/** On a machine that does much else. */
const FILLING_MS = 20 * 60_000;
/** Enough to be interrupted in. */
const FEW = 16;

function settingsOf(name: string): DemoSettings {
  return { store: join(folder, name), registry: join(folder, name, 'registry'), threads: 1 };
}

function hooksOf(signal = new AbortController().signal, onProgress?: (progress: Progress) => void) {
  return { signal, logger: SILENT_LOGGER, clock: { now: () => NOW }, ...(onProgress && { onProgress }) };
}

/** All that a store holds but what is drawn by chance: ids and secrets of keys, webhooks and audit entries. */
function contentsOf(settings: DemoSettings): Promise<object> {
  return withOperation(settings, async ({ ledger, alerting }) => {
    const days = { from: 0, to: today };
    const steps = [];
    for await (const { version: _, ...step } of allSteps(alerting, ALERTING)) steps.push(step);
    const registry = await openRegistry(settings);
    const { record } = await openRetraining({ ...settings, retrainPolicy: placeOf(settings, 'retraining') }, {});
    const entries = await (await openDeliveries(settings)).entries();
    return {
      deliveries: entries.map(({ at, body }) => ({ at, body })),
      forecasts: digestOf(await ledger.forecasts(days)),
      grades: digestOf(await ledger.grades(days)),
      interventions: await ledger.interventions(days),
      steps,
      incidents: await alerting.incidents(ALERTING, { limit: 10_000 }),
      messages: (await alerting.outboxOf(ALERTING).list({})).map(({ message, state }) => ({ id: message.id, state })),
      silences: await alerting.silences(ALERTING),
      marks: await alerting.marks(ALERTING),
      moves: (await registry.aliasHistory(MODEL, 'production')).map(({ at, by, body }) => ({ at, by, body })),
      retraining: (await record.entries(100)).map(({ at, by, event }) => ({ at, by, event })),
      keys: (await new ApiKeys(openStore(settings.store)).list()).map(({ id: _, ...key }) => key),
    };
  });
}

/** A digest of columns, whatever arrays they are. */
function digestOf(columns: object): string {
  const plain = (value: unknown): unknown =>
    ArrayBuffer.isView(value)
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
      : value;
  return sha256(JSON.stringify(columns, (_, value: unknown) => plain(value)));
}

/** Fills a store, and interrupts it once a stage has come so far. */
async function interrupted(settings: DemoSettings, stage: string, done: number): Promise<void> {
  const stop = new AbortController();
  const hooks = hooksOf(stop.signal, (progress) => {
    if (progress.stage === stage && progress.done >= done) stop.abort(new Error('interrupted'));
  });
  await expect(fillDemo(settings, hooks, FEW)).rejects.toMatchObject({ code: 'aborted' });
}

describe('the demonstration', () => {
  const settings = settingsOf('whole');
  beforeAll(() => fillDemo(settings, hooksOf(), DAYS), FILLING_MS);

  const within = <T>(work: (operation: OpenedOperation) => Promise<T>) => withOperation(settings, work);
  const incidents = () => within(({ alerting }) => alerting.incidents(ALERTING, { limit: 10_000 }));
  const alerts = () => within(async ({ alerting }) => (await alerting.load(ALERTING)).state.alerts);

  it('is a company of ten sources, six teams and more than a hundred series', async () => {
    const series = await within(({ ledger }) => ledger.series());
    expect(new Set(series.map(({ source }) => source)).size).toBe(SOURCES.length);
    expect(new Set(series.map(({ datasetUuid }) => datasetUuid)).size).toBe(DATASETS.length);
    expect(new Set(SOURCES.map(({ owner }) => owner)).size).toBe(6);
    expect(series.length).toBeGreaterThan(130);
  });

  it('has a morning on which one source is silent, one is not due yet, and the others have come', async () => {
    const entries = (await (await openDeliveries(settings)).entries()).filter(isDelivered);
    const late = lateSources(entries, today - 1, NOW).map(({ source, status }) => ({ source, status }));
    expect(late).toEqual([
      { source: 'campaigns', status: 'silent' },
      { source: 'staff', status: 'not due yet' },
    ]);
    expect(entries.filter(({ body }) => body.replaces !== null).map(({ body }) => body.delivery.split('-')[0])).toEqual(
      expect.arrayContaining(['checkout', 'ledger']),
    );
  });

  it('forecasts today, of which some will probably fail', async () => {
    const { numbers } = await within(({ ledger }) => ledger.forecasts({ from: today, to: today, arms: ['champion'] }));
    const likely = [...numbers.pBelowTarget].filter((odds) => odds >= 0.6).length;
    expect(likely).toBeGreaterThanOrEqual(4);
    expect(likely).toBeLessThanOrEqual(20);
  });

  it('has incidents in every state, resolved by people for reasons and joined by leads', async () => {
    const found = await incidents();
    const states = new Set(found.map(({ state }) => state));
    expect([...states].sort()).toEqual(['acknowledged', 'open', 'resolved']);
    const reasons = new Set(found.map(({ resolution }) => resolution?.reason));
    expect([...reasons]).toEqual(expect.arrayContaining(['recovered', 'fixed-upstream']));
    expect(found.some(({ members }) => members.some(({ joinedBy }) => joinedBy === 'lead'))).toBe(true);
  });

  it('has alerts that are told and some that are not, for different reasons', async () => {
    const reasons = new Set((await alerts()).map(({ suppressed }) => suppressed?.by ?? 'told'));
    expect([...reasons]).toEqual(expect.arrayContaining(['told', 'dry-run', 'silence', 'inhibition']));
  });

  it('has sent pages and digests, held some back, and cannot reach one receiver', async () => {
    await within(async ({ alerting }) => {
      const kinds = new Set<string>();
      for await (const step of allSteps(alerting, ALERTING)) {
        if (step.kind !== 'tick') continue;
        for (const { kind, page } of step.sends) kinds.add(page ? 'page' : kind);
        for (const { why } of step.held) kinds.add(`held: ${why}`);
      }
      expect([...kinds]).toEqual(expect.arrayContaining(['page', 'digest', 'resolved', 'updated', 'held: route']));
      const { waiting, oldestWaitingAt } = await alerting.outboxOf(ALERTING).status();
      expect(waiting).toBeGreaterThan(0);
      expect(oldestWaitingAt).toBeLessThan(NOW);
    });
  });

  it('has what people said: marks of every kind, silences that hold and that are over, interventions', async () => {
    await within(async ({ alerting, ledger }) => {
      const kinds = new Set((await alerting.marks(ALERTING)).map(({ kind }) => kind));
      expect([...kinds].sort()).toEqual(['expected-once', 'expected-until', 'false-alarm', 'fixed']);
      const silences = await alerting.silences(ALERTING);
      expect(new Set(silences.map(({ until }) => until > NOW))).toEqual(new Set([true, false]));
      expect(await ledger.interventions({ from: 0, to: today })).toHaveLength(2);
    });
  });

  it('has moved the alias of its model, rolled it back, and has answers to whether it is trained anew', async () => {
    const registry = await openRegistry(settings);
    const moves = (await registry.aliasHistory(MODEL, 'production')).map(
      ({ body }) => body.kind === 'moved' && body.how,
    );
    expect(moves).toHaveLength(3);
    expect(moves.at(-1)).toBe('rolled-back');
    const { record } = await openRetraining({ ...settings, retrainPolicy: placeOf(settings, 'retraining') }, {});
    const events = (await record.entries(100)).map(({ event }) => event);
    const blocks = events.flatMap((event) =>
      event.kind === 'decided' ? event.decision.blocks.map(({ name }) => name) : [],
    );
    expect(blocks).toContain('ingest-incident');
    expect(events.some(({ kind }) => kind === 'judged')).toBe(true);
  });

  it('has keys of several roles, and an audit log of what people did in which nothing is missing', async () => {
    const keys = await new ApiKeys(openStore(settings.store)).list();
    expect(new Set(keys.map(({ role }) => role)).size).toBeGreaterThanOrEqual(3);
    await withAudit(settings, hooksOf(), async (audit) => {
      const entries = await readAudit(audit, { actor: { id: 'auditor' } });
      const actions = new Set(entries.map(({ entry }) => entry.action));
      expect([...actions]).toEqual(
        expect.arrayContaining([
          'incident.acknowledge',
          'incident.resolve',
          'mark.add',
          'silence.add',
          'model.roll-back',
        ]),
      );
      const { isIntact } = await verifyAuditOf(audit, [], hooksOf());
      expect(isIntact).toBe(true);
    });
  });

  it('is left as it is once it is filled', async () => {
    expect(await fillDemo(settings, hooksOf(), DAYS)).toBe(false);
  });
});

describe('a demonstration that is filled again', () => {
  it(
    'is the same, also after interruptions',
    async () => {
      const [once, again] = [settingsOf('once'), settingsOf('again')];
      await fillDemo(once, hooksOf(), FEW);
      await interrupted(again, 'results and forecasts', 3);
      await interrupted(again, 'results and forecasts', FEW - 2);
      await interrupted(again, 'alerts and acts', 5);
      await interrupted(again, 'alerts and acts', FEW - 1);
      expect(await fillDemo(again, hooksOf(), FEW)).toBe(true);
      expect(await contentsOf(again)).toEqual(await contentsOf(once));
    },
    FILLING_MS,
  );

  it('needs a store that nobody else fills', async () => {
    const settings = settingsOf('taken');
    const deliveries = await openDeliveries(settings);
    await deliveries.add({ id: 'mine', panel: new PanelBuilder().build(), name: 'mine', by: 'me' });
    await expect(fillDemo(settings, hooksOf(), FEW)).rejects.toMatchObject({ code: 'config-invalid' });
    expect(hasDatabase(settings)).toBe(false);
  });
});

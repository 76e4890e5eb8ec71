import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { MS_PER_DAY } from '@dqs/core';

import {
  channelsOf,
  openPolicy,
  policySources,
  replayedTicks,
  runTick,
  simulateProposed,
  type OpenedPolicy,
  lastDaysSpan,
} from '../src/alerting/index.js';
import { KEPT_POLICY, policyFile, policyPath } from '../src/alerting/kept-policy.js';
import { replayedTimes } from '../src/alerting/replayed-ticks.js';
import { recordFacts } from '../src/alerting/system-facts.js';
import { kindsOfJobs, WORKS, type Operation } from '../src/index.js';
import { lastTickFacts } from '../src/metrics/tick-facts.js';
import { keptDrift } from '../src/operation/kept-drift.js';
import { Automation, FIRST_DAY, weekends } from './support/automation.js';
import { refusal, TestFolder } from './support/folder.js';
import { pageView, saved } from './support/page-view.js';

const LEARNED = 60;
const POLICY = `
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main }
catalog: catalog.yaml
routes: [{ to: [data] }]
incidents: { group_wait: 0m }
rules:
  - { id: below-target, when: p_below_target >= 0.6 }
  - { id: failed, when: pass_percentage < target }
receivers: { data: { email: { to: a@example.com } }, hook: { webhook: { url: 'https://example.com/', secret: [{ env: DQS_SECRET_HOOK }] } } }
`;
const folder = new TestFolder();
const digest = () => ({ subject: 'Today', text: 'text', html: '<p>text</p>' });

let system: Automation;
let opened: OpenedPolicy;
let settings: Parameters<typeof runTick>[0];
beforeAll(async () => {
  system = await Automation.begin(
    weekends(LEARNED + 2),
    LEARNED,
    'triggers: { schedule: { every: 28d } }\nlimits: { lease: 2h }\ngates: { better: {}, naive_skill: { above: 0 } }\n',
  );
  folder.write('catalog.yaml', 'entries: [{ match: { dataset: d1 }, set: { owner: ann, target: 60 } }]');
  opened = await openPolicy({ policy: folder.write('policy.yaml', POLICY) });
  // A server's database, of whose disk nothing is known.
  settings = { ...system.settings, databaseUrl: 'postgres://nowhere' };
});
afterAll(() => system.end());

const tick = (more: object = {}) => runTick({ ...settings, ...more }, system.operation, opened, digest, system.hooks);
const onDay = (offset: number, hour: number) => (FIRST_DAY + LEARNED + offset) * MS_PER_DAY + hour * 3_600_000;
const state = async () => (await system.alerting.load('main')).state;
const replay = (days: number) =>
  replayedTicks(settings, system.operation, opened, lastDaysSpan(days, system.now), system.hooks);

describe('ticks of alerting', () => {
  it('before any forecast have nothing to replay or to simulate on', async () => {
    expect(await replay(7)).toMatchObject({ days: [], areMade: false, state: { at: null } });
    const proposed = { text: POLICY, days: 7, at: system.now };
    expect(await refusal(() => simulateProposed(settings, system.operation, opened, proposed, system.hooks))).toEqual([
      'not-enough-history',
      'expected forecasts of past days to simulate on, got a ledger without any',
    ]);
  });

  it('take in what has arrived, decide, and leave what cannot be sent waiting with the reason', async () => {
    for (const day of [1, 2, 3, 4]) await system.morning(LEARNED + day);
    system.at(LEARNED + 4, 7);
    const done = await tick();
    expect(done.facts).toMatchObject({ at: system.now, day: FIRST_DAY + LEARNED + 3 });
    expect([done.version, done.facts.series.length, done.decision.sends.length > 0]).toEqual([1, 6, true]);
    expect(done.dispatched).toMatchObject({ sent: 0, dead: 0, later: done.queued });
    const waiting = await system.alerting.outboxOf('main').list({ state: 'waiting' });
    // One was tried; what is for the same receiver waits with it.
    expect(waiting.map(({ why, attempts }) => [why, attempts]).slice(0, 2)).toEqual([
      ['expected smtp: with a mail server in a receiver with email, got none; name one', 1],
      [null, 0],
    ]);
    expect(await lastTickFacts(system.settings.store)).toMatchObject({ at: system.now, series: 6 });
    // The target and the owner of the catalog.
    const owned = done.facts.series.filter(({ labels }) => labels.owner === 'ann');
    expect(owned.map(({ labels, target }) => [labels.dataset, target])).toEqual([['d1', 60]]);
  });

  it('that are only looked at change nothing, and of a time that is named decide on what was known then', async () => {
    const before = await state();
    const dry = await tick({ tickDryRun: true });
    expect([dry.version, dry.dispatched]).toEqual([null, null]);
    const then = system.now - MS_PER_DAY;
    expect((await tick({ tickDryRun: true, knownAt: then })).facts.at).toBe(then);
    expect(await state()).toEqual(before);
    expect((await lastTickFacts(system.settings.store))!.at).toBe(before.at);
  });

  it('send nothing where that is asked for, and keep the figures of now alone', async () => {
    system.at(LEARNED + 4, 8);
    const silent = await tick({ noSend: true });
    expect([silent.version, silent.dispatched]).toEqual([2, null]);
    const kept = (await lastTickFacts(system.settings.store))!.at;
    system.at(LEARNED + 4, 9);
    await tick({ noSend: true, knownAt: system.now });
    expect([(await state()).at, (await lastTickFacts(system.settings.store))!.at]).toEqual([system.now, kept]);
  });

  it('are replayed as they were made, with the state before them', async () => {
    await system.morning(LEARNED + 5);
    system.at(LEARNED + 5, 7);
    await tick({ noSend: true });
    for (const hour of [8, 9]) {
      system.at(LEARNED + 5, hour);
      await tick({ noSend: true });
    }
    const { days, areMade, state: before } = await replay(1);
    // Those of 8 and 9 decided nothing.
    expect([areMade, days.map(({ at }) => at)]).toEqual([true, [onDay(5, 7)]]);
    const last = (await system.alerting.steps('main')).find(({ at }) => at === onDay(4, 7));
    expect(before.at).toBe(last!.at);
    const whole = await replay(3);
    expect(whole.days.length).toBeGreaterThan(days.length);
    expect(whole.state.at).toBeNull();
  });

  it('are replayed where something was decided, had arrived or a day had begun, else one a day', async () => {
    const { alerting } = pageView();
    const steps = [
      { at: onDay(3, 7) },
      { at: onDay(3, 8) },
      { at: onDay(3, 9), kind: 'act', act: {} },
      {
        at: onDay(3, 10),
        sends: [{ id: 's' }],
        system: [
          { part: 'outbox', kind: 'outbox' },
          { part: 'f', kind: 'forecasts' },
        ],
      },
      { at: onDay(3, 12) },
      { at: onDay(3, 13) },
      { at: onDay(4, 1) },
    ];
    for (const step of steps) await saved(alerting, { step });
    const entries = [{ at: new Date(onDay(3, 11)).toISOString() }];
    const times = (span: readonly [from: number, to: number], most?: number) =>
      replayedTimes(
        { ledger: system.ledger, alerting: alerting as never },
        opened,
        entries,
        { from: span[0], to: span[1] },
        most,
      );
    const whole = [onDay(3, 0), onDay(4, 12)] as const;
    const found = (await times(whole))!;
    expect([found.areMade, found.times]).toEqual([true, [onDay(3, 7), onDay(3, 10), onDay(3, 12), onDay(4, 1)]]);
    // Whether forecasts are made is seen again.
    expect([found.system(onDay(3, 10)), found.system(1)]).toEqual([[{ part: 'outbox', kind: 'outbox' }], []]);
    const daily = (await times(whole, 3))!;
    expect(daily.areMade).toBe(false);
    expect(daily.times.every((at) => at >= onDay(1, 0) && at <= onDay(4, 12))).toBe(true);
    expect(new Set(daily.times.map((at) => Math.floor(at / MS_PER_DAY))).size).toBe(4);
    expect(daily.system(onDay(3, 10))).toEqual([]);
    const both = (await times(whole, 9))!;
    expect([both.areMade, both.times.slice(-4)]).toEqual([false, found.times]);
    expect(both.times.filter((at) => at < onDay(3, 7)).length).toBeGreaterThan(0);
    const before = (await times([onDay(1, 0), onDay(2, 12)]))!;
    expect([before.areMade, before.times.length > 0]).toEqual([false, true]);
  });

  it('are simulated with a policy that somebody proposes', async () => {
    const proposed = { text: POLICY.replace('0.6', '0.2'), days: 3, at: system.now };
    const found = await simulateProposed(settings, system.operation, opened, proposed, system.hooks);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    const closed = { ...proposed, text: POLICY.replace('catalog.yaml', '/etc/passwd') };
    expect((await refusal(() => simulateProposed(settings, system.operation, opened, closed, system.hooks)))?.[0]).toBe(
      'policy-invalid',
    );
  });

  it('by jobs tell of the incidents that they open, and are due once in five minutes', async () => {
    const work = WORKS.find(({ kind }) => kind === 'alert')!;
    const policy = folder.write('jobs.yaml', POLICY.replace('name: main', 'name: jobs'));
    const operation: Operation = {
      settings: { ...settings, policy },
      deliveries: system.deliveries,
      digest: async () => digest,
      ...system.operation,
    };
    const keyAt = async (now: number) => (await work.due(operation, now)).map(({ key }) => key);
    const [first] = await keyAt(system.now);
    expect(first).toMatch(/^2025-03-12T09:00, \d+ deliveries, forecasts to 2025-03-\d\d$/);
    expect([await keyAt(system.now + 299_999), work.nextAt(operation.settings, system.now)]).toEqual([
      [first],
      system.now + 300_000,
    ]);
    expect(work.byHand!(system.now).key).toBe('by hand 2025-03-12T09:00');
    const { events = [], ...facts } = await work.run(operation, { key: first!, data: {} }, system.hooks);
    expect(facts).toMatchObject({ policy: 'jobs', series: 6, sends: expect.any(Number) });
    expect(events.length).toBeGreaterThan(0);
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['incident.opened']));
    expect([work.isFor!({ policy }), work.isFor!({ store: system.settings.store })]).toEqual([true, false]);
  });

  it('are preceded by a look at drift, which is kept for a month', async () => {
    const [monitor, retention, verify] = ['monitor', 'retention', 'verify'].map(
      (kind) => WORKS.find((work) => work.kind === kind)!,
    );
    const operation: Operation = {
      settings: { ...settings, threads: 1 } as never,
      deliveries: system.deliveries,
      digest: async () => digest,
      ...system.operation,
    };
    const found = await monitor!.run(operation, { key: 'k', data: {} }, system.hooks);
    expect(found).toMatchObject({ lastDate: '2025-03-11', degraded: 0, mae: expect.any(Number) });
    const kept = await keptDrift(system.ledger, system.now);
    expect(kept).toMatchObject({ at: system.now, version: 'orders@1.0.0', lastDay: FIRST_DAY + LEARNED + 4 });
    expect(kept!.rows.every(({ meaning }) => meaning !== '')).toBe(true);
    expect(await keptDrift(system.ledger, system.now - 1)).toBeUndefined();
    expect(await keptDrift(system.ledger, system.now + 31 * MS_PER_DAY)).toEqual(kept);
    expect(await keptDrift(system.ledger, system.now + 31 * MS_PER_DAY + 1)).toBeUndefined();
    expect(await retention!.run(operation, { key: 'k', data: {} }, system.hooks)).toEqual({ pruned: [] });
    expect([retention!.isFor!({}), retention!.isFor!({ keepLedgerDays: 9 })]).toEqual([false, true]);
    for (const work of [monitor!, retention!, verify!]) {
      expect((await work.due(operation, system.now)).map(({ key }) => key)).toEqual(['2025-03-12']);
      expect(work.byHand!(system.now)).toMatchObject({ kind: work.kind, data: { date: '2025-03-12' } });
    }
    const intact = await verify!.run(operation, { key: 'k', data: {} }, system.hooks);
    expect(intact).toMatchObject({ problems: [], events: [] });
    expect(await recordFacts(system.settings, system.now + 5)).toContainEqual({
      part: 'audit log',
      kind: 'audit',
      labels: {},
      ok: true,
      age: 5,
    });
    expect(await recordFacts({}, system.now)).toEqual([]);
  });

  it('without a model in use find no drift from its training', async () => {
    const monitor = WORKS.find((work) => work.kind === 'monitor')!;
    const bare = { ...settings, registry: folder.at('no-registry') };
    const operation: Operation = {
      settings: bare,
      deliveries: system.deliveries,
      digest: async () => digest,
      ...system.operation,
    };
    system.now += 1000;
    await monitor.run(operation, { key: 'k', data: {} }, system.hooks);
    expect((await keptDrift(system.ledger, system.now))?.version).toBeNull();
  });
});

describe('channels of a policy', () => {
  const why = async (name: string, more: object, environment = {}) => {
    const channel = (await channelsOf(opened.policy, more, environment))(name)!;
    return channel.deliver({} as never, {} as never);
  };

  it('are opened once, and none for a receiver that the policy does not have', async () => {
    const channelOf = await channelsOf(
      opened.policy,
      { mailServer: 'smtp://user:pass@127.0.0.1:1', mailFrom: 'a@example.com' },
      {},
    );
    expect(channelOf('nobody')).toBeUndefined();
    expect(channelOf('constructor')).toBeUndefined();
    expect(channelOf('data')).toBe(channelOf('data'));
    expect(channelOf('data')!.kind).toBe('email');
  });

  it('take nothing while a server or a secret is missing, and say which', async () => {
    expect(await why('data', { mailServer: 'smtp://127.0.0.1' })).toMatchObject({
      status: 'later',
      why: expect.stringContaining('a mail server'),
    });
    expect(await why('data', { mailFrom: 'a@example.com' })).toMatchObject({ status: 'later' });
    expect(await why('hook', {})).toMatchObject({ status: 'later', why: expect.stringContaining('DQS_SECRET_HOOK') });
  });
});

describe('the policy that counts', () => {
  it('is the one that is set, else the one that the store keeps, else the one of the folder', () => {
    const store = folder.at('kept-store');
    const policy = folder.at('policy.yaml');
    expect([policyPath({ policy, store }), policyPath({ store }), policyPath({})]).toEqual([
      policy,
      'dqs.alerts.yaml',
      'dqs.alerts.yaml',
    ]);
    expect([policyFile({ policy }), policyFile({ store }), policyFile({})]).toEqual([policy, undefined, undefined]);
    const kept = folder.write(join('kept-store', KEPT_POLICY), readFileSync(policy, 'utf8'));
    expect([policyPath({ store }), policyFile({ store }), policyPath({ policy, store })]).toEqual([
      kept,
      undefined,
      policy,
    ]);
  });

  it('sets targets by its catalog, and its own default for all others', () => {
    const keys = [{ source: 's', tenantId: 't', datasetUuid: 'd1', datasetName: 'D', ruleCode: '1' }];
    const { targets, toldOf } = policySources(opened, {
      panel: { keys } as never,
      facts: [{ ...keys[0]!, owner: 'bob' }],
    });
    expect(targets).toEqual({
      everywhere: opened.policy.target,
      series: [{ tenantId: 't', datasetUuid: 'd1', ruleCode: '1', targetPercentage: 60 }],
    });
    expect(toldOf!({ ...keys[0]!, number: 1, level: 'dataset' })).toMatchObject({ owner: 'bob' });
  });

  it('that names a catalog which is not there, or is none, is refused with its path', async () => {
    const lost = folder.write('lost.yaml', POLICY.replace('catalog.yaml', 'lost-catalog.yaml'));
    expect((await refusal(() => openPolicy({ policy: lost })))?.[0]).toBe('input-not-found');
    expect(await refusal(() => openPolicy({ policy: folder.at('none.yaml') }))).toEqual([
      'input-not-found',
      expect.stringMatching(/^expected an alert policy at .*none\.yaml: ENOENT.*; name one with --policy$/),
    ]);
    const absolute = folder.write('absolute.yaml', POLICY.replace('catalog.yaml', folder.at('catalog.yaml')));
    expect((await openPolicy({ policy: absolute })).catalog.entries).toHaveLength(1);
    const catalog =
      '\n---\napiVersion: dqs/v1\nkind: Catalog\nentries: [{ match: { dataset: x }, set: { owner: ann } }]\n';
    const own = folder.write('own.yaml', `${POLICY.trim().replace('catalog: catalog.yaml\n', '')}${catalog}`);
    expect((await openPolicy({ policy: own })).catalog.entries).toHaveLength(1);
  });
});

describe('kinds of jobs', () => {
  const job = (more: object) =>
    ({ kind: 'grade', key: 'k', state: 'done', startedAt: null, endedAt: null, why: null, dueAt: 1, ...more }) as never;

  it('tell their last job, what waits, and when the next is due', async () => {
    const jobs = [
      job({ key: 'a', startedAt: 5, endedAt: 6 }),
      job({ key: 'b', startedAt: 9 }),
      job({ key: 'c', state: 'waiting', dueAt: 70 }),
      job({ key: 'd', state: 'waiting', dueAt: 50 }),
    ];
    const at = (now: number) =>
      kindsOfJobs(jobs, system.operation, {}, now).then((kinds) => new Map(kinds.map((one) => [one.kind, one])));
    const kinds = await at(20);
    expect(kinds.get('grade')).toMatchObject({
      isSetUp: true,
      paused: null,
      waiting: 2,
      nextAt: 50,
      last: { key: 'b', startedAt: 9 },
    });
    expect((await at(60)).get('grade')!.nextAt).toBe(60);
    expect(kinds.get('collect')).toMatchObject({ isSetUp: false, last: null, waiting: 0, nextAt: null });
    expect(kinds.get('verify')!.nextAt).toBe(6 * 3_600_000);
  });
});

import { RetrainingRecord } from '@dqs/pipelines/retrain';
import { FileStore } from '@dqs/core';

import { jobMetrics, Metrics } from '../src/metrics/index.js';
import { lastVerification, pause, resume, tick, WORKS, type Operation, type WorkerSettings } from '../src/index.js';
import { Automation, FIRST_DAY, weekends } from './support/automation.js';

const DAY = 86_400_000;
const POLICY = `
triggers: { schedule: { every: 28d } }
limits: { lease: 2h }
gates: { better: {}, naive_skill: { above: 0 } }
shadow: { days: 2 }
approval: auto
watch: { days: 3, samples: 6 }
`;
const workOf = (kind: string) => WORKS.find((work) => work.kind === kind)!;

let system: Automation;
let operation: Operation;
beforeAll(async () => {
  system = await Automation.begin(weekends(120), 120, POLICY);
  await system.load(120, 219);
  system.at(219, 7);
  const settings: WorkerSettings = { ...system.settings, servedRetraining: system.policy, threads: 1 };
  const digest = () => Promise.reject(new Error('nobody sends one'));
  operation = { settings, deliveries: system.deliveries, digest, ...system.operation };
});
afterAll(() => system.end());

const due = async (kind: string) => (await workOf(kind).due(operation, system.now)).map(({ key }) => key);
const run = (kind: string, key: string, data = {}) => workOf(kind).run(operation, { key, data }, system.hooks);
const told = () => system.memory.events.splice(0).map(({ type, subject }) => `${type} ${subject}`);
const state = () => system.record.state();

describe('a retraining by jobs', () => {
  it('is decided once a day, after the hour of the forecasts', async () => {
    expect(await due('retrain')).toEqual(['2025-08-13']);
    system.at(219, 5);
    expect([await due('retrain'), workOf('retrain').nextAt(operation.settings, system.now)]).toEqual([
      [],
      (FIRST_DAY + 219) * DAY + 6 * 3_600_000,
    ]);
    system.at(219, 7);
    expect(await due('watch')).toEqual([]);
  });

  it('rests while the automation is paused, and no tick puts anything of it', async () => {
    const { notices } = operation;
    await pause(notices, 'automation', { by: 'ann', reason: 'closing', at: system.now });
    await pause(notices, { kind: 'grade' }, { by: 'bob', reason: 'rebuild', at: system.now });
    const offered: string[] = [];
    const queue = {
      offer: async (offers: readonly { kind: string }[]) => void offered.push(...offers.map(({ kind }) => kind)),
    };
    const ticked = await tick(queue as never, operation, system.now);
    const paused = ticked.flatMap(({ kind, paused: by }) => (by === null ? [] : [`${kind} ${by.by} ${by.reason}`]));
    expect(paused).toEqual(['grade bob rebuild', 'retrain ann closing', 'watch ann closing']);
    expect(new Set(offered)).toEqual(new Set(['forecast', 'verify']));
    // Whoever decides all the same is told.
    expect(await run('retrain', 'by hand', { by: 'eve', reason: 'now' })).toMatchObject({
      start: false,
      reason: expect.stringContaining('ann has paused the automation: closing'),
    });
    expect([await resume(notices, 'automation'), await resume(notices, 'automation')]).toEqual([true, false]);
    await resume(notices, { kind: 'grade' });
  });

  it('that is cut off goes on at once when its job is tried again, and for others when its lease has ended', async () => {
    const killed = new AbortController();
    const onProgress = ({ stage }: { readonly stage: string }) => void (stage === 'train' && killed.abort());
    const hooks = { ...system.hooks, signal: killed.signal, onProgress };
    const cut = workOf('retrain').run(operation, { key: '2025-08-13', data: {} }, hooks);
    await expect(cut).rejects.toMatchObject({ code: 'aborted' });
    const { job } = (await state()).run!;
    expect(await run('retrain', 'another')).toMatchObject({
      start: false,
      reason: expect.stringMatching(`^no: ${job} is under way: training`),
    });
    const done = await run('retrain', '2025-08-13');
    expect(done).toMatchObject({
      start: true,
      verdict: 'accept',
      phase: 'shadow',
      reason: 'yes: whoever trained has died',
    });
    expect((await state()).starts).toBe(1);
  });

  it('goes on from phase to phase as each is due, and tells what happened', async () => {
    told();
    const { challenger } = (await state()).run!;
    for (let offset = 220; offset < 222; offset += 1) {
      await system.morning(offset);
      system.at(offset, 6.5);
      expect(await due('watch')).toEqual([]);
    }
    system.at(221, 8);
    const [key] = await due('watch');
    expect(key).toMatch(/^retrain-\w+ shadow since 2025-08-13T/);
    const moved = await run('watch', key!);
    expect(moved).toMatchObject({
      phase: 'watch',
      events: [{ type: 'model.promoted', subject: `orders@${challenger}` }],
    });
    // Done twice it moves nothing.
    expect((await run('watch', key!)).events).toBeUndefined();
    expect(await due('watch')).toEqual([expect.stringMatching(/ watch since .* hour \d+$/)]);
    system.at(225, 8);
    expect(await run('watch', 'later')).toMatchObject({ job: null, phase: null });
    expect((await state()).past).toMatchObject([{ outcome: 'promoted' }]);
    expect((await system.registry.aliasHistory('orders', 'production')).length).toBe(2);
  });

  it('is taken over by whoever finds that its lease has ended', async () => {
    const record = new RetrainingRecord(new FileStore(operation.settings.registry!), 'orders', 'production', {
      now: () => system.now,
    });
    const { policy } = await system.withoutLedger();
    const facts = await system.withInputs(async ({ panel, place, others }) => {
      const { gatherFacts } = await import('@dqs/pipelines/retrain');
      return gatherFacts({ ...place, panel }, { ...others, manual: { by: 'ann', reason: 'new rules' } });
    });
    const { job } = await record.decide(policy, facts);
    system.at(225, 9.9);
    expect(await due('retrain')).toEqual(['2025-08-19']);
    system.at(225, 10);
    expect(await due('retrain')).toEqual([`${job} after attempt 1`, '2025-08-19']);
  });
});

describe('the forecasts of a day', () => {
  it('are counted as many as a job has issued, and none when it is done again', async () => {
    const metrics = new Metrics();
    const ended = jobMetrics(metrics);
    for (let times = 0; times < 2; times += 1) {
      const facts = await run('forecast', '2025-08-19', { date: '2025-08-19' });
      ended({ kind: 'forecast', outcome: 'done', ms: 1, facts });
    }
    expect(await metrics.text()).toMatch(/^dqs_forecasts_issued_total\{arm="champion"\} 6$/m);
  });
});

describe('the records of a system', () => {
  it('are verified, and what was found is there for others', async () => {
    const found = await run('verify', 'today');
    expect(found).toMatchObject({ problems: [], events: [], parts: { versions: 2, audit: 0 } });
    expect(await lastVerification(system.settings.store)).toEqual({
      at: system.now,
      isIntact: true,
      entries: 0,
      problem: null,
    });
  });

  it('that somebody changed are told of, part by part', async () => {
    const store = new FileStore(operation.settings.registry!);
    const files = (await store.list('')).filter((key) => key.includes('files'));
    const { content } = await store.get(files[0]!);
    await store.put(files[0]!, Buffer.concat([content, Buffer.from(' ')]));
    const found = await run('verify', 'tomorrow');
    expect(found).toMatchObject({ problems: [{ part: 'versions' }], events: [{ type: 'records.changed' }] });
    expect(await lastVerification(system.settings.store)).toMatchObject({
      isIntact: false,
      problem: expect.any(String),
    });
  });
});

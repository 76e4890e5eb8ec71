import { DqsError, MemoryStore, PanelBuilder, Random, type DailyPanel } from '@dqs/core';
import { meanAbsoluteError } from '@dqs/core/stats';
import { Registry } from '@dqs/registry';

import { bundleFiles } from '../../src/bundle/write-bundle.js';
import {
  closePredictor,
  readBundleFiles,
  replayForecasts,
  trainModel,
  versionFacts,
  type TrainOptions,
} from '../../src/index.js';
import {
  gatherFacts,
  retrain,
  RetrainingRecord,
  stepRetraining,
  type RetrainingPlace,
  type RetrainingPolicy,
} from '../../src/retrain/index.js';
import { FIRST_DAY } from '../support/panels.js';
import { DAY, policyOf } from '../support/retraining.js';

/** Old days hardly count, so that a model learns a new regime soon. */
const AGEING: TrainOptions = { spec: 'classic', rounds: 40, threads: 1, halfLifeDays: 20 };
/** All days count alike: a model of today is no better than that of a few months ago, unless the world has changed. */
const STEADY: TrainOptions = { ...AGEING, halfLifeDays: 0 };
/** The champion learned from the days before. */
const SHIFT = 120;
const DAYS = 220;
const NOW = (FIRST_DAY + DAYS) * DAY;

/** Series that fail at weekends; after the shift, if there is one, on weekdays instead. Both are as hard to forecast. */
function world(shifts: boolean, days = DAYS): DailyPanel {
  const builder = new PanelBuilder();
  for (let series = 0; series < 8; series += 1) {
    // Each series its own numbers, so that a longer world begins as the shorter one.
    const random = new Random(5 + series);
    const key = { source: 'S', tenantId: 'T', datasetUuid: `d-${series}`, datasetName: `D ${series}`, ruleCode: '101' };
    for (let offset = 0; offset < days; offset += 1) {
      const isWeekend = (FIRST_DAY + offset + 3) % 7 > 4;
      const isBad = shifts && offset >= SHIFT ? !isWeekend : isWeekend;
      let passes = 0;
      for (let i = 0; i < 20; i += 1) if (random.next() < (isBad ? 0.3 : 0.7) + 0.01 * series) passes += 1;
      builder.addCounts(key, FIRST_DAY + offset, {
        passes,
        fails: 20 - passes,
        errors: 0,
        recordCount: 100,
        filteredCount: NaN,
      });
    }
  }
  return builder.build();
}

const worlds = { steady: world(false), shifted: world(true) };
const AUTO = policyOf(
  [
    'triggers: { schedule: { every: 28d } }',
    'gates: { better: {}, naive_skill: {}, latency: { most_ms: 1000 } }',
    'approval: auto',
  ].join('\n'),
);

/** A registry whose production is a champion that a person put there and handed over. */
async function operation(panel: DailyPanel, policy: RetrainingPolicy = AUTO, training = AGEING) {
  const store = new MemoryStore();
  const clock = { now: () => NOW };
  const registry = new Registry(store, { clock });
  const record = new RetrainingRecord(store, 'orders', 'production', clock);
  const before = new PanelBuilder();
  before.addPanel(panel, (day) => day < FIRST_DAY + SHIFT);
  const { bundle, predictor } = await trainModel(before.build(), { ...training, refit: true });
  closePredictor(predictor);
  const { manifest, files } = bundleFiles(bundle);
  const bytes = new Map([...files].map(([name, content]) => [name, Buffer.from(content)]));
  await registry.register('orders', { files: bytes, facts: versionFacts(manifest), by: 'ann' });
  const gates = async () => ({ passed: true, checks: [] });
  await registry.promote('orders', { selector: 'latest', alias: 'production', by: 'ann', gates });
  await record.act({ kind: 'hand-over' }, 'ann');
  const place: RetrainingPlace = { registry, record, policy };
  const facts = () => gatherFacts({ registry, policy, panel }, { now: NOW });
  return {
    store,
    registry,
    record,
    place,
    facts,
    run: async () => retrain(place, { facts: await facts(), panel, training }),
  };
}

/** MAE of the version in use on the forty days after the training. */
async function errorAfter(registry: Registry): Promise<number> {
  const bundle = await readBundleFiles((await registry.load('orders@production')).files, 'orders');
  const { actual, versions, span } = replayForecasts(world(true, DAYS + 40), [{ name: 'orders', bundle }]);
  closePredictor(bundle.predictor);
  expect(span).toEqual({ from: FIRST_DAY + DAYS, to: FIRST_DAY + DAYS + 39 });
  return meanAbsoluteError(actual, versions[0]!.predictedPassPercentage);
}

const versionOf = async (registry: Registry) => (await registry.state('orders')).aliases['production']!;

describe('retrain', () => {
  it('replaces a champion after a shift of the regime, and the error is back where it was', async () => {
    const { registry, record, run } = await operation(worlds.shifted);
    const before = (await registry.show('orders@production')).body.facts.validation!.error;
    const { decision, judgement, challenger, data } = await run();
    expect(decision).toMatchObject({ start: true, reason: expect.stringMatching(/^yes: the last training/) });
    expect(judgement).toMatchObject({ verdict: 'accept' });
    expect(await versionOf(registry)).toMatchObject({ version: challenger, by: 'dqs-retraining' });
    expect((await record.state()).run).toMatchObject({ phase: 'watch', challenger });
    const { facts } = (await registry.show('orders@production')).body;
    expect(facts.metadata['retraining']).toEqual({ job: decision.job, snapshot: data!.snapshot, policy: AUTO.digest });
    expect(await errorAfter(registry)).toBeLessThan(1.1 * before);
  });

  it('moves nothing in a steady world, and records why', async () => {
    const { registry, record, run } = await operation(worlds.steady, AUTO, STEADY);
    const { judgement } = await run();
    expect(judgement!.verdict).not.toBe('accept');
    expect(await versionOf(registry)).toMatchObject({ version: '1.0.0', by: 'ann' });
    expect(await record.state()).toMatchObject({
      run: null,
      past: [{ outcome: expect.stringMatching(/inconclusive|rejected/) }],
    });
    expect((await run()).decision).toMatchObject({
      start: false,
      blocks: [{ name: 'cool-down' }, { name: 'per-week' }],
    });
  });

  it('waits for the shadow, then for a person, and moves in the name of who approved', async () => {
    const policy = { ...AUTO, approval: 'person', shadowDays: 7 } as const;
    const { registry, record, place, run } = await operation(worlds.shifted, policy);
    const { challenger } = await run();
    expect((await record.state()).run!.phase).toBe('shadow');
    const rows = {
      day: Int32Array.from({ length: 20 }, (_, i) => i),
      challenger: new Float64Array(20).fill(1),
      champion: new Float64Array(20).fill(2),
      naive: new Float64Array(20).fill(3),
      segments: new Map(),
    };
    const judged = { ...place, shadow: async () => rows };
    expect(await stepRetraining(judged, NOW + 7 * DAY)).toMatchObject({ kind: 'wait', until: null });
    await record.act({ kind: 'approve', reason: 'looks fine' }, 'bob');
    await stepRetraining(judged, NOW + 8 * DAY);
    expect(await versionOf(registry)).toMatchObject({ version: challenger, by: 'bob' });
  });

  it('rolls back a version that turns out worse while it is watched', async () => {
    const { registry, record, place, run } = await operation(worlds.shifted);
    await run();
    const live = { measure: async () => ({ samples: 1000, error: 50, previousError: 10 }) };
    expect(await stepRetraining({ ...place, live }, NOW + DAY)).toMatchObject({ kind: 'wait' });
    expect(await versionOf(registry)).toMatchObject({ version: '1.0.0', how: 'rolled-back' });
    expect(await record.state()).toMatchObject({ run: null, past: [{ outcome: 'rolled-back' }] });
  });

  it('registers one version and promotes once, wherever whoever trains dies', async () => {
    for (const dies of ['after registering', 'after promoting'] as const) {
      const { registry, record, place, facts, run } = await operation(worlds.shifted, {
        ...AUTO,
        limits: { ...AUTO.limits, leaseMs: 0, timeMs: 3_600_000 },
      });
      const note = record.note.bind(record);
      let isDead = false;
      record.note = async (job, event, by) => {
        if (!isDead && event.kind === (dies === 'after registering' ? 'judged' : 'promoted')) {
          isDead = true;
          throw new DqsError('aborted', 'killed');
        }
        return note(job, event, by);
      };
      await expect(run()).rejects.toMatchObject({ code: 'aborted' });
      if (dies === 'after registering')
        await retrain(place, { facts: await facts(), panel: worlds.shifted, training: AGEING });
      else await stepRetraining(place, NOW);
      const moves = await registry.aliasHistory('orders', 'production');
      expect([(await registry.state('orders')).versions.length, moves.length]).toEqual([2, 2]);
      expect(await record.state()).toMatchObject({ starts: 1, run: { phase: 'watch' } });
    }
  });

  it('gives a training up that takes longer than the policy allows, and records it', async () => {
    const { record, run } = await operation(worlds.steady, { ...AUTO, limits: { ...AUTO.limits, timeMs: 1 } });
    await expect(run()).rejects.toMatchObject({ code: 'aborted' });
    expect(await record.state()).toMatchObject({ run: null, past: [{ outcome: 'failed' }] });
  });

  it('records a training that fails, and says why', async () => {
    const { record, place, facts } = await operation(worlds.steady);
    const empty = new PanelBuilder().build();
    await expect(retrain(place, { facts: await facts(), panel: empty, training: AGEING })).rejects.toMatchObject({
      code: expect.stringMatching(/history|input/),
    });
    expect(await record.state()).toMatchObject({ run: null, past: [{ outcome: 'failed' }] });
  });
});

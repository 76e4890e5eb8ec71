import type { RetrainingEvent } from '@dqs/pipelines/retrain';

import { retrainingView } from '../../src/pages/model/retraining-view.js';
import { modelsPage, modelTables, modelPage } from '../../src/pages/index.js';
import { ModelWorld } from '../support/model-views.js';
import { AT, pageView } from '../support/page-view.js';

const HOUR = 3_600_000;
const MOMENT = {
  alias: 'production',
  version: '1.0.0',
  since: new Date(0).toISOString(),
  by: 'dqs-retraining',
  how: 'promoted',
  reason: null,
  entry: 1,
} as const;

/** A world in which it was decided whether to train. */
async function decided(facts: object = {}) {
  const world = new ModelWorld();
  await world.register('1.0.0');
  await world.promote('1.0.0');
  await world.record.act({ kind: 'hand-over' }, 'ann');
  const champion = { version: '1.0.0', trainedTo: 0, contractDigest: null, moved: { by: 'bob', at: 0, entry: 1 } };
  const nothing = {
    degradedPools: 0,
    driftImpact: null,
    newLabels: 0,
    newSeries: 0,
    contractDigest: null,
    openIngestIncidents: [],
    days: 999,
  };
  const decision = await world.record.decide(world.policy, { now: world.now, champion, ...nothing, ...facts });
  const view = (at = world.now, moment: object | undefined = MOMENT) => retrainingView(world, moment as never, at);
  const note = (event: RetrainingEvent) => world.record.note({ job: decision.job, attempt: 1 }, event);
  return { world, decision, view, note };
}

describe('how a model is trained anew', () => {
  it('is nothing before anything was decided', async () => {
    const world = new ModelWorld();
    expect(await retrainingView(world, undefined, AT)).toMatchObject({
      ...{ alias: 'production', decisions: [], next: null, run: null, paused: null, watchDays: 3 },
    });
  });

  it('that was not begun says why, and when it may be', async () => {
    const { view, decision } = await decided({ days: 0 });
    expect(decision.start).toBe(false);
    const { decisions, next, run } = await view();
    expect([decisions[0]!.outcome, run]).toEqual(['not-started', null]);
    expect(next).toEqual({ at: decision.nextAllowedAt, reason: decision.blocks[0]!.reason });
    const idle = await decided({
      champion: {
        version: '1.0.0',
        trainedTo: AT,
        contractDigest: null,
        moved: { by: 'dqs-retraining', at: AT, entry: 1 },
      },
    });
    if (idle.decision.blocks.length === 0) expect((await idle.view()).next).toBeNull();
  });

  it('that is under way says what it waits for and until when, and after that when another may begin', async () => {
    const { world, view, note, decision } = await decided();
    expect(decision.start).toBe(true);
    const { run, next } = await view();
    expect(next).toBeNull();
    expect(run).toMatchObject({
      job: decision.job,
      phase: 'training',
      waitsFor: `${decision.job} trains`,
      until: decision.leaseUntil,
    });
    const early = world.now;
    world.now += HOUR;
    await note({
      kind: 'judged',
      job: decision.job,
      challenger: '1.1.0',
      verdict: 'accept',
      checks: [],
      next: 'approval',
    });
    const waits = (await view()).run!;
    expect([waits.phase, waits.challenger, waits.until]).toEqual(['approval', '1.1.0', null]);
    // What was known before stays what it was.
    expect((await view(early)).run!.phase).toBe('training');
    await note({ kind: 'approved', job: decision.job, reason: null });
    await note({ kind: 'promoted', job: decision.job, entry: 9, isWatched: true });
    const watched = (await view(world.now, { ...MOMENT, version: '1.1.0' })).run!;
    expect([watched.phase, watched.waitsFor, watched.until]).toEqual([
      'watch',
      'the next tick of a worker',
      world.now + 72 * HOUR,
    ]);
    const moved = (await view()).run!;
    expect([moved.waitsFor, moved.until]).toEqual(['the next tick of a worker', null]);
    await note({ kind: 'ended', job: decision.job, outcome: 'promoted', reason: 'it is good' });
    const over = await view();
    expect([over.run, over.decisions[0]!.outcome, over.decisions[0]!.version]).toEqual([null, 'accepted', '1.1.0']);
    if (over.decisions[0]!.nextAllowedAt! > world.now) expect(over.next?.reason).toBe('one was only just tried');
    expect((await view(over.decisions[0]!.nextAllowedAt!)).next).toBeNull();
  });

  it('is on the pages of its model, with tables of every answer', async () => {
    const { world } = await decided({ days: 0 });
    const { view } = pageView({ view: { isNow: false, at: world.now } });
    const page = await modelPage(view, 'orders', world.sources);
    expect(page.retraining?.decisions).toHaveLength(1);
    const tables = Object.fromEntries(modelTables(page).map(({ name, rows }) => [name, rows.length]));
    expect(tables).toMatchObject({ decisions: 1, aliases: 1, gates: 1 });
    expect((await modelsPage(view, world.sources)).models[0]!.lastDecision).toMatchObject({ outcome: 'not-started' });
  });
});

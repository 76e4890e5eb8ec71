import { keyId } from '@dqs/core';
import { factId } from '@dqs/pipelines';
import { stepRetraining } from '@dqs/pipelines/retrain';

import { runRetraining, withRetrainingInputs } from '../src/retraining/index.js';
import { Automation, FIRST_DAY, weekends } from './support/automation.js';

const DAY = 86_400_000;
const POLICY = `
triggers: { degraded: { pools: 1 }, drift: { impact: 1 }, schedule: { every: 28d } }
gates: { better: {}, naive_skill: { above: 0 } }
shadow: { days: 3 }
approval: auto
watch: { days: 60, samples: 6 }
`;

describe('what a retraining is decided on', () => {
  let system: Automation;
  const inputs = () => system.withInputs(async (known) => known);
  beforeAll(async () => {
    // Four weeks of forecasts that are as good as they were, then four of another regime.
    system = await Automation.begin(weekends(71), 42, POLICY);
    for (let offset = 43; offset < 99; offset += 1) await system.morning(offset);
  });
  afterAll(() => system.end());

  it('is what monitoring has found: the version in use has become worse, and its features have moved', async () => {
    const { others, panel, excluded } = await inputs();
    expect(others.degradedPools).toBe(1);
    expect(others.driftImpact).toBeGreaterThan(1);
    expect(others.openIngestIncidents).toEqual([]);
    expect(excluded).toEqual({ incidents: new Map(), intervened: new Map() });
    expect(Math.max(...panel.cells.day)).toBe(FIRST_DAY + 97);
  });

  it('forbids a training while a source is late', async () => {
    system.at(99, 9);
    const { decision } = await system.withInputs((known) => runRetraining(known, undefined, system.hooks));
    expect(decision).toMatchObject({
      start: false,
      blocks: [{ name: 'ingest-incident', reason: expect.stringContaining('nothing has come from s for 2025-04-14') }],
    });
    await system.morning(99);
    expect((await inputs()).others.openIngestIncidents).toEqual([]);
  });

  it('leaves out the days that an incident was about, and is forbidden until that is over', async () => {
    const [opened, day] = [system.now, FIRST_DAY + 60];
    await system.step([sourceIncident('one', { day, firedAt: opened - 20 * DAY, resolvedAt: (day + 4) * DAY })]);
    await system.step([sourceIncident('two', { day: day + 38, firedAt: opened, resolvedAt: null })]);
    const { others, excluded } = await inputs();
    expect(others.openIngestIncidents).toEqual(['incident two about s']);
    expect(excluded!.incidents).toEqual(new Map([['s', new Set([day, day + 1, day + 2, day + 3, day + 38])]]));
  });

  it('is not made of what somebody intervened on, or said to be fixed', async () => {
    const { ledger, alerting, now } = system;
    const [first, second] = await ledger.series();
    const day = FIRST_DAY + 80;
    await ledger.intervene([{ series: first!.number, day, at: now, by: 'ann', reason: 'fixed by hand' }]);
    const said = { day: day + 1, by: 'bob', at: now, series: factId(second!) };
    await alerting.addMark('main', { ...said, kind: 'fixed' });
    await alerting.addMark('main', { ...said, kind: 'false-alarm', day: day + 2 });
    const { excluded, panel } = await inputs();
    const keyOf = (dataset: string) => keyId(panel.keys.find(({ datasetUuid }) => datasetUuid === dataset)!);
    expect(excluded!.intervened).toEqual(
      new Map([
        [keyOf(first!.datasetUuid), new Set([day])],
        [keyOf(second!.datasetUuid), new Set([day + 1])],
      ]),
    );
  });

  it('is the results alone where the store has no database', async () => {
    const { settings, policy, hooks } = system;
    await withRetrainingInputs({ ...settings, retrainPolicy: policy }, hooks, async ({ others, place, excluded }) => {
      expect([others, place.shadow, place.live, excluded]).toEqual([
        { now: system.now },
        undefined,
        undefined,
        undefined,
      ]);
    });
  });
});

describe('a challenger', () => {
  let system: Automation;
  const retrain = () => system.withInputs((known) => runRetraining(known, undefined, system.hooks));
  beforeAll(async () => {
    system = await Automation.begin(weekends(120), 120, POLICY);
    await system.load(120, 219);
    system.at(219, 3);
  });
  afterAll(() => system.end());

  it('forecasts beside the champion, is let in by what it forecast, and is watched beside the version before', async () => {
    const { challenger, phase } = await retrain();
    expect(phase).toBe('shadow');
    for (let offset = 220; offset < 223; offset += 1) await system.morning(offset);
    const day = FIRST_DAY + 222;
    const { issues } = await system.ledger.forecasts({ from: day, to: day });
    expect(issues.map(({ arm, version }) => [arm, version])).toContainEqual(['challenger', challenger]);
    // Without the ledger nobody can judge it, and it is not given up for that.
    await stepRetraining(await system.withoutLedger(), system.now + DAY);
    expect((await system.record.state()).run!.phase).toBe('shadow');
    const rows = await system.withInputs(async ({ place }) => place.shadow!((await place.record.state()).run!));
    expect([[...new Set(rows.day)], rows.day.length]).toEqual([[FIRST_DAY + 220, FIRST_DAY + 221], 12]);
    await retrain();
    expect(await system.production()).toMatchObject({ version: challenger, by: 'dqs-retraining' });
    expect((await system.record.state()).run!.checks.map(({ name }) => name)).toContain('shadow');
    for (let offset = 223; offset < 226; offset += 1) await system.morning(offset);
    const since = new Date((FIRST_DAY + 223) * DAY).toISOString();
    const request = { model: 'orders', alias: 'production', version: challenger!, previous: '1.0.0', since };
    const live = await system.withInputs(({ place }) => place.live!.measure(request));
    expect(live!.samples).toBe(12);
    expect(live!.error).toBeLessThan(live!.previousError!);
    expect(live!.crps).toBeLessThan(live!.previousCrps!);
  });
});

/** An incident about the source, as far as anybody looks at it. */
function sourceIncident(
  id: string,
  given: { readonly day: number; readonly firedAt: number; readonly resolvedAt: number | null },
) {
  const member = { alert: `${id}-a`, rule: 'late', level: 'source', subject: 's', labels: {}, ...given };
  const state = given.resolvedAt === null ? 'open' : 'resolved';
  return { id, state, severity: 'warning', openedAt: given.firedAt, members: [member], resolution: null };
}

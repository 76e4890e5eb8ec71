import {
  decideRetraining,
  EMPTY_RETRAINING,
  withEvent,
  type PastRun,
  type RetrainingFacts,
  type RetrainingState,
} from '../../src/retrain/index.js';
import { DAY, factsOf, HOUR, NOW, policyOf } from '../support/retraining.js';

/** Runs that ended, as many days ago as told. */
function past(...runs: readonly (readonly [outcome: PastRun['outcome'], daysAgo: number])[]): RetrainingState {
  const ended = runs.map(([outcome, daysAgo], i) => {
    const startedAt = NOW - daysAgo * DAY;
    return { job: `job-${i}`, startedAt, endedAt: startedAt + HOUR, outcome, challenger: '1.1.0' };
  });
  return { ...EMPTY_RETRAINING, starts: runs.length, past: ended };
}

const decide = (lines: string, facts: Partial<RetrainingFacts> = {}, state = EMPTY_RETRAINING) =>
  decideRetraining(policyOf(lines), state, factsOf(facts));

describe('triggers', () => {
  const champion = (over: object) => ({ champion: { ...factsOf().champion!, ...over } });

  it.each<[string, string, Partial<RetrainingFacts>, Partial<RetrainingFacts>]>([
    ['schedule', '{ schedule: { every: 28d } }', {}, champion({ trainedTo: NOW - 27 * DAY })],
    ['age', '{ age: { over: 90d } }', {}, champion({ trainedTo: NOW - 90 * DAY })],
    ['degraded', '{ degraded: { pools: 2 } }', { degradedPools: 2 }, { degradedPools: 1 }],
    ['drift', '{ drift: { impact: 1.5 } }', { driftImpact: 1.5 }, { driftImpact: 1.4 }],
    ['labels', '{ labels: { new: 5000 } }', { newLabels: 5000 }, { newLabels: 4999 }],
    ['series', '{ series: { new: 0.1 } }', { newSeries: 0.1 }, { newSeries: 0.09 }],
    ['contract', '{ contract: true }', { contractDigest: 'c2' }, { contractDigest: 'c1' }],
  ])('%s starts a training from its limit on, and not below it', (name, triggers, met, unmet) => {
    const [yes, no] = [met, unmet].map((facts) => decide(`triggers: ${triggers}`, facts));
    expect([yes!.start, no!.start]).toEqual([true, false]);
    expect(yes!.triggers).toEqual([expect.objectContaining({ name, isMet: true })]);
    expect(no!).toMatchObject({ reason: 'no: nothing calls for it', triggers: [{ name, isMet: false }] });
  });

  it('are wanted all together where the policy says so', () => {
    const lines = 'triggers: { when: all, schedule: { every: 28d }, labels: { new: 10 } }';
    expect(decide(lines, { newLabels: 9 }).start).toBe(false);
    expect(decide(lines, { newLabels: 10 }).start).toBe(true);
  });

  it('are always a person who asks, and an alias that points at nothing', () => {
    const lines = 'triggers: { when: all, labels: { new: 10 } }';
    expect(decide(lines, { manual: { by: 'ann', reason: 'new rules' } })).toMatchObject({
      start: true,
      reason: 'yes: ann asks for it: new rules',
    });
    expect(decide(lines, { champion: null }).start).toBe(true);
  });

  it('are none in a policy without any', () => {
    expect(decide('triggers: {}').start).toBe(false);
  });
});

describe('what forbids a training', () => {
  const lines = 'triggers: { schedule: { every: 1d } }\nlimits: { cool_down: 3d, per_week: 2 }';
  const block = (more: string, facts: Partial<RetrainingFacts>, state: RetrainingState) => {
    const { start, blocks, nextAllowedAt } = decide(`${lines}\n${more}`, facts, state);
    expect(start).toBe(false);
    return {
      names: blocks.map(({ name }) => name),
      inDays: nextAllowedAt === null ? null : (nextAllowedAt - NOW) / DAY,
    };
  };

  it('is a cool-down after the last one, and the next allowed time is its end', () => {
    expect(block('', {}, past(['inconclusive', 2]))).toEqual({ names: ['cool-down'], inDays: 1 });
    expect(decide(lines, {}, past(['inconclusive', 3])).start).toBe(true);
  });

  it('is the number of a week', () => {
    expect(block('', {}, past(['promoted', 6], ['promoted', 4]))).toEqual({ names: ['per-week'], inDays: 1 });
  });

  it('is a back-off after three rejects in a row, which one success ends', () => {
    const rejects = [
      ['rejected', 30],
      ['refused', 20],
      ['rejected', 10],
    ] as const;
    const { names, inDays } = block('', {}, past(...rejects));
    expect(names).toEqual(['back-off']);
    expect(inDays).toBeCloseTo(18 + 1 / 24, 9);
    expect(decide(lines, {}, past(rejects[0], ['promoted', 15], rejects[2])).start).toBe(true);
  });

  it('is a freeze, until it ends', () => {
    const freeze = 'freeze: [{ dates: 2026-05-30/2026-06-02, comment: closing }]';
    expect(block(freeze, {}, EMPTY_RETRAINING)).toEqual({ names: ['freeze'], inDays: 1.5 });
    expect(decide(`${lines}\n${freeze}`, { now: NOW + 1.5 * DAY }).start).toBe(true);
  });

  it('is an open incident of the ingestion, for a person who asks too, until somebody closes it', () => {
    const facts = { openIngestIncidents: ['INC-7'], manual: { by: 'ann', reason: 'now' } };
    expect(block('', facts, EMPTY_RETRAINING)).toEqual({ names: ['ingest-incident'], inDays: null });
  });

  it('is a pause, until somebody ends it', () => {
    const paused = withEvent(EMPTY_RETRAINING, { kind: 'paused', reason: 'audit' }, { by: 'ann', at: NOW });
    expect(block('', {}, paused)).toEqual({ names: ['paused'], inDays: null });
  });

  it('is too short a history, until enough days may have come', () => {
    expect(block('data: { minimum_days: 90 }', { days: 80 }, EMPTY_RETRAINING)).toEqual({
      names: ['history'],
      inDays: 10,
    });
  });

  it('lets a person through cool-down, quota and back-off', () => {
    const state = past(['rejected', 3], ['rejected', 2], ['rejected', 1]);
    expect(decide(lines, {}, state).blocks.map(({ name }) => name)).toEqual(['cool-down', 'per-week', 'back-off']);
    expect(decide(lines, { manual: { by: 'ann', reason: 'now' } }, state).start).toBe(true);
  });

  it('names what calls for it as well, so that a no can be understood', () => {
    expect(decide(lines, {}, past(['inconclusive', 2])).reason).toMatch(
      /^no: job-0 was only just tried; wanted, since the last/,
    );
  });
});

describe('the job', () => {
  it('is the same for all who decide on the same state, and another after a start', () => {
    const [one, other] = [decide('triggers: { contract: true }'), decide('triggers: {}', { now: NOW + HOUR })];
    expect(one.job).toBe(other.job);
    expect(decide('triggers: {}', {}, past(['rejected', 50])).job).not.toBe(one.job);
  });

  it('goes on under its name when whoever trained has died, and not before its lease has ended', () => {
    const lines = 'triggers: { schedule: { every: 28d } }\nlimits: { lease: 2h }';
    const decision = decide(lines);
    const running = withEvent(EMPTY_RETRAINING, { kind: 'decided', decision }, { by: 'a', at: NOW });
    expect(decide(lines, { now: NOW + HOUR }, running)).toMatchObject({ start: false, nextAllowedAt: NOW + 2 * HOUR });
    const again = decide(lines, { now: NOW + 2 * HOUR }, running);
    expect(again).toMatchObject({ start: true, job: decision.job });
    const taken = withEvent(running, { kind: 'decided', decision: again }, { by: 'b', at: NOW + 2 * HOUR });
    expect(taken).toMatchObject({ starts: 1, run: { attempt: 2 } });
  });

  it('and its state survive JSON', () => {
    const decision = decide('triggers: { schedule: { every: 28d } }');
    expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
    const state = withEvent(EMPTY_RETRAINING, { kind: 'decided', decision }, { by: 'a', at: NOW });
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});

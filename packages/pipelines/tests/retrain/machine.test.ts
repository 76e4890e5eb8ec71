import {
  decideRetraining,
  EMPTY_RETRAINING,
  eventOfAct,
  nextStep,
  withEvent,
  type RetrainingEvent,
  type RetrainingFacts,
  type RetrainingPolicy,
  type RetrainingState,
} from '../../src/retrain/index.js';
import { DAY, factsOf, GATES, HOUR, NOW, policyOf } from '../support/retraining.js';

const TRIGGERS = 'triggers: { schedule: { every: 28d } }';
const withLines = (lines: string) => policyOf(`${TRIGGERS}\n${GATES}\n${lines}`);
const after = (state: RetrainingState, event: RetrainingEvent, at: number, by = 'dqs-retraining') =>
  withEvent(state, event, { by, at });

/** A run whose challenger was accepted, in the phase that the policy makes of it. */
function accepted(policy: RetrainingPolicy, next: 'shadow' | 'approval', before = EMPTY_RETRAINING): RetrainingState {
  const decision = decideRetraining(policy, before, factsOf());
  const judged = {
    kind: 'judged',
    job: decision.job,
    challenger: '1.1.0',
    verdict: 'accept',
    checks: [],
    next,
  } as const;
  return after(after(before, { kind: 'decided', decision }, NOW), judged, NOW);
}

/** Goes on with all that is only to be recorded. */
function settle(policy: RetrainingPolicy, state: RetrainingState, facts: Partial<RetrainingFacts>) {
  let [now, step] = [state, nextStep(policy, state, factsOf(facts))];
  while (step.kind === 'record') {
    now = after(now, step.event, facts.now ?? NOW);
    step = nextStep(policy, now, factsOf(facts));
  }
  return { state: now, step };
}

const movedBy = (by: string, at: number, entry: number, version = '1.0.0') => ({
  champion: { ...factsOf().champion!, version, moved: { by, at, entry } },
});

describe('the shadow', () => {
  it('is waited for to its last hour, then judged', () => {
    const policy = withLines('shadow: { days: 7 }\napproval: auto');
    const state = accepted(policy, 'shadow');
    expect(nextStep(policy, state, factsOf({ now: NOW + 7 * DAY - 1 }))).toMatchObject({
      kind: 'wait',
      until: NOW + 7 * DAY,
    });
    expect(nextStep(policy, state, factsOf({ now: NOW + 7 * DAY })).kind).toBe('judge-shadow');
  });
});

describe('the approval', () => {
  it('auto moves the alias at once, in the name of the automation', () => {
    const policy = withLines('approval: auto');
    expect(settle(policy, accepted(policy, 'approval'), {}).step).toMatchObject({
      kind: 'promote',
      by: 'dqs-retraining',
    });
  });

  it('veto waits a day, and a veto within it ends the run', () => {
    const policy = withLines('approval: veto');
    const state = accepted(policy, 'approval');
    expect(settle(policy, state, { now: NOW + 23 * HOUR }).step).toMatchObject({
      kind: 'wait',
      until: NOW + 24 * HOUR,
    });
    expect(settle(policy, state, { now: NOW + 24 * HOUR }).step.kind).toBe('promote');
    const vetoed = after(state, eventOfAct(state, { kind: 'veto', reason: 'not now' }), NOW + HOUR, 'ann');
    expect(vetoed).toMatchObject({ run: null, past: [{ outcome: 'vetoed' }] });
  });

  it('person waits for ever, and moves the alias in the name of who approved', () => {
    const policy = withLines('approval: person');
    const state = accepted(policy, 'approval');
    expect(settle(policy, state, { now: NOW + 1000 * DAY }).step).toMatchObject({ kind: 'wait', until: null });
    const approved = after(state, eventOfAct(state, { kind: 'approve' }), NOW, 'ann');
    expect(settle(policy, approved, {}).step).toMatchObject({ kind: 'promote', by: 'ann' });
  });

  it('of what does not wait for it, of another job, and a veto without a reason are refused', () => {
    const policy = withLines('approval: person');
    const state = accepted(policy, 'approval');
    const invalid = expect.objectContaining({ code: 'retraining-invalid' });
    expect(() => eventOfAct(EMPTY_RETRAINING, { kind: 'approve' })).toThrow(invalid);
    expect(() => eventOfAct(state, { kind: 'approve', job: 'retrain-0' })).toThrow(invalid);
    expect(() => eventOfAct(state, { kind: 'veto', reason: ' ' })).toThrow(invalid);
    expect(() => eventOfAct(state, { kind: 'resume' })).toThrow(invalid);
  });
});

describe('an alias that a person moved last', () => {
  const policy = withLines('approval: auto');
  const moved = movedBy('ann', NOW - DAY, 9);

  it('is never moved by the automation, however good the challenger', () => {
    const { step } = settle(policy, accepted(policy, 'approval'), moved);
    expect(step).toMatchObject({
      kind: 'wait',
      until: null,
      reason: expect.stringContaining('ann moved the alias last'),
    });
  });

  it('is moved once a person hands it over, and no longer when a person has moved it since', () => {
    const given = after(accepted(policy, 'approval'), { kind: 'handed-over', reason: null }, NOW, 'ann');
    expect(settle(policy, given, moved).step.kind).toBe('promote');
    expect(settle(policy, given, movedBy('bob', NOW + 1, 10)).step.kind).toBe('wait');
  });

  it('is not one that a run moved with the approval of a person', () => {
    const state = { ...accepted(policy, 'approval'), lastMove: 9 };
    expect(settle(policy, state, moved).step.kind).toBe('promote');
  });
});

describe('what stops a move', () => {
  const policy = withLines('approval: auto\nfreeze: [{ dates: 2026-06-01, comment: closing }]');

  it('is a freeze, until it ends, also for what a person approved', () => {
    const state = accepted(withLines('approval: auto'), 'approval');
    const approved = after(state, eventOfAct(state, { kind: 'approve' }), NOW, 'ann');
    for (const one of [state, approved]) {
      expect(settle(policy, one, {}).step).toMatchObject({ kind: 'wait', until: NOW + 12 * HOUR });
    }
  });

  it('is a pause', () => {
    const free = withLines('approval: auto');
    const state = after(accepted(free, 'approval'), { kind: 'paused', reason: 'audit' }, NOW, 'ann');
    expect(settle(free, state, {}).step).toMatchObject({ kind: 'wait', until: null });
    expect(settle(free, after(state, { kind: 'resumed', reason: null }, NOW, 'ann'), {}).step.kind).toBe('promote');
  });

  it('is an alias that no longer points at the champion', () => {
    const free = withLines('approval: auto');
    const { state } = settle(free, accepted(free, 'approval'), movedBy('ann', NOW, 9, '0.9.0'));
    expect(state).toMatchObject({ run: null, past: [{ outcome: 'superseded' }] });
  });
});

describe('the watch', () => {
  const policy = withLines('approval: auto\nwatch: { days: 14 }');
  const promoted = after(
    accepted(policy, 'approval'),
    { kind: 'promoted', job: accepted(policy, 'approval').run!.job, entry: 5, isWatched: true },
    NOW,
  );
  const live = movedBy('dqs-retraining', NOW, 5, '1.1.0');

  it('goes on for two weeks, in which nothing else is trained, and then the version is kept', () => {
    const facts = { ...live, now: NOW + 13 * DAY };
    expect(nextStep(policy, promoted, factsOf(facts))).toMatchObject({ kind: 'watch', until: NOW + 14 * DAY });
    expect(decideRetraining(policy, promoted, factsOf({ ...facts, degradedPools: 9 })).start).toBe(false);
    const { state } = settle(policy, promoted, { ...live, now: NOW + 14 * DAY });
    expect(state).toMatchObject({ run: null, past: [{ outcome: 'promoted' }], lastMove: 5 });
  });

  it('ends when the version is rolled back, which counts as a reject', () => {
    const event = { kind: 'rolled-back', job: promoted.run!.job, entry: 6, reason: 'worse' } as const;
    expect(after(promoted, event, NOW + DAY)).toMatchObject({
      run: null,
      past: [{ outcome: 'rolled-back' }],
      lastMove: 6,
    });
  });

  it('ends when a person moves the alias', () => {
    const { state } = settle(policy, promoted, movedBy('ann', NOW + DAY, 6));
    expect(state.past.at(-1)!.outcome).toBe('superseded');
  });

  it('takes up a move whose news was lost: the alias points at the challenger already', () => {
    const { state } = settle(policy, accepted(policy, 'approval'), {});
    expect(nextStep(policy, state, factsOf(live)).kind).toBe('promote');
  });
});

describe('withEvent', () => {
  it('ignores what is told of a job that is not under way', () => {
    const policy = withLines('approval: auto');
    const state = accepted(policy, 'approval');
    expect(after(state, { kind: 'ended', job: 'retrain-0', outcome: 'failed', reason: 'x' }, NOW)).toBe(state);
  });
});

import { freezeBlocks, handsOff, phaseEnd } from './decide/blocks.js';
import type { RetrainingEvent } from './events.js';
import { AUTOMATION, type RetrainingFacts } from './facts.js';
import type { RetrainingPolicy } from './policy/policy.js';
import type { RetrainingState, Run } from './state.js';

/** What is to be done next about a run. Times are in milliseconds. */
export type RetrainingStep =
  /** Nothing, until then; null: until somebody does something. */
  | { readonly kind: 'wait'; readonly until: number | null; readonly reason: string }
  /** Nothing but to record it. */
  | { readonly kind: 'record'; readonly event: RetrainingEvent }
  /** Judge champion and challenger on the days of the shadow. */
  | { readonly kind: 'judge-shadow' }
  /** Point the alias at the challenger, if it still points at the champion. */
  | { readonly kind: 'promote'; readonly by: string }
  /** Ask the registry whether the new version is to be rolled back. */
  | { readonly kind: 'watch'; readonly until: number };

/** The next step of the run that is under way. A pure function: asked again it says the same until something happens. */
export function nextStep(
  policy: RetrainingPolicy,
  state: RetrainingState,
  facts: Pick<RetrainingFacts, 'now' | 'champion' | 'paused'>,
): RetrainingStep {
  const { run } = state;
  const paused = state.paused ?? facts.paused;
  if (run === null) return { kind: 'wait', until: null, reason: 'no training is under way' };
  if (run.phase === 'training') return { kind: 'wait', until: run.leaseUntil, reason: `${run.job} trains` };
  if (run.phase === 'promoting' && facts.champion !== null && facts.champion.version === run.challenger) {
    // Whoever moved the alias died before saying so; the registry finds that nothing is left to move.
    return { kind: 'promote', by: facts.champion.moved.by };
  }
  const gone = movedAway(run, facts.champion?.version ?? null);
  if (gone !== undefined) return ending(run, 'superseded', gone);
  if (paused) return { kind: 'wait', until: null, reason: `${paused.by} has paused the automation: ${paused.reason}` };
  const end = phaseEnd(policy, run);
  if (run.phase === 'watch') {
    if (facts.now >= end!)
      return ending(run, 'promoted', `nothing spoke against ${run.challenger} for ${policy.watch.days} days`);
    return { kind: 'watch', until: end! };
  }
  if (end === null || facts.now < end) {
    return { kind: 'wait', until: end, reason: `${run.job} is in its phase ${run.phase}` };
  }
  return run.phase === 'shadow' ? { kind: 'judge-shadow' } : move(policy, state, run, facts);
}

/** Why the run has lost its object: the alias no longer points where it did. */
function movedAway({ phase, champion, challenger }: Run, version: string | null): string | undefined {
  const expected = phase === 'watch' ? challenger : champion;
  if (version === expected) return undefined;
  return `the alias points at ${version ?? 'nothing'}, no longer at ${expected ?? 'nothing'}`;
}

function move(
  policy: RetrainingPolicy,
  state: RetrainingState,
  run: Run,
  facts: Pick<RetrainingFacts, 'now' | 'champion'>,
): RetrainingStep {
  const [frozen] = freezeBlocks(policy, facts.now);
  if (frozen) return { kind: 'wait', until: frozen.until, reason: frozen.reason };
  if (run.approvedBy !== null) return { kind: 'promote', by: run.approvedBy };
  const forbidden = handsOff(state, facts);
  if (forbidden !== undefined) return { kind: 'wait', until: null, reason: forbidden };
  if (run.phase === 'promoting') return { kind: 'promote', by: AUTOMATION };
  return { kind: 'record', event: { kind: 'passed', job: run.job, next: 'promoting' } };
}

function ending(run: Run, outcome: 'superseded' | 'promoted', reason: string): RetrainingStep {
  return { kind: 'record', event: { kind: 'ended', job: run.job, outcome, reason } };
}

import type { GateCheck } from '@dqs/core';

import type { RetrainingDecision } from './decide/decide.js';
import type { PastRun, RetrainingState, Run, RunOutcome, RunPhase, Verdict } from './state.js';

/** Runs that are remembered: enough for a back-off and the trainings of a week. */
const MOST_PAST = 200;

/** What happens to a retraining, as it is recorded. */
export type RetrainingEvent =
  /** Whether to train was decided; a start begins a run, or takes one over. */
  | { readonly kind: 'decided'; readonly decision: RetrainingDecision }
  /** The run lives. */
  | { readonly kind: 'renewed'; readonly job: string; readonly leaseUntil: number }
  /** A challenger was trained and judged, or judged again after its days in the shadow. */
  | {
      readonly kind: 'judged';
      readonly job: string;
      readonly challenger: string | null;
      readonly verdict: Verdict;
      readonly checks: readonly GateCheck[];
      /** Where the run goes on; null if it ends. */
      readonly next: RunPhase | null;
    }
  | { readonly kind: 'approved'; readonly job: string; readonly reason: string | null }
  | { readonly kind: 'vetoed'; readonly job: string; readonly reason: string }
  /** Nobody objected in time, or nobody had to be asked. */
  | { readonly kind: 'passed'; readonly job: string; readonly next: RunPhase }
  /** The alias points at the challenger. `entry` is that of the registry. */
  | { readonly kind: 'promoted'; readonly job: string; readonly entry: number; readonly isWatched: boolean }
  | { readonly kind: 'rolled-back'; readonly job: string; readonly entry: number; readonly reason: string }
  | { readonly kind: 'ended'; readonly job: string; readonly outcome: RunOutcome; readonly reason: string }
  | { readonly kind: 'paused'; readonly reason: string }
  | { readonly kind: 'resumed'; readonly reason: string | null }
  /** A person gives the alias to the automation, which never moves one that a person moved last. */
  | { readonly kind: 'handed-over'; readonly reason: string | null };

/** Who caused an event, and when. */
export interface Cause {
  readonly by: string;
  /** Milliseconds. */
  readonly at: number;
}

/** The state after an event. Events of a job that is not under way change nothing. */
export function withEvent(state: RetrainingState, event: RetrainingEvent, cause: Cause): RetrainingState {
  if (event.kind === 'decided') return withDecision(state, event.decision, cause);
  if (event.kind === 'paused') return { ...state, paused: { ...cause, reason: event.reason } };
  if (event.kind === 'resumed') return { ...state, paused: null };
  if (event.kind === 'handed-over') return { ...state, handedOverAt: cause.at };
  const { run } = state;
  return run === null || run.job !== event.job ? state : withRunEvent(state, run, event, cause);
}

function withDecision(state: RetrainingState, decision: RetrainingDecision, { at }: Cause): RetrainingState {
  if (!decision.start) return state;
  const { job, leaseUntil, champion, triggers, asker } = decision;
  if (state.run?.job === job) {
    return { ...state, run: { ...state.run, attempt: state.run.attempt + 1, since: at, leaseUntil, asker } };
  }
  const names = triggers.filter(({ isMet }) => isMet).map(({ name }) => name);
  const begun = { phase: 'training', startedAt: at, since: at, leaseUntil, triggers: names } as const;
  const run: Run = { job, attempt: 1, ...begun, champion, challenger: null, checks: [], asker, approvedBy: null };
  return { ...state, starts: state.starts + 1, run };
}

type RunEvent = Exclude<RetrainingEvent, { readonly kind: 'decided' | 'paused' | 'resumed' | 'handed-over' }>;

const OUTCOME_OF: Readonly<Record<Verdict, RunOutcome>> = {
  accept: 'promoted',
  reject: 'rejected',
  inconclusive: 'inconclusive',
};

function withRunEvent(state: RetrainingState, run: Run, event: RunEvent, { by, at }: Cause): RetrainingState {
  const goOn = (change: Partial<Run>) => ({ ...state, run: { ...run, ...change } });
  const enter = (phase: RunPhase, change: Partial<Run> = {}) => goOn({ ...change, phase, since: at });
  switch (event.kind) {
    case 'renewed':
      return goOn({ leaseUntil: event.leaseUntil });
    case 'judged': {
      const judged = { challenger: event.challenger ?? run.challenger, checks: event.checks };
      const after = { ...run, ...judged };
      return event.next === null ? ended(state, after, OUTCOME_OF[event.verdict], at) : enter(event.next, judged);
    }
    case 'approved':
      return enter('promoting', { approvedBy: by });
    case 'vetoed':
      return ended(state, run, 'vetoed', at);
    case 'passed':
      return enter(event.next);
    case 'promoted':
      return event.isWatched
        ? { ...enter('watch'), lastMove: event.entry }
        : { ...ended(state, run, 'promoted', at), lastMove: event.entry };
    case 'rolled-back':
      return { ...ended(state, run, 'rolled-back', at), lastMove: event.entry };
    case 'ended':
      return ended(state, run, event.outcome, at);
  }
}

function ended(state: RetrainingState, run: Run, outcome: RunOutcome, endedAt: number): RetrainingState {
  const { job, startedAt, challenger } = run;
  const past: PastRun = { job, startedAt, endedAt, outcome, challenger };
  return { ...state, run: null, past: [...state.past, past].slice(-MOST_PAST) };
}

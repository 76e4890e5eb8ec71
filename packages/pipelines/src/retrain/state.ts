import type { GateCheck } from '@dqs/core';

/** A verdict on a challenger. Without one, nothing moves. */
export type Verdict = 'accept' | 'reject' | 'inconclusive';

/** How a run ended. */
export type RunOutcome =
  | 'promoted'
  | 'rolled-back'
  | 'rejected'
  | 'inconclusive'
  | 'vetoed'
  | 'superseded'
  | 'failed'
  | 'refused';

/** What a run waits for. `promoting`: all is said, the alias is to move. */
export type RunPhase = 'training' | 'shadow' | 'approval' | 'promoting' | 'watch';

/** A training from its start until its version is kept, or is not. Plain data. Times are in milliseconds. */
export interface Run {
  /** The same for all who decide on the same state. */
  readonly job: string;
  /** 1, and one more for each that took it over after a lease had ended. */
  readonly attempt: number;
  readonly phase: RunPhase;
  readonly startedAt: number;
  /** Since when it is in its phase. */
  readonly since: number;
  readonly leaseUntil: number;
  /** The version that it is to replace; null for none. */
  readonly champion: string | null;
  readonly challenger: string | null;
  readonly triggers: readonly string[];
  readonly checks: readonly GateCheck[];
  /** Who asked for it, where that is known. */
  readonly asker?: string | undefined;
  /** Who let it in; null while nobody has. */
  readonly approvedBy: string | null;
}

/** A run that has ended. */
export interface PastRun {
  readonly job: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: RunOutcome;
  readonly challenger: string | null;
}

/** That the automation has to wait. */
export interface Pause {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

/** All that decisions follow from beside policy and facts. Plain data: it survives JSON. */
export interface RetrainingState {
  /** Trainings that were ever started. */
  readonly starts: number;
  readonly run: Run | null;
  /** The last ones, oldest first. */
  readonly past: readonly PastRun[];
  readonly paused: Pause | null;
  /** When a person last handed the alias over to the automation; 0 if nobody has. */
  readonly handedOverAt: number;
  /** Number of the registry's entry by which a run last moved the alias; 0 if none has. */
  readonly lastMove: number;
}

/** Nothing has happened. */
export const EMPTY_RETRAINING: RetrainingState = {
  starts: 0,
  run: null,
  past: [],
  paused: null,
  handedOverAt: 0,
  lastMove: 0,
};

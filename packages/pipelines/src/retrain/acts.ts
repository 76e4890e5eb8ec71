import { DqsError } from '@dqs/core';

import type { RetrainingEvent } from './events.js';
import type { RetrainingState, Run } from './state.js';

/** What a person does about a retraining. */
export type RetrainingAct =
  | { readonly kind: 'approve'; readonly job?: string; readonly reason?: string }
  | { readonly kind: 'veto'; readonly job?: string; readonly reason: string }
  | { readonly kind: 'pause'; readonly reason: string }
  | { readonly kind: 'resume'; readonly reason?: string }
  | { readonly kind: 'hand-over'; readonly reason?: string };

/**
 * The event that an act causes.
 *
 * @throws DqsError `retraining-invalid` if it cannot be done in this state: nothing waits for an approval, another job is
 * meant, a reason is missing.
 */
export function eventOfAct(state: RetrainingState, act: RetrainingAct): RetrainingEvent {
  const reason = act.reason?.trim() ? act.reason : null;
  if ((act.kind === 'veto' || act.kind === 'pause') && reason === null) {
    throw invalid(`a reason for the ${act.kind}, which is recorded`, 'none');
  }
  switch (act.kind) {
    case 'approve':
      return { kind: 'approved', job: waiting(state, act.job, ['approval']).job, reason };
    case 'veto':
      return { kind: 'vetoed', job: waiting(state, act.job, ['shadow', 'approval', 'promoting']).job, reason: reason! };
    case 'pause':
      return { kind: 'paused', reason: reason! };
    case 'resume':
      if (state.paused === null) throw invalid('an automation that is paused', 'one that is not');
      return { kind: 'resumed', reason };
    case 'hand-over':
      return { kind: 'handed-over', reason };
  }
}

function waiting({ run }: RetrainingState, job: string | undefined, phases: readonly Run['phase'][]): Run {
  if (run === null) throw invalid(`a retraining that waits (${phases.join(', ')})`, 'none under way');
  if (job !== undefined && run.job !== job) throw invalid(`the job that is under way, ${run.job}`, job);
  if (!phases.includes(run.phase))
    throw invalid(`a job in its phase ${phases.join(' or ')}`, `${run.job}: ${run.phase}`);
  return run;
}

function invalid(expected: string, got: string): DqsError {
  return new DqsError('retraining-invalid', `expected ${expected}, got ${got}`);
}

import { sha256 } from '@dqs/core/journal';

import type { RetrainingFacts } from '../facts.js';
import type { RetrainingPolicy } from '../policy/policy.js';
import type { RetrainingState, Run } from '../state.js';
import { findBlocks, type Block } from './blocks.js';
import { areMet, findTriggers, type TriggerFinding } from './triggers.js';

/** Whether to train, and why; recorded for every "no" as well. Plain data. Times are in milliseconds. */
export interface RetrainingDecision {
  readonly start: boolean;
  /** The job that is to run: the same for all who decide on the same state, so that two triggers make one. */
  readonly job: string;
  readonly at: number;
  readonly policy: string;
  readonly champion: string | null;
  readonly triggers: readonly TriggerFinding[];
  readonly blocks: readonly Block[];
  /** When a training may start at the earliest; null if that hangs on somebody. */
  readonly nextAllowedAt: number | null;
  readonly leaseUntil: number;
  readonly asker?: string | undefined;
  /** One sentence for people. */
  readonly reason: string;
}

/** Whether a model is to be trained anew. A pure function: the same state, facts and policy give the same decision. */
export function decideRetraining(
  policy: RetrainingPolicy,
  state: RetrainingState,
  facts: RetrainingFacts,
): RetrainingDecision {
  const triggers = findTriggers(policy.triggers, state, facts);
  const isWanted = areMet(triggers, policy.triggers.when);
  const isAbandoned = state.run?.phase === 'training' && hasDied(state.run, facts);
  const blocks = findBlocks(policy, isAbandoned ? { ...state, run: null } : state, facts);
  const start = blocks.length === 0 && (isWanted || isAbandoned);
  return {
    start,
    job: jobOf(policy, state, facts),
    at: facts.now,
    policy: policy.digest,
    champion: facts.champion?.version ?? null,
    triggers,
    blocks,
    nextAllowedAt: nextAllowed(blocks, facts.now),
    leaseUntil: facts.now + policy.limits.leaseMs,
    ...(facts.asker !== undefined && { asker: facts.asker }),
    reason: reasonOf({ isWanted, isAbandoned, triggers, blocks }),
  };
}

/** Whether whoever trains has: its lease has ended, or it asks again itself. */
function hasDied({ leaseUntil, asker }: Run, facts: RetrainingFacts): boolean {
  return leaseUntil <= facts.now || (asker !== undefined && asker === facts.asker);
}

/** Follows from what all who decide at the same time see: the model, the version in use, and how many were started. */
function jobOf({ model, alias }: RetrainingPolicy, state: RetrainingState, { champion }: RetrainingFacts): string {
  if (state.run !== null) return state.run.job;
  const digest = sha256(JSON.stringify([model, alias, champion?.version ?? null, state.starts]));
  return `retrain-${digest.slice(0, 16)}`;
}

function nextAllowed(blocks: readonly Block[], now: number): number | null {
  if (blocks.some(({ until }) => until === null)) return null;
  return Math.max(now, ...blocks.map(({ until }) => until!));
}

interface Grounds extends Pick<RetrainingDecision, 'triggers' | 'blocks'> {
  readonly isWanted: boolean;
  readonly isAbandoned: boolean;
}

function reasonOf({ isWanted, isAbandoned, triggers, blocks }: Grounds): string {
  const [block] = blocks;
  const met = triggers.filter(({ isMet }) => isMet).map(({ reason }) => reason);
  if (block !== undefined) return `no: ${block.reason}${met.length > 0 ? `; wanted, since ${met[0]!}` : ''}`;
  if (isAbandoned) return 'yes: whoever trained has died';
  return isWanted ? `yes: ${met.join('; ')}` : 'no: nothing calls for it';
}

import { MS_PER_DAY } from '@dqs/core';
import { isOpen, nextChange } from '@dqs/core/calendar';

import { AUTOMATION, type RetrainingFacts } from '../facts.js';
import type { RetrainingPolicy } from '../policy/policy.js';
import type { PastRun, RetrainingState, Run } from '../state.js';

/** Something that forbids a training now. */
export interface Block {
  readonly name:
    | 'running'
    | 'paused'
    | 'ingest-incident'
    | 'history'
    | 'cool-down'
    | 'per-week'
    | 'back-off'
    | 'freeze';
  /** One sentence for people. */
  readonly reason: string;
  /** When it ends by itself, milliseconds; null if somebody has to do something. */
  readonly until: number | null;
}

const WEEK = 7 * MS_PER_DAY;

/**
 * All that forbids a training. A person who asks for one is not held up by cool-down, quota and back-off, which are for the
 * automation; by all else, too.
 */
export function findBlocks(policy: RetrainingPolicy, state: RetrainingState, facts: RetrainingFacts): readonly Block[] {
  const { now, manual, openIngestIncidents, days } = facts;
  const { minimumDays } = policy.data;
  const blocks: Block[] = [];
  if (state.run !== null) {
    const reason = `${state.run.job} is under way: ${state.run.phase}`;
    blocks.push({ name: 'running', reason, until: phaseEnd(policy, state.run) });
  }
  const pause = state.paused ?? facts.paused;
  if (pause) {
    const { by, reason } = pause;
    blocks.push({ name: 'paused', reason: `${by} has paused the automation: ${reason}`, until: null });
  }
  if (openIngestIncidents.length > 0) {
    const reason = `open incidents of the ingestion: ${openIngestIncidents.join(', ')}; the data may be wrong`;
    blocks.push({ name: 'ingest-incident', reason, until: null });
  }
  if (days < minimumDays) {
    const reason = `${days} days to learn from are too few, at least ${minimumDays} are needed`;
    blocks.push({ name: 'history', reason, until: now + (minimumDays - days) * MS_PER_DAY });
  }
  return [...blocks, ...freezeBlocks(policy, now), ...(manual ? [] : pacing(policy, state, now))];
}

/** When a phase ends by itself at the latest; null if it waits for somebody. */
export function phaseEnd({ shadowDays, approval, watch }: RetrainingPolicy, run: Run): number | null {
  switch (run.phase) {
    case 'training':
      return run.leaseUntil;
    case 'shadow':
      return run.since + shadowDays * MS_PER_DAY;
    case 'approval':
      return typeof approval === 'object' ? run.since + approval.veto : approval === 'auto' ? run.since : null;
    case 'promoting':
      return run.since;
    case 'watch':
      return run.since + watch.days * MS_PER_DAY;
  }
}

/** The times without trainings that hold now. */
export function freezeBlocks({ freeze }: RetrainingPolicy, now: number): Block[] {
  return freeze
    .filter(({ calendar }) => isOpen(calendar, now))
    .map(({ calendar, comment }) => {
      const until = nextChange(calendar, now) ?? null;
      return { name: 'freeze' as const, reason: `nothing is trained or moved: ${comment}`, until };
    });
}

function pacing({ limits }: RetrainingPolicy, { past }: RetrainingState, now: number): Block[] {
  const blocks: Block[] = [];
  const last = past.at(-1);
  const cooled = last === undefined ? 0 : last.startedAt + limits.coolDownMs;
  if (cooled > now) blocks.push({ name: 'cool-down', reason: `${last!.job} was only just tried`, until: cooled });
  const recent = past.filter(({ startedAt }) => startedAt > now - WEEK);
  if (recent.length >= limits.perWeek) {
    const until = recent.at(-limits.perWeek)!.startedAt + WEEK;
    blocks.push({ name: 'per-week', reason: `${recent.length} trainings in seven days`, until });
  }
  const rejects = rejectsInARow(past);
  const resumes = rejects < limits.backOff.after ? 0 : last!.endedAt + limits.backOff.pauseMs;
  if (resumes > now) blocks.push({ name: 'back-off', reason: `${rejects} rejects in a row`, until: resumes });
  return blocks;
}

/** How many runs up to the last one ended in a row without a version being kept. */
export function rejectsInARow(past: readonly PastRun[]): number {
  const isReject = ({ outcome }: PastRun) =>
    ['rejected', 'rolled-back', 'vetoed', 'refused', 'failed'].includes(outcome);
  return past.length - 1 - past.findLastIndex((run) => !isReject(run));
}

/** Why the automation must not move the alias; undefined if it may. */
export function handsOff(state: RetrainingState, { champion }: Pick<RetrainingFacts, 'champion'>): string | undefined {
  if (champion === null) return undefined;
  const { by, at, entry } = champion.moved;
  if (by === AUTOMATION || entry === state.lastMove || state.handedOverAt >= at) return undefined;
  return `${by} moved the alias last: it stays where it is until a person approves or hands it over`;
}

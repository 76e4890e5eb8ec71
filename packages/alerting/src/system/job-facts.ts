import { MS_PER_HOUR } from '@dqs/core';
import type { SystemFacts } from '../facts/facts.js';

/** Jobs of a kind, as far as rules look at them. Times are milliseconds since 1970. */
export interface JobsView {
  readonly kind: string;
  /** Since when the oldest job that nobody has begun is due; null without one. */
  readonly oldestDueAt: number | null;
  /** When the oldest job that runs was begun. */
  readonly oldestStartedAt: number | null;
  /** Jobs that have failed for good lately. */
  readonly failed: number;
}

/** Time that any job may take. */
const LONG_MS = 2 * MS_PER_HOUR;

/**
 * Each kind of job as a part of the system: how many have failed for good, and how late it is, either because a job has waited since
 * it was due, or because one has run for more than two hours.
 */
export function jobFacts(kinds: readonly JobsView[], at: number): readonly SystemFacts[] {
  return kinds.map(({ kind, oldestDueAt, oldestStartedAt, failed }) => {
    const waited = oldestDueAt === null ? 0 : at - oldestDueAt;
    const beyond = oldestStartedAt === null ? 0 : at - oldestStartedAt - LONG_MS;
    const age = Math.max(0, waited, beyond);
    return { part: `jobs ${kind}`, kind: 'job', labels: {}, age, failures: failed };
  });
}

/** The switch of a dead man: a part that is always there, so that a rule about it always fires. */
export const WATCHDOG_FACTS: SystemFacts = { part: 'watchdog', kind: 'watchdog', labels: {}, ok: true };

import type { JobHistory, JobHour } from '@dqs/store';

import { kindsOfHistory, type KindOfJob } from '../../jobs/kinds.js';
import type { PageView } from '../page-view.js';

/** A kind of job, how it stands and how it has gone. Survives JSON. */
export interface JobRow extends KindOfJob {
  /** What the last one took, milliseconds; null while it runs, and without one. */
  readonly took: number | null;
  /** How long the last one waited after it was due, milliseconds. */
  readonly lag: number | null;
  /** The last 24 hours, the oldest first. */
  readonly hours: readonly JobHour[];
}

/** No job of a kind has ended. */
const NO_HOURS: readonly JobHour[] = Array.from({ length: 24 }, () => ({ done: 0, failed: 0 }));

/** The kinds of job as they are now; null where it is not known what workers there are for. */
export async function jobRows(
  { sources: { operation, worker }, at }: PageView,
  history: readonly JobHistory[],
): Promise<readonly JobRow[] | null> {
  if (worker === undefined) return null;
  const kinds = await kindsOfHistory(history, operation, worker, at);
  return kinds.map((kind) => {
    const { last = null, hours = NO_HOURS } = history.find((one) => one.kind === kind.kind) ?? {};
    const { startedAt = null, endedAt = null, createdAt = 0, dueAt = 0 } = last ?? {};
    return {
      ...kind,
      took: startedAt === null || endedAt === null ? null : Math.max(0, endedAt - startedAt),
      lag: startedAt === null ? null : Math.max(0, startedAt - Math.max(createdAt, dueAt)),
      hours,
    };
  });
}

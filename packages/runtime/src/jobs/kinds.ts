import type { Job, JobHistory } from '@dqs/store';

import type { OpenedOperation } from '../stores/open-alerting.js';
import { pausesOf, type KindPause } from './pauses.js';
import type { Work, WorkerSettings } from './work.js';
import { WORKS } from './works.js';

/** A kind of job, and how it stands. Survives JSON. */
export interface KindOfJob {
  readonly kind: string;
  readonly about: string;
  /** Whether a worker with the given settings does it. */
  readonly isSetUp: boolean;
  readonly paused: KindPause | null;
  /** The job that was begun last; null where there was none in the last 30 days. */
  readonly last: Pick<Job, 'key' | 'state' | 'startedAt' | 'endedAt' | 'why'> | null;
  /** Jobs that wait. */
  readonly waiting: number;
  /** When one is due next, milliseconds since 1970; null where that follows from what arrives, or where nobody does it. */
  readonly nextAt: number | null;
}

/** Every kind of job with its last and its next one. */
export function kindsOfJobs(
  jobs: readonly Job[],
  operation: Pick<OpenedOperation, 'notices'>,
  settings: WorkerSettings,
  now: number,
): Promise<readonly KindOfJob[]> {
  const seen = WORKS.map(({ kind }) => {
    const own = jobs.filter((job) => job.kind === kind);
    const waiting = own.filter(({ state }) => state === 'waiting');
    const begun = own.filter(({ startedAt }) => startedAt !== null).sort((a, b) => a.startedAt! - b.startedAt!);
    const dueAt = waiting.length === 0 ? null : Math.min(...waiting.map((one) => one.dueAt));
    return { kind, waiting: waiting.length, dueAt, last: begun.at(-1) ?? null };
  });
  return kindsOfHistory(seen, operation, settings, now);
}

/** As {@link kindsOfJobs}, of what is known of each kind without its jobs. */
export async function kindsOfHistory(
  seen: readonly SeenJobs[],
  { notices }: Pick<OpenedOperation, 'notices'>,
  settings: WorkerSettings,
  now: number,
): Promise<readonly KindOfJob[]> {
  const pauses = await pausesOf(notices, WORKS);
  return WORKS.map((work) => {
    const own = seen.find(({ kind }) => kind === work.kind) ?? { waiting: 0, dueAt: null, last: null };
    return kindOfJob(work, own, { paused: pauses.get(work.kind) ?? null, settings, now });
  });
}

/** What has become of the jobs of a kind. */
type SeenJobs = Pick<JobHistory, 'kind' | 'waiting' | 'dueAt'> & {
  readonly last: Pick<Job, 'key' | 'state' | 'startedAt' | 'endedAt' | 'why'> | null;
};

interface Standing {
  readonly paused: KindPause | null;
  readonly settings: WorkerSettings;
  readonly now: number;
}

function kindOfJob(
  { kind, about, isFor, nextAt }: Work,
  { waiting, dueAt, last }: Omit<SeenJobs, 'kind'>,
  { paused, settings, now }: Standing,
): KindOfJob {
  const isSetUp = isFor?.(settings) ?? true;
  const next = dueAt !== null ? Math.max(now, dueAt) : isSetUp ? nextAt(settings, now) : null;
  return {
    ...{ kind, about, isSetUp, paused, waiting },
    last: last === null ? null : shown(last),
    nextAt: paused === null ? next : null,
  };
}

function shown({ key, state, startedAt, endedAt, why }: NonNullable<SeenJobs['last']>): KindOfJob['last'] {
  return { key, state, startedAt, endedAt, why };
}

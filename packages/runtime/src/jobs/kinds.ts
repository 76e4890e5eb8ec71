import type { Job } from '@dqs/store';

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
export async function kindsOfJobs(
  jobs: readonly Job[],
  { notices }: Pick<OpenedOperation, 'notices'>,
  settings: WorkerSettings,
  now: number,
): Promise<readonly KindOfJob[]> {
  const pauses = await pausesOf(notices, WORKS);
  return WORKS.map((work) => {
    const own = jobs.filter(({ kind }) => kind === work.kind);
    return kindOfJob(work, own, { paused: pauses.get(work.kind) ?? null, settings, now });
  });
}

interface Standing {
  readonly paused: KindPause | null;
  readonly settings: WorkerSettings;
  readonly now: number;
}

function kindOfJob(
  { kind, about, isFor, nextAt }: Work,
  jobs: readonly Job[],
  { paused, settings, now }: Standing,
): KindOfJob {
  const waiting = jobs.filter(({ state }) => state === 'waiting');
  const begun = jobs.filter(({ startedAt }) => startedAt !== null).sort((a, b) => a.startedAt! - b.startedAt!);
  const isSetUp = isFor?.(settings) ?? true;
  const times = waiting.map(({ dueAt }) => Math.max(now, dueAt));
  const next = times.length > 0 ? Math.min(...times) : isSetUp ? nextAt(settings, now) : null;
  const last = begun.at(-1);
  return {
    kind,
    about,
    isSetUp,
    paused,
    last: last === undefined ? null : shown(last),
    waiting: waiting.length,
    nextAt: paused === null ? next : null,
  };
}

function shown({ key, state, startedAt, endedAt, why }: Job): KindOfJob['last'] {
  return { key, state, startedAt, endedAt, why };
}

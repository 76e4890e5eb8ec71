import { sha256 } from '@dqs/core/journal';
import { PgBoss, type JobWithMetadata, type Queue } from 'pg-boss';

import type { StoreDatabase } from '../database/store-database.js';
import type { Job, JobData, JobState } from './job.js';

/** The schema that pg-boss keeps. It holds no results: a backup leaves it out, and a tick offers anew what is due. */
export const SCHEMA = 'dqs_jobs';

/** What pg-boss keeps of a job beside its own. */
export interface Envelope {
  readonly key: string;
  readonly data: JobData;
  /** `traceparent` of what put it. */
  readonly trace?: string;
}

/** How jobs are kept alive, in whole seconds. */
export interface JobTimes {
  /** A worker that says nothing for so long has lost its job; at least 10. @default 20 */
  readonly heartbeatSeconds: number;
  /** How often jobs that were lost are looked for. @default 10 */
  readonly superviseSeconds: number;
  /** How often a worker asks for jobs; may be a fraction, at least .5. @default 1 */
  readonly pollSeconds: number;
  /** The delay before a second attempt; it doubles with each further one, up to an hour. @default 15 */
  readonly retrySeconds: number;
}

export const DEFAULT_TIMES: JobTimes = { heartbeatSeconds: 20, superviseSeconds: 10, pollSeconds: 1, retrySeconds: 15 };

/** Attempts before a job has failed for good. */
const MOST_ATTEMPTS = 6;
const HOUR_SECONDS = 3600;

/** pg-boss on the connections of a database. */
export function bossOn(database: StoreDatabase, { superviseSeconds }: JobTimes): PgBoss {
  return new PgBoss({
    db: { executeSql: (text, values) => database.withClient((client) => client.query(text, values)) },
    schema: SCHEMA,
    schedule: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    maintenanceIntervalSeconds: HOUR_SECONDS,
  });
}

/** How the jobs of a kind are treated. A worker's death is noticed by its heartbeat, so that long work may take its time. */
export function queueOptions({ heartbeatSeconds, retrySeconds }: JobTimes): Omit<Queue, 'name'> {
  return {
    heartbeatSeconds,
    expireInSeconds: 23 * HOUR_SECONDS,
    retryLimit: MOST_ATTEMPTS - 1,
    retryDelay: retrySeconds,
    retryBackoff: true,
    retryDelayMax: HOUR_SECONDS,
    deleteAfterSeconds: 30 * 24 * HOUR_SECONDS,
  };
}

/** The id of work: the same for the same kind and key. */
export function jobId(kind: string, key: string): string {
  const hex = sha256(JSON.stringify([kind, key]));
  // Version 8 of RFC 9562, which leaves all other bits to us.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const STATES: Readonly<Record<JobWithMetadata['state'], JobState>> = {
  created: 'waiting',
  retry: 'waiting',
  active: 'running',
  completed: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** A state of pg-boss as we call it. */
export function stateOf(state: JobWithMetadata['state']): JobState {
  return STATES[state];
}

/** A job as we tell of it. */
export function jobOf(kept: JobWithMetadata<Envelope>): Job {
  const { name, data, state, retryCount, createdOn, startAfter, startedOn, completedOn, output } = kept;
  const hasBegun = startedOn !== null;
  return {
    kind: name,
    key: data.key,
    data: data.data,
    state: stateOf(state),
    attempts: hasBegun ? retryCount + 1 : 0,
    createdAt: createdOn.getTime(),
    dueAt: startAfter.getTime(),
    startedAt: hasBegun ? startedOn.getTime() : null,
    endedAt: completedOn?.getTime() ?? null,
    why: state === 'completed' ? null : whyOf(output),
  };
}

/**
 * Why an attempt failed; null if nothing is said. pg-boss keeps an error as an object with its message, and what it says itself as an
 * object with a value.
 */
export function whyOf(output: object | null): string | null {
  const { message, value } = (output ?? {}) as { message?: unknown; value?: { message?: unknown } };
  const said = message ?? value?.message;
  return typeof said === 'string' ? said : null;
}

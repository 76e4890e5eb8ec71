/** Plain data that survives JSON. */
export type JobData = Readonly<Record<string, unknown>>;

/** Work to be done once. */
export interface JobOffer {
  /** One of the kinds that the queue was opened with. */
  readonly kind: string;
  /** Says which work of its kind, such as a day; work of the same kind and key is the same work. */
  readonly key: string;
  readonly data?: JobData;
  /** Not before then, milliseconds since 1970. @default at once */
  readonly startAfter?: number;
}

/** What has become of a job. A job that failed and is to be tried again waits. */
export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** A job and what has become of it. Survives JSON. */
export interface Job {
  readonly kind: string;
  readonly key: string;
  readonly data: JobData;
  readonly state: JobState;
  /** Attempts that have begun. */
  readonly attempts: number;
  /** Times in milliseconds since 1970. */
  readonly createdAt: number;
  /** Not before then is it attempted. */
  readonly dueAt: number;
  /** When the last attempt began. */
  readonly startedAt: number | null;
  /** When it was done, failed for good or was cancelled. */
  readonly endedAt: number | null;
  /** Message of the error that the last attempt ended with. */
  readonly why: string | null;
}

/** A job that somebody works on. */
export interface RunningJob extends Pick<Job, 'kind' | 'key' | 'data' | 'attempts'> {
  /** Aborts when the job is no longer ours, or has to end because the process does. */
  readonly signal: AbortSignal;
}

/** Does the work of a kind. What it throws is an attempt that failed. */
export type JobHandler = (job: RunningJob) => Promise<void>;

/** Which jobs to list. */
export interface JobFilter {
  readonly kind?: string;
  readonly state?: JobState;
  /** @default 1000 */
  readonly limit?: number;
}

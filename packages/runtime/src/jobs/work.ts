import type { Deliveries } from '@dqs/ingestion';
import type { Telling } from '@dqs/pipelines';
import type { JobOffer, RunningJob } from '@dqs/store';

import type { AppHooks } from '../app-hooks.js';
import type { WORKER } from '../settings/jobs.js';
import type { Settings } from '../settings/settings.js';
import type { OpenedOperation } from '../stores/open-alerting.js';

/** The settings of a running system. */
export type WorkerSettings = Settings<(typeof WORKER)[number]>;

/** What works look at and change. */
export interface Operation extends OpenedOperation {
  readonly settings: WorkerSettings;
  readonly deliveries: Deliveries;
  /** Loads what makes the digest of alerting: whoever sends none does not wait for it. */
  readonly digest: () => Promise<Telling['digest']>;
}

/** One kind of work of a running system. */
export interface Work {
  /** As jobs of it are called. */
  readonly kind: string;
  /** What it does, for people. */
  readonly about: string;
  /** Whether a worker with these settings can do it. @default all can */
  readonly isFor?: (settings: WorkerSettings) => boolean;
  /**
   * What of it is due at a time: found by comparing what there is with what there should be, so that a tick that was missed or done
   * twice changes nothing.
   *
   * @param now milliseconds since 1970.
   */
  due(operation: Operation, now: number): Promise<readonly JobOffer[]>;
  /**
   * Does a job of it; harmless when it is done twice.
   *
   * @returns what is worth a line in the log.
   */
  run(operation: Operation, job: Pick<RunningJob, 'key' | 'data'>, hooks: AppHooks): Promise<object>;
}

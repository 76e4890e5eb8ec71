import type { Deliveries } from '@dqs/ingestion';
import type { Telling } from '@dqs/pipelines';
import type { JobOffer, NewEvent, RunningJob } from '@dqs/store';

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

/** What a job came to: worth a line in the log, and perhaps events. */
export type Outcome = Readonly<Record<string, unknown>> & {
  /** What others may wait for. Only of what was not so before, so that a job that is done twice tells once. */
  readonly events?: readonly Omit<NewEvent, 'at'>[];
};

/** One kind of work of a running system. */
export interface Work {
  /** As jobs of it are called. */
  readonly kind: string;
  /** What it does, for people. */
  readonly about: string;
  /** Whether a worker with these settings can do it. @default all can */
  readonly isFor?: (settings: WorkerSettings) => boolean;
  /** Whether it acts on models by itself, and so rests while the automation is paused. @default false */
  readonly isAutomation?: boolean;
  /** When it is due next at the earliest, milliseconds; null where that follows from what arrives. */
  nextAt(settings: WorkerSettings, now: number): number | null;
  /**
   * What of it is due at a time: found by comparing what there is with what there should be, so that a tick that was missed or done
   * twice changes nothing.
   *
   * @param now milliseconds since 1970.
   */
  due(operation: Operation, now: number): Promise<readonly JobOffer[]>;
  /** What is done where a person asks for it and nothing is due; undefined of what follows from what arrives alone. */
  byHand?(now: number): JobOffer;
  /**
   * Does a job of it; harmless when it is done twice.
   */
  run(operation: Operation, job: Pick<RunningJob, 'key' | 'data'>, hooks: AppHooks): Promise<Outcome>;
}

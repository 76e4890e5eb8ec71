import type { ExperimentEvent, Exposure, Outcome } from '../definition/records.js';

/** The logs of an experiment, with what is in each. */
export interface ExperimentLogs {
  readonly events: ExperimentEvent;
  readonly exposures: Exposure;
  readonly outcomes: Outcome;
}

/** Name of a log. */
export type LogName = keyof ExperimentLogs;

/** What was read of a log. */
export interface LogContent<T> {
  /** In the order they were appended. */
  readonly records: readonly T[];
  /** Records that were never finished or are damaged; they are left out. */
  readonly damaged: number;
}

/**
 * Where experiments live: named, append-only logs and nothing else, so that any store that can append and read will do.
 *
 * Records that `append` has returned from are durable (or as durable as the store says) and never change. Several
 * processes may append at the same time; a record is never mixed with another. Reading may miss records that are being
 * appended meanwhile. Nothing is ever deleted.
 */
export interface ExperimentStore {
  /** Names of all experiments, ascending. */
  list(): Promise<string[]>;
  /**
   * Makes an experiment with its first event.
   *
   * @throws DqsError `experiment-exists` if the name is taken; exactly one of several callers at once succeeds.
   */
  create(name: string, first: ExperimentEvent): Promise<void>;
  /** @throws DqsError `experiment-unknown`. */
  append<L extends LogName>(name: string, log: L, records: readonly ExperimentLogs[L][]): Promise<void>;
  /** @throws DqsError `experiment-unknown`. */
  read<L extends LogName>(name: string, log: L): Promise<LogContent<ExperimentLogs[L]>>;
}

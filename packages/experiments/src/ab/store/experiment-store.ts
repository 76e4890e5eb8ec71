import type { ExperimentEvent, Exposure, ExperimentOutcome } from '../definition/records.js';

/** The logs of an experiment and their contents. */
export interface ExperimentLogs {
  readonly events: ExperimentEvent;
  readonly exposures: Exposure;
  readonly outcomes: ExperimentOutcome;
}

/** Name of a log. */
export type LogName = keyof ExperimentLogs;

/** The records of a log. */
export interface LogContent<T> {
  /** In the order of appending. */
  readonly records: readonly T[];
  /** Number of skipped records that are incomplete or damaged. */
  readonly damaged: number;
}

/**
 * Storage of experiments: named, append-only logs and nothing else, so any store that can append and read will do.
 *
 * Once `append` has returned, records are durable (or as durable as the store promises) and never change. Several
 * processes may append at the same time; records are never mixed. Reading may miss records that are being appended
 * meanwhile. Nothing is ever deleted.
 */
export interface ExperimentStore {
  /** Names of all experiments, ascending. */
  list(): Promise<string[]>;
  /**
   * Creates an experiment with its first event.
   *
   * @throws DqsError `experiment-exists` if the name is taken; exactly one of several concurrent callers succeeds.
   */
  create(name: string, first: ExperimentEvent): Promise<void>;
  /** @throws DqsError `experiment-unknown`. */
  append<L extends LogName>(name: string, log: L, records: readonly ExperimentLogs[L][]): Promise<void>;
  /** @throws DqsError `experiment-unknown`. */
  read<L extends LogName>(name: string, log: L): Promise<LogContent<ExperimentLogs[L]>>;
}

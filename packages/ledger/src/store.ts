import type { Arm } from './arms.js';
import type { Intervention, RevisionBatch, RevisionColumns } from './records/actuals.js';
import type { DailyAggregates } from './records/aggregates.js';
import type { IssueBatch, LedgerForecasts } from './records/forecasts.js';
import type { GradedDay, LedgerDay, LedgerGrades } from './records/grades.js';
import type { LedgerSeries, NumberedSeries } from './records/series.js';

/** Days from one to another, both included; days since 1970-01-01. */
export interface LedgerDays {
  readonly from: number;
  readonly to: number;
}

/** Which part of the ledger is read. What is not given does not restrict. */
export interface LedgerQuery extends LedgerDays {
  /**
   * What is known at this time, milliseconds: forecasts issued, revisions arrived and interventions made up to it. The answer
   * is the same whatever comes later, once the entries up to that time are collected and their days settled.
   */
  readonly knownAt?: number;
  /** Numbers of series. */
  readonly series?: Int32Array;
  /** Ids of forecasts, one behind the other: no others are there, and nothing of other days. Looked up by their keys. */
  readonly ids?: Uint8Array;
  /** Series of other tenants are not there. */
  readonly tenants?: readonly string[];
  readonly arms?: readonly Arm[];
}

/** Which aggregates are read. */
export interface AggregateQuery extends Pick<LedgerQuery, 'from' | 'to' | 'knownAt' | 'tenants' | 'arms'> {
  /** Only versions known after this time, milliseconds: what has changed since. */
  readonly knownAfter?: number;
}

/** A day that has changed since it was last settled. */
export interface ChangedDay {
  readonly day: number;
  /** How often it has changed. */
  readonly changes: number;
}

/** Where a running computation stands, so that it need not start from the first day. */
export interface Checkpoint {
  /** The last day that is in it. */
  readonly day: number;
  /** As of which time, milliseconds. */
  readonly knownAt: number;
  readonly content: Uint8Array;
}

/**
 * Where forecasts, actuals and grades are kept. Every method is one transaction: it is done or not, whenever a process dies,
 * and a method that is called again with the same adds nothing. Several processes may use one ledger at the same time.
 * What is kept is never changed or removed, except aggregates and checkpoints, which can be computed anew.
 *
 * Rows that are read come in a fixed order: by day, then tenant, dataset and rule of the series (by code point), then arm,
 * model, version, as-of day, time known and id (of revisions: by entry). Days are read into memory whole, so ask for as many
 * as fit; ten thousand series with three arms take about ten megabytes a day. `LEDGER_STORE_CONTRACT` of
 * `@dqs/ledger/testing` checks all of it.
 */
export interface LedgerStore {
  /**
   * The numbers of series, which are given to those that have none yet.
   *
   * @returns one a series, in their order; a series that is named twice has one number.
   */
  register(series: readonly LedgerSeries[]): Promise<Int32Array>;

  /** All series, or those of some tenants, by tenant, dataset and rule. */
  series(tenants?: readonly string[]): Promise<readonly NumberedSeries[]>;

  /**
   * Keeps forecasts that are not there yet, by their ids (`forecastIds`); the first that was kept under an id stays.
   *
   * @returns how many were new.
   * @throws DqsError `invalid-argument` for columns of unequal length, numbers that are none, series that are not registered;
   * nothing is kept then.
   */
  issue(batch: IssueBatch): Promise<number>;

  /** Number of the journal entry up to which deliveries are collected, 0 at first. */
  collectedUpTo(): Promise<number>;

  /**
   * Keeps revisions and moves {@link collectedUpTo} to the end of the batch, both or neither.
   *
   * @returns how many were new; 0 if the entries up to the end of the batch are collected already.
   * @throws DqsError `ledger-conflict` if the collected entries end elsewhere than where the batch begins: read
   * {@link collectedUpTo} and collect from there. `invalid-argument` as for {@link issue}.
   */
  revise(batch: RevisionBatch): Promise<number>;

  /**
   * Leaves days of series out of grading and training from a time on; the first intervention on a series' day stays.
   *
   * @param within the transaction of the database that it is part of, where there is one; by default its own.
   * @returns how many were new.
   */
  intervene(interventions: readonly Intervention[], within?: unknown): Promise<number>;

  /** The first and the last target day of which forecasts, or their aggregates, are kept; undefined if there are none. */
  span(): Promise<LedgerDays | undefined>;

  /** The days that have changed since they were settled, ascending: forecasts, revisions or interventions were added. */
  changedDays(days?: LedgerDays): Promise<readonly ChangedDay[]>;

  /**
   * By day, a text that changes with everything that is added: forecasts, revisions, interventions, grades. What is read of a day,
   * without a time, is the same as long as its version is. Undefined where nothing was ever added, or forecasts are no longer kept.
   */
  versions(days: Int32Array): Promise<readonly (string | undefined)[]>;

  /** All that is known of a day. */
  day(day: number): Promise<LedgerDay>;

  /**
   * Keeps the grades of a day that are not there yet and replaces its aggregates. The day counts as settled up to the changes
   * that they were made from; what was made from fewer than it is settled for already changes nothing.
   *
   * @returns how many grades were new.
   */
  settle(graded: GradedDay): Promise<number>;

  forecasts(query: LedgerQuery): Promise<LedgerForecasts>;

  /** What became of the forecasts of a query: as of its time, the grade of the last revision. Row i is that of forecast i. */
  grades(query: LedgerQuery): Promise<LedgerGrades>;

  /** All revisions known, not only the last; `arms` changes nothing. */
  revisions(query: LedgerQuery): Promise<RevisionColumns>;

  /** The interventions known, by day, series; `arms` changes nothing. */
  interventions(query: LedgerQuery): Promise<readonly Intervention[]>;

  /** The last version known of each group and day, by day, tenant, rule, level, source, arm, model, version, backfill first. */
  aggregates(query: AggregateQuery): Promise<DailyAggregates>;

  /** The checkpoint of a name that was kept last; with a time, of those as of a time up to it, the latest of them. */
  checkpoint(name: string, knownAt?: number): Promise<Checkpoint | undefined>;

  /** Keeps a checkpoint; one of the same name and time is replaced. */
  keepCheckpoint(name: string, checkpoint: Checkpoint): Promise<void>;

  /** Gives back what the store holds, such as connections. */
  close(): Promise<void>;
}

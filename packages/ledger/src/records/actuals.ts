/** An entry of the journal of deliveries, as far as the ledger knows it. */
export interface LedgerEntry {
  /** Its number in the journal, from 1. */
  readonly number: number;
  /** When it arrived, milliseconds; never before the entry of the number before. */
  readonly arrivedAt: number;
  /** Id of the delivery. */
  readonly delivery: string;
}

/**
 * Revisions of actuals by column: what was known of a series' day once an entry had arrived. A revision has the number of its
 * entry, and so follows from the order of the journal, never from when somebody collected it. Counts are totals: the newest
 * versions of all deliveries up to that entry together.
 */
export interface RevisionColumns {
  /** Number of the series in the store. */
  readonly series: Int32Array;
  /** Days since 1970-01-01. */
  readonly day: Int32Array;
  readonly passes: Int32Array;
  readonly fails: Int32Array;
  /** Executions that are neither. */
  readonly errors: Int32Array;
  /** Index into {@link entries}. */
  readonly entry: Int32Array;
  readonly entries: readonly LedgerEntry[];
}

/** The revisions that some entries of the journal made. */
export interface RevisionBatch {
  /** Entries up to this number were collected before. */
  readonly after: number;
  /** With this batch, those up to this number are; all entries of the batch lie between the two. */
  readonly upTo: number;
  readonly revisions: RevisionColumns;
}

/** Why the day of a series is left out of grading and training. */
export interface Intervention {
  /** Number of the series in the store. */
  readonly series: number;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** From when on it counts, milliseconds. */
  readonly at: number;
  readonly by: string;
  readonly reason: string;
}

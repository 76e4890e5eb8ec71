/**
 * A series of the ledger: what identifies it, and what describes it. Names are any texts, of any length, control characters
 * included.
 */
export interface LedgerSeries extends SeriesKey {
  /** The describing fields are those of the first registration and never change, so that no answer does; "" if unknown. */
  readonly datasetName: string;
  /** Its usual level of execution. */
  readonly level: string;
  /** The source whose deliveries bring its results. */
  readonly source: string;
}

/** What identifies a series. Two tenants never share one. */
export interface SeriesKey {
  readonly tenantId: string;
  readonly datasetUuid: string;
  readonly ruleCode: string;
}

/** A series with its number in a store: an integer from 1, which says nothing of order and differs between stores. */
export interface NumberedSeries extends LedgerSeries {
  readonly number: number;
}

/** Series that follow each other in a history, and the observed days of theirs. */
export interface SeriesRange {
  /** Series `from … to − 1`. */
  readonly from: number;
  readonly to: number;
  /** Entries of the history `start … end − 1`. */
  readonly start: number;
  readonly end: number;
}

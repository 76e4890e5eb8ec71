import type { EvidenceDays, EvidenceStart } from './rule-evidence.js';
import type { SeriesStates } from './series-states.js';

/**
 * What was known of every series as of a day: what the levels of a later history, which has the same results up to that day, go on
 * from. Series are numbered by their rank, see `SeriesHistory.arrivals`. It is never changed.
 */
export interface KeptStates {
  readonly day: number;
  /** Of the history up to the day, see `SeriesHistory.digest`. */
  readonly digest: string;
  /** 1 for a series whose numbers are there. */
  readonly isKept: Uint8Array;
  /** The numbers of each series, one after the other: equally many of each. */
  readonly numbers: Float64Array;
  /** Evidence of rules, each with its first series. */
  readonly rules: readonly (EvidenceDays & { readonly member: number })[];
}

/** States that were moved out of a history, by rank of their series; rules by that of their first one. */
export interface MovedStates {
  /** Digests of the history up to some days, the latest first, which is the last one that anything was taken in of. */
  readonly digests: readonly { readonly day: number; readonly digest: string }[];
  readonly series: ReadonlyMap<number, SeriesStates>;
  readonly rules: ReadonlyMap<number, EvidenceStart>;
}

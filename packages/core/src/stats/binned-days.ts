/** A quantity on some days beside a reference, in bins whose edges were frozen with the reference. Counts of rows. */
export interface BinnedDays {
  readonly name: string;
  /** Whether the bins are categories; else they ascend. */
  readonly isCategorical: boolean;
  /** Where each bin lies, ascending, in the units of the quantity; of categories not used. */
  readonly positions: readonly number[];
  /** Counts of the reference by bin. */
  readonly reference: Float64Array;
  readonly referenceMissing: number;
  /** Counts by bin, then by day. */
  readonly daily: readonly Float64Array[];
  /** By day. Of categories: those that the reference lacks. */
  readonly dailyMissing: Float64Array;
  /** Values beyond the least and the greatest of the reference, or in categories that it lacks. */
  readonly outside: number;
}

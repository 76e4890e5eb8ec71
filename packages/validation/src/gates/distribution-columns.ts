/** How forecasts did as distributions, beside naive distributions of the same rows. All columns have one entry a row. */
export interface DistributionColumns {
  /**
   * `assumed` if the model learned a mean and its distributions are binomials around it; gates on their spread then remark
   * on what they find, as inconclusive, instead of failing.
   */
  readonly spread: 'learned' | 'assumed';
  /** CRPS of the model's distributions, in percentage points. */
  readonly crps: Float64Array;
  /** Randomised probability integral transform of the model's distributions, in [0, 1]. */
  readonly pit: Float64Array;
  /** The naive distribution of least CRPS on the training days, over all rows. */
  readonly bestNaive: NaiveCrps;
  /** The same, chosen on the training days for each level of execution by itself. */
  readonly bestOfLevel: Float64Array;
  /** CRPS of the naive distribution that did best for the row's rule on the 28 days known when the row was forecast. */
  readonly trailingBest: Float64Array;
}

/** A naive distribution with its scores. */
export interface NaiveCrps {
  readonly name: string;
  /** By row, in percentage points. */
  readonly crps: Float64Array;
}

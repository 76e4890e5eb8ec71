/** Predictive distributions of pass fractions, one a row: P(passes ≥ numerator of executions) at ascending numerators. */
export interface ExceedanceTable {
  /** rows + 1 entries: the levels of row i are offsets[i] … offsets[i + 1] − 1. */
  readonly offsets: Int32Array;
  /** Passes of each level, ascending within a row, from 1 to the row's executions; the last level is always the executions themselves. */
  readonly numerator: Int32Array;
  /** Executions the row assumes, 1 or more. */
  readonly executions: Int32Array;
  /** P(passes ≥ numerator), within [0, 1], never rising within a row. */
  readonly exceedance: Float64Array;
}

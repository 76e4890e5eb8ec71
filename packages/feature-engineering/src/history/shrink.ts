/**
 * Strength of shrinkage, in executions: each mean starts from that many executions at the mean it is shrunk towards. The
 * fewer results it has, the nearer it stays to that one.
 */
export const PRIOR_EXECUTIONS = {
  /** An exponentially weighted mean, towards the mean of everything. */
  exponential: 2,
  /** Outcomes after a state, towards the series' own mean. */
  afterState: 4,
  /** One weekday, towards the series' own mean. */
  weekday: 10,
  /** A series, towards its rule or its dataset. */
  pooled: 20,
} as const;

/**
 * A mean, shrunk towards another one.
 *
 * @param passes of the mean's own results, as for `executions`.
 * @param mean the other one, as a fraction; the result is missing where it is.
 * @param prior executions that `mean` counts for.
 * @param whole 100 for a percentage, 1 for a fraction.
 */
export function shrunk(passes: number, executions: number, mean: number, prior: number, whole: 1 | 100 = 100): number {
  return (whole * (passes + prior * mean)) / (executions + prior);
}

/**
 * By what is shrunk: the executions, at the mean that it is shrunk towards, which a mean starts from. The fewer results of
 * its own a mean has, the nearer it stays to that one.
 */
export const PRIOR_EXECUTIONS = {
  /** An exponentially weighted mean, towards the mean of everything. */
  exponential: 2,
  /** What follows a state, towards the series' own mean. */
  afterState: 4,
  /** One weekday, towards the series' own mean. */
  weekday: 10,
  /** A series, towards its rule or its dataset. */
  pooled: 20,
} as const;

/**
 * A mean, shrunk towards another one.
 *
 * @param passes of its own results, as `executions` are.
 * @param mean the other one, as a fraction; the result is missing where it is.
 * @param prior executions that `mean` counts for.
 * @param whole 100 for a percentage, 1 for a fraction.
 */
export function shrunk(passes: number, executions: number, mean: number, prior: number, whole: 1 | 100 = 100): number {
  return (whole * (passes + prior * mean)) / (executions + prior);
}

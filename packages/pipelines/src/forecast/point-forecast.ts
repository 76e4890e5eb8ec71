import { binomialMedian, percentagesAbove, type ExceedanceTable } from '@dqs/core/stats';
import type { Objective } from '@dqs/model-backends';

/**
 * How the forecast that minimises the absolute error follows from the model's output: `binomial` takes the median of
 * Binomial(n, p) / n, n being the executions usual for the series; `identity` leaves the output as it is (objective `l1`
 * forecasts a median already).
 */
export type PointRule = { readonly kind: 'binomial' } | { readonly kind: 'identity' };

/** The rule that fits an objective. */
export function pointRuleFor(objective: Objective): PointRule {
  return { kind: objective === 'l1' ? 'identity' : 'binomial' };
}

/** The number of executions that a distribution assumes. */
export function wholeExecutions(executions: number): number {
  return Math.max(1, Math.round(executions));
}

/** Predicted pass percentage of each row: the median of its distribution, or the output of the model. */
export function pointsOf(rule: PointRule, expected: Float64Array, distributions: ExceedanceTable): Float64Array {
  return rule.kind === 'identity' ? expected.map((fraction) => 100 * fraction) : percentagesAbove(distributions, 0.5);
}

/**
 * Predicted pass percentage of each row, without its distribution: what a search for settings asks for many times.
 *
 * @param expected mean pass fraction by row, in [0, 1].
 * @param executions number of executions to expect by row; below 1 counts as 1.
 * @returns percentages in [0, 100].
 */
export function pointForecasts(rule: PointRule, expected: Float64Array, executions: Float32Array): Float64Array {
  if (rule.kind === 'identity') return expected.map((fraction) => 100 * fraction);
  return expected.map((fraction, row) => {
    const n = wholeExecutions(executions[row]!);
    return (100 * binomialMedian(n, fraction)) / n;
  });
}

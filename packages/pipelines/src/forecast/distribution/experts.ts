import type { ExceedanceTable } from '@dqs/core/stats';
import {
  betaBinomialExceedance,
  THRESHOLD_STATISTICS,
  type ThresholdFrame,
  type ThresholdStatistic,
} from '@dqs/features';

/** Experts that need no training, and the statistic that is their chance: a young series or model has these alone. */
const FREE_EXPERTS = {
  last: 'reached_last',
  'recent-share': 'reached_7',
  after: 'after',
  'weekday-after': 'after_weekday',
  'run-length': 'run_length',
  kalman: 'kalman',
} as const satisfies Record<string, ThresholdStatistic>;

/** Name of an expert: `binomial` is Binomial(n, the model's mean), `thresholds` the threshold model. */
export type Expert = keyof typeof FREE_EXPERTS | 'binomial' | 'thresholds';

/** The experts of a mixture in order; without a threshold model the last one is missing. */
export function expertsOf(hasThresholdModel: boolean): readonly Expert[] {
  const free = Object.keys(FREE_EXPERTS) as Expert[];
  return hasThresholdModel ? [...free, 'binomial', 'thresholds'] : [...free, 'binomial'];
}

/**
 * What each expert says of every level of the frame: the chance of reaching it, never rising within a row. Where an expert knows
 * nothing the rule's share speaks.
 *
 * @param expected the model's mean pass fraction by row.
 * @param thresholds chance by level of the threshold model, if there is one.
 */
export function expertChances(
  frame: ThresholdFrame,
  expected: Float64Array,
  thresholds: Float64Array | undefined,
): Float64Array[] {
  const fallback = statisticOf(frame, 'rule_share');
  return expertsOf(thresholds !== undefined).map((expert) => {
    if (expert === 'binomial') return binomialChances(frame, expected);
    const chances = expert === 'thresholds' ? thresholds! : statisticOf(frame, FREE_EXPERTS[expert]);
    return neverRising(frame, chances, fallback);
  });
}

/** A statistic of every level. */
export function statisticOf({ statistics }: ThresholdFrame, name: ThresholdStatistic): Float32Array {
  return statistics[THRESHOLD_STATISTICS.findIndex((statistic) => statistic.name === name)]!;
}

function neverRising(
  { offsets, rows }: ThresholdFrame,
  chances: ArrayLike<number>,
  fallback: ArrayLike<number>,
): Float64Array {
  const falling = new Float64Array(chances.length);
  for (let row = 0; row < rows; row += 1) {
    let least = 1;
    for (let level = offsets[row]!; level < offsets[row + 1]!; level += 1) {
      const chance = chances[level]!;
      least = Math.min(least, Number.isNaN(chance) ? fallback[level]! : chance);
      falling[level] = least;
    }
  }
  return falling;
}

function binomialChances(
  { offsets, rows, executions, numerator }: ThresholdFrame,
  expected: Float64Array,
): Float64Array {
  const chances = new Float64Array(numerator.length);
  for (let row = 0; row < rows; row += 1) {
    const [start, end] = [offsets[row]!, offsets[row + 1]!];
    const levels = numerator.subarray(start, end);
    betaBinomialExceedance(executions[row]!, expected[row]!, 0, levels, chances.subarray(start, end));
  }
  return chances;
}

/** The weighted sum of the experts' distributions. */
export function mixedTable(
  { offsets, numerator, executions, rows }: Pick<ThresholdFrame, 'offsets' | 'numerator' | 'executions' | 'rows'>,
  experts: readonly Float64Array[],
  weightsOf: (row: number) => Float64Array,
): ExceedanceTable {
  const exceedance = new Float64Array(numerator.length);
  for (let row = 0; row < rows; row += 1) {
    const weights = weightsOf(row);
    for (let level = offsets[row]!; level < offsets[row + 1]!; level += 1) {
      let chance = 0;
      for (let e = 0; e < experts.length; e += 1) chance += weights[e]! * experts[e]![level]!;
      exceedance[level] = Math.min(1, chance);
    }
  }
  return { offsets, numerator, executions, exceedance };
}

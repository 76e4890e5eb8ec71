import {
  belowTarget,
  intervalScores,
  logScores,
  meanPercentage,
  medianPercentage,
  randomisedPits,
  rankedProbabilityScores,
  type DayCounts,
  type ExceedanceTable,
} from '@dqs/core/stats';

import { intervalBounds } from '../forecast/distributions.js';

/** The same rows get the same random numbers, whatever is forecast for them. */
const PIT_SEED = 1;

/** What forecasts as distributions cost, row by row; in percentage points where nothing else is said. */
export interface DistributionRows {
  /** Distance of the median from the result. */
  readonly absoluteError: Float64Array;
  /** Squared distance of the mean. */
  readonly squaredError: Float64Array;
  readonly crps: Float64Array;
  /** In nats. */
  readonly logScore: Float64Array;
  /** Interval scores of the central intervals of 80 and 95 %. */
  readonly interval80: Float64Array;
  readonly interval95: Float64Array;
  /** Randomised probability integral transform, in [0, 1]. */
  readonly pit: Float64Array;
  /** P(pass percentage < target), in [0, 1]. */
  readonly belowTarget: Float64Array;
}

/**
 * Scores distributions row by row.
 *
 * @param table one distribution by row.
 * @param came what came, by row.
 * @param target percentage that the odds are about.
 */
export function distributionRows(table: ExceedanceTable, came: DayCounts, target: number): DistributionRows {
  const actual = actualPercentages(came);
  const points = { absoluteError: new Float64Array(actual.length), squaredError: new Float64Array(actual.length) };
  const odds = new Float64Array(actual.length);
  const { lower80, upper80, lower95, upper95 } = intervalBounds(table);
  for (let row = 0; row < actual.length; row += 1) {
    points.absoluteError[row] = Math.abs(medianPercentage(table, row) - actual[row]!);
    points.squaredError[row] = (meanPercentage(table, row) - actual[row]!) ** 2;
    odds[row] = belowTarget(table, row, target);
  }
  return {
    ...points,
    crps: rankedProbabilityScores(table, came).map((score) => 100 * score),
    logScore: logScores(table, came),
    interval80: intervalScores(lower80, upper80, actual, 0.8),
    interval95: intervalScores(lower95, upper95, actual, 0.95),
    pit: randomisedPits(table, came, PIT_SEED),
    belowTarget: odds,
  };
}

/** What came as percentages. */
function actualPercentages({ passes, executions }: DayCounts): Float64Array {
  const actual = new Float64Array(passes.length);
  for (let row = 0; row < actual.length; row += 1) actual[row] = (100 * passes[row]!) / executions[row]!;
  return actual;
}

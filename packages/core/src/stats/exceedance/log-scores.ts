import { nearestPasses, type DayCounts } from './day-counts.js';
import { exceedanceAt, type ExceedanceTable } from './table.js';

/** A result that was called impossible counts as this probable; otherwise a single surprise would cost without limit. */
const LEAST_PROBABILITY = 1e-4;

/**
 * Logarithmic score of each row in nats: −ln of the probability of the result that came (Good 1952), 0 is perfect. Where the
 * day's executions are not those the row assumes, the nearest passes out of the assumed executions stand for the result. A
 * probability below 0.0001 counts as 0.0001.
 */
export function logScores(table: ExceedanceTable, came: DayCounts): Float64Array {
  const scores = new Float64Array(table.executions.length);
  for (let row = 0; row < scores.length; row += 1) {
    const passes = nearestPasses(came.passes[row]!, came.executions[row]!, table.executions[row]!);
    const probability = exceedanceAt(table, row, passes) - exceedanceAt(table, row, passes + 1);
    scores[row] = -Math.log(Math.max(LEAST_PROBABILITY, probability));
  }
  return scores;
}

import { Random } from '../../random.js';
import { nearestPasses, type DayCounts } from './day-counts.js';
import { exceedanceAt, type ExceedanceTable } from './table.js';

/**
 * Randomised probability integral transform of each row: P(Y < y) + u · P(Y = y) with a uniform u, one a row (Smith 1985;
 * Czado, Gneiting and Held 2009). Uniform in [0, 1] where the forecasts are the distributions the results were drawn from,
 * however few values a result can take. Where the day's executions are not those the row assumes, the nearest passes out of
 * the assumed executions stand for the result.
 *
 * @param seed the same seed and row give the same u.
 */
export function randomisedPits(table: ExceedanceTable, came: DayCounts, seed: number): Float64Array {
  const random = new Random(seed);
  return pitsAt(
    table,
    came,
    Float64Array.from(table.executions, () => random.next()),
  );
}

/**
 * As {@link randomisedPits}, with the u of each row given: a half gives mid-p values.
 *
 * @param chances u by row, in [0, 1].
 */
export function pitsAt(table: ExceedanceTable, came: DayCounts, chances: Float64Array): Float64Array {
  const pits = new Float64Array(table.executions.length);
  for (let row = 0; row < pits.length; row += 1) {
    const passes = nearestPasses(came.passes[row]!, came.executions[row]!, table.executions[row]!);
    const reached = exceedanceAt(table, row, passes);
    const exceeded = exceedanceAt(table, row, passes + 1);
    pits[row] = 1 - reached + chances[row]! * (reached - exceeded);
  }
  return pits;
}

/**
 * Number of results within the central interval of a nominal probability: those whose PIT lies strictly between α / 2 and
 * 1 − α / 2, α = 1 − level. For 80 % that is (0.1, 0.9).
 *
 * @param pits values of {@link randomisedPits}.
 */
export function coveredByPit(pits: Float64Array | readonly number[], level: number): number {
  let covered = 0;
  for (const pit of pits) if (Math.abs(pit - 0.5) < level / 2) covered += 1;
  return covered;
}

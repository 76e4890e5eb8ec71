import { PERCENTAGE_EDGES } from '@dqs/core';

import type { PoolScores } from '../scores/pool-scores.js';
import type { DriftInput } from './drift-statistics.js';

/** Middles of the bins of pass percentages; the last bin holds 100 alone. */
const POSITIONS = [0, ...PERCENTAGE_EDGES].map((from, bin) => {
  const to = PERCENTAGE_EDGES[bin];
  return to === undefined ? from : (from + to) / 2;
});

/**
 * Drift of what the model says, or of what comes.
 *
 * @param reference counts by the bins of pass percentages: of results those of the training profile, or of days before.
 * @param live the scores of the window.
 */
export function percentageDrift(
  kind: 'forecast' | 'target',
  reference: ArrayLike<number>,
  live: PoolScores,
): DriftInput {
  return {
    name: kind === 'target' ? 'results' : 'forecasts',
    kind,
    isCategorical: false,
    positions: POSITIONS,
    reference: Float64Array.from(reference),
    referenceMissing: 0,
    daily: live.bins[kind === 'target' ? 'actual' : 'predicted'],
    dailyMissing: new Float64Array(live.days.length),
    outside: 0,
  };
}

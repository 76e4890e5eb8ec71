import { median } from '@dqs/core/stats';

import type { LossCurve, Pruner } from './pruner.js';

/** Options of a {@link medianPruner}. */
export interface MedianPrunerOptions {
  /** Trials that must have reached a step before it prunes there. @default 5 */
  readonly startupTrials?: number;
  /** Steps in which no trial is pruned. @default 0 */
  readonly warmupSteps?: number;
}

/**
 * Prunes a trial whose best loss so far is worse than the median, over earlier trials, of their best up to the same
 * step (Golovin et al., "Google Vizier", KDD 2017).
 */
export function medianPruner({ startupTrials = 5, warmupSteps = 0 }: MedianPrunerOptions = {}): Pruner {
  return {
    name: 'median',
    settings: { startupTrials, warmupSteps },
    isHopeless({ step, curve, others }) {
      if (step <= warmupSteps) return false;
      const reached = others.filter((other) => other.has(step));
      if (reached.length < Math.max(1, startupTrials)) return false;
      return bestUpTo(curve, step) > median(reached.map((other) => bestUpTo(other, step)));
    },
  };
}

function bestUpTo(curve: LossCurve, last: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (const [step, loss] of curve) if (step <= last && loss < best) best = loss;
  return best;
}

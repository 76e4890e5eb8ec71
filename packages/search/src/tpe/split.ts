import type { Point } from '../space/search-space.js';
import type { Observation } from '../strategies/strategy.js';

/** Trials with their weights in a density. */
export interface WeightedPoints {
  readonly points: readonly Point[];
  readonly weights: Float64Array;
}

/** Trials divided into the good ones and the others. */
export interface TrialSplit {
  readonly good: WeightedPoints;
  readonly other: WeightedPoints;
}

/** Share of the trials that count as good, and their maximum number. */
const GOOD_SHARE = 0.2;
const MOST_GOOD = 25;
/** This many latest trials have full weight; older ones have less, the older they are. */
const FRESH = 25;

/**
 * Divides trials by their loss. Completed trials rank before pruned ones, and pruned ones by how far they came; failed
 * ones are never good. Pending points count as not good (a constant liar), which spreads parallel trials out.
 */
export function splitTrials(finished: readonly Observation[], pending: readonly Point[]): TrialSplit {
  const ranked = [...finished].sort(byMerit);
  const usable = ranked.filter(({ loss }) => loss < Number.POSITIVE_INFINITY).length;
  const count = Math.min(usable, Math.ceil(GOOD_SHARE * finished.length), MOST_GOOD);
  const inOrder = (trials: readonly Observation[]) =>
    [...trials].sort((a, b) => a.trial - b.trial).map(({ point }) => point);
  const good = ranked.slice(0, count).map(({ point }) => point);
  const other = [...inOrder(ranked.slice(count)), ...pending];
  return {
    good: { points: good, weights: rankWeights(count) },
    other: { points: other, weights: ageWeights(other.length) },
  };
}

function byMerit(a: Observation, b: Observation): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (a.isPruned && a.steps !== b.steps) return b.steps - a.steps;
  return a.loss === b.loss ? a.trial - b.trial : a.loss - b.loss;
}

function rankOf({ loss, isPruned }: Observation): number {
  if (loss === Number.POSITIVE_INFINITY) return 2;
  return isPruned ? 1 : 0;
}

/** Better trials weigh more: the logarithmic weights CMA-ES uses for recombination (Hansen 2016). */
function rankWeights(count: number): Float64Array {
  return new Float64Array(count).map((_, rank) => Math.log(count + 1) - Math.log(rank + 1));
}

/** Full weight for the latest, falling evenly to 1 / count for the oldest. */
function ageWeights(count: number): Float64Array {
  const old = Math.max(0, count - FRESH);
  return new Float64Array(count).map((_, i) => {
    if (i >= old || old === 1) return 1;
    return 1 / count + (i / (old - 1)) * (1 - 1 / count);
  });
}

import { Random } from '@dqs/core';
import { quantile } from '@dqs/core/stats';

import type { SpaceDefinition } from '../space/definition.js';
import { SearchSpace } from '../space/search-space.js';
import { lossOf, type Direction, type Trial } from '../study/trial.js';
import { RegressionForest } from './forest.js';

/** How much a parameter matters. */
export interface ParameterImportance {
  readonly name: string;
  /**
   * Share of the importance of all parameters, in [0, 1]; they add up to 1, or are all 0 if there is not enough
   * information.
   */
  readonly share: number;
}

/** Fewer trials carry no information. */
const LEAST_TRIALS = 8;
const SHUFFLES = 8;
/** The worst trials are so bad that they would hide all other differences; beyond this quantile they count as equal. */
const WORST = 0.9;
/** Coordinate of an inactive parameter, outside [0, 1]. */
const ABSENT = -0.5;

/**
 * Permutation importance of every parameter: how much worse a random forest of the completed trials predicts unseen
 * trials when the values of one parameter are shuffled.
 *
 * @returns greatest share first.
 */
export function parameterImportance(
  space: SpaceDefinition | SearchSpace,
  trials: readonly Trial[],
  options: { readonly direction?: Direction; readonly seed?: number } = {},
): ParameterImportance[] {
  const { direction = 'minimize', seed = 42 } = options;
  const checked = space instanceof SearchSpace ? space : new SearchSpace(space);
  const complete = trials.filter(({ state }) => state === 'complete');
  const names = checked.dimensions.map(({ name }) => name);
  if (complete.length < LEAST_TRIALS) return names.map((name) => ({ name, share: 0 }));
  const points = complete.map(({ parameters }) => checked.pointOf(parameters));
  const columns = names.map((_, i) =>
    Float64Array.from(points, (point) => (Number.isNaN(point[i]) ? ABSENT : point[i]!)),
  );
  const losses = Float64Array.from(complete, ({ value }) => lossOf(value, direction));
  const worst = quantile(losses, WORST);
  const target = losses.map((loss) => Math.min(loss, worst));
  const random = new Random(seed);
  const forest = new RegressionForest({ columns, target }, random);
  const base = squaredError(forest.outOfBag(), target);
  const harm = columns.map((column, i) => {
    let sum = 0;
    for (let round = 0; round < SHUFFLES; round += 1) {
      const changed = columns.map((other, j) => (j === i ? shuffled(column, random) : other));
      sum += squaredError(forest.outOfBag(changed), target) - base;
    }
    return Math.max(0, sum / SHUFFLES);
  });
  const total = harm.reduce((sum, value) => sum + value, 0);
  const shares = names.map((name, i) => ({ name, share: total > 0 ? harm[i]! / total : 0 }));
  return shares.sort((a, b) => b.share - a.share);
}

function squaredError(forecast: Float64Array, target: Float64Array): number {
  let sum = 0;
  let count = 0;
  forecast.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    sum += (value - target[row]!) ** 2;
    count += 1;
  });
  return sum / Math.max(1, count);
}

/** Shuffles the values (Fisher and Yates). */
function shuffled(values: Float64Array, random: Random): Float64Array {
  const copy = values.slice();
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = random.integer(i + 1);
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}

import type { Random } from '@dqs/core';

import type { Point, SearchSpace } from '../space/search-space.js';
import { gridOf } from '../strategies/grid.js';
import { randomPoint } from '../strategies/random.js';
import type { SearchState, Strategy } from '../strategies/strategy.js';
import { randomStream } from './random-stream.js';

/** Consecutive already tried proposals before the remaining points are searched. */
const PATIENCE = 200;
/** A space with more points cannot be exhausted; random draws find an untried one. */
const COUNTABLE = 50_000;

/**
 * The first proposal that was not tried before. Random numbers depend only on the seed and the number of the trial, so
 * a resumed search makes the same suggestions.
 *
 * @param tried keys of all points that were suggested so far.
 * @returns undefined if the strategy is exhausted or every point of the space was tried.
 */
export function suggest(
  strategy: Strategy,
  state: SearchState,
  seed: number,
  tried: ReadonlySet<string>,
): Point | undefined {
  const { space, trial } = state;
  if (tried.size >= space.size) return undefined;
  const random = randomStream(seed, 'suggestion', trial);
  let patience = PATIENCE;
  for (const point of strategy.propose(state, random)) {
    if (!tried.has(space.keyOf(point))) return point;
    // The points of a grid are few and distinct, so it ends by itself.
    if (strategy.name !== 'grid' && (patience -= 1) < 0) return anyLeft(space, tried, random);
  }
  return undefined;
}

function anyLeft(space: SearchSpace, tried: ReadonlySet<string>, random: Random): Point {
  if (space.size <= COUNTABLE) {
    const left = gridOf(space, COUNTABLE).filter((point) => !tried.has(space.keyOf(point)));
    return left[random.integer(left.length)]!;
  }
  for (;;) {
    const point = randomPoint(space, random);
    if (!tried.has(space.keyOf(point))) return point;
  }
}

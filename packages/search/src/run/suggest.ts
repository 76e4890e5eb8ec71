import type { Random } from '@dqs/core';

import type { Point, SearchSpace } from '../space/search-space.js';
import { gridOf } from '../strategies/grid.js';
import { randomPoint } from '../strategies/random.js';
import type { SearchState, Strategy } from '../strategies/strategy.js';
import { randomStream } from './random-stream.js';

/** Proposals that were all tried already, before the points that are left are looked for. */
const PATIENCE = 200;
/** A space of more points than that cannot be used up; chance finds one that is left. */
const COUNTABLE = 50_000;

/**
 * The first proposal that was not tried before. Chance is drawn from the seed and the number of the trial alone, so that
 * a resumed search suggests what it would have suggested.
 *
 * @param tried keys of all points that were suggested so far.
 * @returns undefined where the strategy has no more or every point of the space was tried.
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
    // The points of a grid are few and all different: it ends by itself.
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

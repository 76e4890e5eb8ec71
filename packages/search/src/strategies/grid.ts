import { DqsError } from '@dqs/core';

import type { Point, SearchSpace } from '../space/search-space.js';
import type { CostEstimate, Strategy } from './strategy.js';

/** Options of {@link gridStrategy}. */
export interface GridOptions {
  /** Number of values, evenly spread over the range, for each numeric parameter that has more. @default 5 */
  readonly gridPoints?: number;
  /** Cheap configurations come first. */
  readonly cost?: CostEstimate;
}

/** A larger grid is almost certainly a mistake. */
const MOST_POINTS = 100_000;

/** Every point of a grid over the space, each once; a conditional parameter has its grid only when it is active. */
export function gridStrategy({ gridPoints = 5, cost }: GridOptions = {}): Strategy {
  const grids = new WeakMap<SearchSpace, readonly Point[]>();
  return {
    name: 'grid',
    *propose({ space, trial }) {
      let grid = grids.get(space);
      if (!grid) grids.set(space, (grid = gridOf(space, gridPoints, cost)));
      for (let i = 0; i < grid.length; i += 1) yield grid[(trial + i) % grid.length]!;
    },
  };
}

/**
 * The points of a grid in order: the last parameter changes fastest, unless a cost puts cheap ones first.
 *
 * @throws DqsError `invalid-argument` for more than 100,000 points.
 */
export function gridOf(space: SearchSpace, gridPoints: number, cost?: CostEstimate): Point[] {
  const points: Point[] = [];
  const unit = new Float64Array(space.dimensions.length);
  const visit = (at: number): void => {
    if (at === unit.length) {
      if (points.length === MOST_POINTS) throw tooMany();
      points.push(unit.slice());
      return;
    }
    for (const place of space.isActive(at, unit) ? placesOf(space, at, gridPoints) : [Number.NaN]) {
      unit[at] = place;
      visit(at + 1);
    }
  };
  visit(0);
  if (cost === undefined) return points;
  const costs = new Map(points.map((point) => [point, cost(point, space)]));
  return points.sort((a, b) => costs.get(a)! - costs.get(b)!);
}

function placesOf(space: SearchSpace, at: number, gridPoints: number): number[] {
  const { levels, isCategorical, cell, valueAt, unitOf } = space.dimensions[at]!;
  const snapped = (unit: number) => unitOf(valueAt(unit));
  if (levels <= gridPoints || isCategorical) {
    return Array.from({ length: levels }, (_, level) => snapped((cell(level)[0] + cell(level)[1]) / 2));
  }
  if (gridPoints === 1) return [snapped(0.5)];
  return Array.from({ length: gridPoints }, (_, i) => snapped(i / (gridPoints - 1)));
}

function tooMany(): DqsError {
  return new DqsError(
    'invalid-argument',
    `expected a grid of at most ${MOST_POINTS} points, got more; use fewer grid points, larger steps or another strategy`,
  );
}

import type { Random } from '@dqs/core';

import type { Point, SearchSpace } from '../space/search-space.js';

/** What a strategy knows about a finished trial. */
export interface Observation {
  /** Number of the trial. */
  readonly trial: number;
  readonly point: Point;
  /** Its loss; +Infinity for a failed trial. */
  readonly loss: number;
  /** Ended early by a pruner: `loss` is its last intermediate value. */
  readonly isPruned: boolean;
  /** Intermediate values that were reported. */
  readonly steps: number;
}

/**
 * What is known when a trial is suggested. It never depends on the number of workers or on which trial finishes first.
 */
export interface SearchState {
  /** Number of the trial to suggest, from 0. */
  readonly trial: number;
  readonly space: SearchSpace;
  /** Finished trials, in order of number. */
  readonly finished: readonly Observation[];
  /** Pending trials. */
  readonly pending: readonly Point[];
}

/**
 * A way to choose what to try next. A strategy keeps no state between calls that could change its answers: the same
 * state and the same random numbers give the same proposals, so that a resumed study continues as if uninterrupted.
 */
export interface Strategy {
  readonly name: string;
  /**
   * Points to try next, most promising first, for as long as the caller asks; the caller skips points already tried. It
   * may end when the strategy is exhausted.
   *
   * @param random random numbers of this trial only.
   */
  propose(state: SearchState, random: Random): Iterable<Point>;
}

/** Estimated cost of a trial, in any unit; used to try cheap configurations first. */
export type CostEstimate = (point: Point, space: SearchSpace) => number;

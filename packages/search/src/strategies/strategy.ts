import type { Random } from '@dqs/core';

import type { Point, SearchSpace } from '../space/search-space.js';

/** What a strategy may know of a trial that has ended. */
export interface Observation {
  /** Number of the trial. */
  readonly trial: number;
  readonly point: Point;
  /** What it scored, to be made small; +Infinity for a trial that failed. */
  readonly loss: number;
  /** Ended early by a pruner: `loss` is its last intermediate value. */
  readonly isPruned: boolean;
  /** Intermediate values that were reported. */
  readonly steps: number;
}

/** What is known when a trial is suggested. It never depends on the number of workers or on who finishes first. */
export interface SearchState {
  /** Number of the trial to suggest, from 0. */
  readonly trial: number;
  readonly space: SearchSpace;
  /** Ended trials, in the order of their numbers. */
  readonly finished: readonly Observation[];
  /** Trials that count as under way. */
  readonly pending: readonly Point[];
}

/**
 * A way to choose what to try next. A strategy keeps no state between calls that could change its answers: the same
 * state and the same random numbers give the same proposals, so that a resumed study goes on as it would have.
 */
export interface Strategy {
  readonly name: string;
  /**
   * Points to try next, the most promising first, as many as are asked for; points tried already are passed over by the
   * caller. It may end where the strategy has no more.
   *
   * @param random numbers of this trial alone.
   */
  propose(state: SearchState, random: Random): Iterable<Point>;
}

/** Estimated cost of a trial, in any unit; used to try cheap configurations first. */
export type CostEstimate = (point: Point, space: SearchSpace) => number;

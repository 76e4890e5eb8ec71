import type { SeriesHistory } from './series-history.js';
import type { SeriesRange } from './series-range.js';
import { PRIOR_EXECUTIONS, shrunk } from './shrink.js';

/** Share by which the weight of a transition falls with every later one in the recent mean. */
const DECAY = 0.05;

/**
 * What followed days in the same state, as percentages; a day is in one of two states: perfect (all executions passed) or
 * not. Entry i belongs to the state of day i of the range and knows nothing after that day of its series.
 */
export interface AfterStates {
  /** Execution-weighted mean of the days that came after days in this state. */
  readonly mean: Float32Array;
  /** The same with a weight that falls by 5 % with every later observed day. */
  readonly recentMean: Float32Array;
}

/** Runs over every series of a range once: a chain of two states, each estimate shrunk towards the mean of the series. */
export function afterStates(history: SeriesHistory, { from, to, start, end }: SeriesRange): AfterStates {
  const size = end - start;
  const states = { mean: new Float32Array(size), recentMean: new Float32Array(size) };
  for (let series = from; series < to; series += 1) {
    runSeries(history, history.offsets[series]!, history.offsets[series + 1]!, states, start);
  }
  return states;
}

function runSeries(
  { passes, executions }: SeriesHistory,
  start: number,
  end: number,
  states: AfterStates,
  base: number,
): void {
  const all = new TransitionCounts(1);
  const recent = new TransitionCounts(1 - DECAY);
  let [passSum, executionSum, state] = [0, 0, 0];
  for (let i = start; i < end; i += 1) {
    const [passed, executed] = [passes[i]!, executions[i]!];
    if (i > start) {
      all.add(state, passed, executed);
      recent.add(state, passed, executed);
    }
    passSum += passed;
    executionSum += executed;
    state = passed === executed ? 1 : 0;
    states.mean[i - base] = all.percentage(state, passSum / executionSum);
    states.recentMean[i - base] = recent.percentage(state, passSum / executionSum);
  }
}

/** Passes and executions of the days after each of the two states. */
class TransitionCounts {
  readonly #keep: number;
  readonly #passes = [0, 0];
  readonly #executions = [0, 0];

  constructor(keep: number) {
    this.#keep = keep;
  }

  add(state: number, passes: number, executions: number): void {
    for (const s of [0, 1]) {
      this.#passes[s]! *= this.#keep;
      this.#executions[s]! *= this.#keep;
    }
    this.#passes[state]! += passes;
    this.#executions[state]! += executions;
  }

  percentage(state: number, ownMean: number): number {
    return shrunk(this.#passes[state]!, this.#executions[state]!, ownMean, PRIOR_EXECUTIONS.afterState);
  }
}

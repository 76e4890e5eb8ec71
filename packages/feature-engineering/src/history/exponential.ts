import { dayOfWeek } from '@dqs/core';

import type { Counts, Pools } from './pool.js';
import type { SeriesHistory } from './series-history.js';
import type { SeriesRange } from './series-range.js';
import { PRIOR_EXECUTIONS, shrunk } from './shrink.js';

/** Decay of each exponentially weighted mean: the weight of an observed day falls by this share with every later one. */
export const DECAYS = [0.03, 0.07, 0.15, 0.3] as const;

/** Decay of each mean of residuals against the weekday means, slowest first. */
const RESIDUAL_DECAYS = [0.15, 0.5] as const;

/** States after each observed day of a range, as percentages; entry i knows nothing after day i of its series. */
export interface ExponentialStates {
  /** By decay: execution-weighted mean of the pass percentage, shrunk towards the mean of everything of the tenant. */
  readonly means: readonly Float32Array[];
  /** Slow and fast: mean excess of the percentage over the series' mean of that weekday. */
  readonly weekdayResiduals: readonly Float32Array[];
  /** Excess of the last percentage over the mean (second slowest decay) known before it. */
  readonly lastResidual: Float32Array;
}

/**
 * Runs over every series of a range once. A day's own result enters after its residual has been taken, so a residual always
 * compares a result with what was known before it.
 */
export function exponentialStates(history: SeriesHistory, pools: Pools, range: SeriesRange): ExponentialStates {
  const { from, to, start, end } = range;
  const size = end - start;
  const states = {
    means: DECAYS.map(() => new Float32Array(size)),
    weekdayResiduals: RESIDUAL_DECAYS.map(() => new Float32Array(size)),
    lastResidual: new Float32Array(size),
  };
  for (let series = from; series < to; series += 1) runSeries(history, pools, series, states, start);
  return states;
}

function runSeries(
  history: SeriesHistory,
  pools: Pools,
  series: number,
  states: ExponentialStates,
  base: number,
): void {
  const passes = new Float64Array(DECAYS.length);
  const executions = new Float64Array(DECAYS.length);
  const weekdays = new WeekdaySums();
  const everything: Counts = { passes: 0, executions: 0 };
  const residuals = RESIDUAL_DECAYS.map((decay) => new DecayingMean(decay));
  for (let i = history.offsets[series]!; i < history.offsets[series + 1]!; i += 1) {
    const entry = i - base;
    const [day, passed, executed] = [history.day[i]!, history.passes[i]!, history.executions[i]!];
    const percentage = (100 * passed) / executed;
    const weekday = dayOfWeek(day);
    const weekdayResidual = percentage - weekdays.mean(weekday);
    weekdays.add(weekday, passed, executed);
    for (let k = 0; k < residuals.length; k += 1) {
      if (!Number.isNaN(weekdayResidual)) residuals[k]!.add(weekdayResidual, executed);
      states.weekdayResiduals[k]![entry] = residuals[k]!.value;
    }
    const isFirst = i === history.offsets[series];
    states.lastResidual[entry] = isFirst ? Number.NaN : percentage - states.means[2]![entry - 1]!;
    pools.all.sums(pools.allOf[series]!, history.firstDay, day, everything);
    const overall = everything.passes / everything.executions;
    for (let k = 0; k < DECAYS.length; k += 1) {
      passes[k] = passes[k]! * (1 - DECAYS[k]!) + passed;
      executions[k] = executions[k]! * (1 - DECAYS[k]!) + executed;
      // As a fraction first: as a percentage it would round differently, and models depend on these bytes.
      states.means[k]![entry] = 100 * shrunk(passes[k]!, executions[k]!, overall, PRIOR_EXECUTIONS.exponential, 1);
    }
  }
}

/** A weighted mean in which the weight of what was added before falls by `decay` with every later value. */
class DecayingMean {
  readonly #keep: number;
  #sum = 0;
  #weight = 0;

  constructor(decay: number) {
    this.#keep = 1 - decay;
  }

  add(value: number, weight: number): void {
    this.#sum = this.#sum * this.#keep + weight * value;
    this.#weight = this.#weight * this.#keep + weight;
  }

  /** NaN before the first value. */
  get value(): number {
    return this.#sum / this.#weight;
  }
}

/** Running means by weekday, each shrunk towards the series' own mean. */
class WeekdaySums {
  readonly #passes = new Float64Array(7);
  readonly #executions = new Float64Array(7);
  #passSum = 0;
  #executionSum = 0;

  add(weekday: number, passes: number, executions: number): void {
    this.#passes[weekday]! += passes;
    this.#executions[weekday]! += executions;
    this.#passSum += passes;
    this.#executionSum += executions;
  }

  /** Percentage, NaN before the first result. */
  mean(weekday: number): number {
    const own = this.#passSum / this.#executionSum;
    return shrunk(this.#passes[weekday]!, this.#executions[weekday]!, own, PRIOR_EXECUTIONS.weekday);
  }
}

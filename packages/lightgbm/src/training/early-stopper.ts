import { invalidArgument } from '../errors.js';
import type { NativePlan } from '../native.js';

/** A metric that training evaluates. */
export interface EvaluatedMetric {
  readonly name: string;
  readonly higherIsBetter: boolean;
}

/**
 * Early stopping over a series of rounds, by the rules of the native loop (native/booster/training_loop.cc): each metric
 * of each validation set is followed, and the first that has not improved for the patience stops the training.
 */
export class EarlyStopper {
  readonly #plan: Pick<NativePlan, 'patience' | 'minDelta'>;
  readonly #metrics: readonly EvaluatedMetric[];
  readonly #watched: ReadonlySet<number>;
  readonly #best = new Map<number, { value: number; round: number; iteration: number }>();

  /**
   * @param validation for each set whether it is a validation set
   * @throws LightGBMError `invalid-argument` when the chosen metric is not evaluated
   */
  constructor(
    plan: Pick<NativePlan, 'patience' | 'minDelta' | 'metric' | 'firstMetricOnly'>,
    metrics: readonly EvaluatedMetric[],
    validation: readonly boolean[],
  ) {
    this.#plan = plan;
    this.#metrics = metrics;
    const counts = metrics.map(({ name }, m) => (plan.firstMetricOnly ? m === 0 : (plan.metric ?? name) === name));
    if (plan.metric !== undefined && !counts.includes(true)) {
      const known = metrics.map(({ name }) => name).join(', ') || 'no metric';
      throw invalidArgument('earlyStopping.metric', `"${plan.metric}" is not evaluated; there is ${known}`);
    }
    const watched = validation.flatMap((valid) => counts.map((count) => valid && count && plan.patience > 0));
    this.#watched = new Set(watched.flatMap((watch, i) => (watch ? [i] : [])));
  }

  /** Takes the values of a round, set by set. @returns the iteration to use if they end the training */
  add(round: number, iteration: number, values: readonly number[]): number | undefined {
    let stop: number | undefined;
    for (const i of this.#watched) {
      const best = this.#best.get(i);
      const value = values[i] ?? NaN;
      if (best === undefined || this.#gain(i, value, best.value) > this.#plan.minDelta) {
        this.#best.set(i, { value, round, iteration });
      } else if (round - best.round >= this.#plan.patience) {
        stop ??= best.iteration;
      }
    }
    return stop;
  }

  /** Without a stop: the best iteration of the first watched metric. */
  firstBest(otherwise: number): number {
    for (const i of this.#watched) {
      const best = this.#best.get(i);
      if (best !== undefined) return best.iteration;
    }
    return otherwise;
  }

  #gain(i: number, value: number, best: number): number {
    return this.#metrics[i % this.#metrics.length]?.higherIsBetter === true ? value - best : best - value;
  }
}

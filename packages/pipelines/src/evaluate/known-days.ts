import type { HistoryView } from '@dqs/features';

/** Most observed days that are looked back on. */
export const MOST_KNOWN_DAYS = 200;
/** Share of its weight that a day keeps with every later day like the last one. */
const KEPT = 0.95;

/**
 * The latest observed days of a series up to an as-of day, the latest first, and those of them that a naive forecast looks at.
 * The same memory serves row after row.
 */
export class KnownDays {
  readonly passes: Int32Array;
  readonly executions: Int32Array;
  /** Days that are known; only these entries are of the series. */
  count = 0;
  #series = -1;
  /** Observed days of the series, those that are not looked back on too. */
  #observed = 0;
  /** Days that weigh anything, the latest first, and how much. */
  readonly chosen: Int32Array;
  readonly weight: Float64Array;
  /** How many days those are. */
  chosenCount = 0;

  /** @param most days that are looked back on. */
  constructor(most: number) {
    this.passes = new Int32Array(most);
    this.executions = new Int32Array(most);
    this.chosen = new Int32Array(most);
    this.weight = new Float64Array(most);
  }

  /** Takes in what is known of a series; no day is chosen. */
  read(view: HistoryView, series: number): void {
    const fresh = series === this.#series ? view.count - this.#observed : -1;
    // Most rows are of the day after the one before: what is known of both is moved, not read again.
    if (fresh >= 0 && fresh < this.passes.length) {
      this.passes.copyWithin(fresh, 0);
      this.executions.copyWithin(fresh, 0);
      view.latestCounts(this.passes.subarray(0, fresh), this.executions.subarray(0, fresh));
      this.count = Math.min(view.count, this.passes.length);
    } else this.count = view.latestCounts(this.passes, this.executions);
    [this.#series, this.#observed] = [series, view.count];
    this.chosenCount = 0;
  }

  /** The last `days` observed days weigh the same. */
  weighLast(days: number): void {
    const end = Math.min(days, this.count);
    for (let day = 0; day < end; day += 1) this.#choose(day, 1);
  }

  /**
   * Days weigh that came `horizon` observed days after one whose result was exactly that of the last observed day: the
   * latest such day 1, each one before it 5 % less.
   *
   * @returns false if there is no such day.
   */
  weighFollowers(horizon: number): boolean {
    const { passes, executions } = this;
    const [lastPasses, lastExecutions] = [passes[0]!, executions[0]!];
    let weight = 1;
    for (let day = horizon; day < this.count; day += 1) {
      if (passes[day]! * lastExecutions !== lastPasses * executions[day]!) continue;
      this.#choose(day - horizon, weight);
      weight *= KEPT;
    }
    return weight < 1;
  }

  #choose(day: number, weight: number): void {
    this.chosen[this.chosenCount] = day;
    this.weight[this.chosenCount] = weight;
    this.chosenCount += 1;
  }
}

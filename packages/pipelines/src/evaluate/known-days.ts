import type { HistoryView } from '@dqs/features';

/** Most observed days that are looked back on. */
export const MOST_KNOWN_DAYS = 200;
/** Share of its weight that a day keeps with every later day like the last one. */
const KEPT = 0.95;

/**
 * The latest observed days of a series up to an as-of day, the latest first, with the weight that a naive forecast gives
 * each. The same memory serves row after row.
 */
export class KnownDays {
  readonly passes: Int32Array;
  readonly executions: Int32Array;
  readonly weight: Float64Array;
  /** Days that are known; only these entries are of the series. */
  count = 0;

  /** @param most days that are looked back on. */
  constructor(most: number) {
    this.passes = new Int32Array(most);
    this.executions = new Int32Array(most);
    this.weight = new Float64Array(most);
  }

  /** Takes in what is known, every weight being 0. */
  read(view: HistoryView): void {
    this.count = view.latestCounts(this.passes, this.executions);
    for (let day = 0; day < this.count; day += 1) this.weight[day] = 0;
  }

  /** The last `days` observed days weigh the same. */
  weighLast(days: number): void {
    const end = Math.min(days, this.count);
    for (let day = 0; day < end; day += 1) this.weight[day] = 1;
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
      this.weight[day - horizon] = weight;
      weight *= KEPT;
    }
    return weight < 1;
  }
}

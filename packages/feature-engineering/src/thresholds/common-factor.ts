import { indexOfHistory } from '../history/history-index.js';
import { lastIndexUpTo } from '../history/search.js';
import type { SeriesHistory } from '../history/series-history.js';

/** Calendar days of "now". */
const DAYS = 7;
/** Change of the pass fraction that counts as one. */
const UNIT = 0.2;

/**
 * How everything else of the tenant is doing: the pass fraction of all other series over the last 7 days, minus theirs of all
 * days so far, in units of 20 points. 0 where nothing is known.
 */
export class CommonFactor {
  readonly #history: SeriesHistory;
  readonly #recent = { passes: 0, executions: 0 };
  readonly #all = { passes: 0, executions: 0 };

  constructor(history: SeriesHistory) {
    this.#history = history;
  }

  /** The factor for a series as of a day. */
  at(series: number, asOf: number): number {
    const { pools, passSums, executionSums } = indexOfHistory(this.#history);
    const { offsets, day, firstDay } = this.#history;
    const group = pools.allOf[series]!;
    pools.all.sums(group, asOf - DAYS + 1, asOf, this.#recent);
    pools.all.sums(group, firstDay, asOf, this.#all);
    const start = offsets[series]!;
    const last = lastIndexUpTo(day, start, offsets[series + 1]!, asOf);
    if (last >= start) {
      const before = lastIndexUpTo(day, start, last + 1, asOf - DAYS);
      this.#recent.passes -= passSums[last]! - (before < start ? 0 : passSums[before]!);
      this.#recent.executions -= executionSums[last]! - (before < start ? 0 : executionSums[before]!);
      this.#all.passes -= passSums[last]!;
      this.#all.executions -= executionSums[last]!;
    }
    if (this.#recent.executions === 0 || this.#all.executions === 0) return 0;
    return (this.#recent.passes / this.#recent.executions - this.#all.passes / this.#all.executions) / UNIT;
  }
}

import { DqsError } from '@dqs/core';

import { indexOfHistory, type HistoryIndex, type Sums } from './history-index.js';
import type { Counts, Pools } from './pool.js';
import { lastIndexUpTo } from './search.js';
import type { SeriesHistory } from './series-history.js';
import type { StateChunk } from './state-chunks.js';

/** A group of series of the tenant: those of the dataset, those of the rule, or all. */
export type PoolName = 'dataset' | 'rule' | 'all';

/** Moves a view. It is not a property of the view, so only this file can move one. */
let place: (view: HistoryView, series: number, asOf: number) => void;

/**
 * The history of one series as it was known on an as-of day: the only input of a feature. It is read-only: it returns no
 * result after that day, and nothing reachable from it moves it or leads to the whole history. A {@link HistoryCursor}
 * makes one and moves it from row to row, so it must not be kept.
 */
export class HistoryView {
  static {
    place = (view, series, asOf) => {
      const { offsets, day } = view.#history;
      if (series !== view.#series) view.#chunk = undefined;
      view.#series = series;
      view.#asOf = asOf;
      view.#start = offsets[series]!;
      view.#last = lastIndexUpTo(day, view.#start, offsets[series + 1]!, asOf);
    };
  }

  readonly #history: SeriesHistory;
  readonly #index: HistoryIndex;
  #series = 0;
  /** States of the series and of those around it, once they were asked for. */
  #chunk: StateChunk | undefined;
  #asOf = 0;
  #start = 0;
  /** Index of the last observed day up to the as-of day; start − 1 if there is none. */
  #last = -1;
  readonly #counts: Counts = { passes: 0, executions: 0 };

  constructor(history: SeriesHistory) {
    this.#history = history;
    this.#index = indexOfHistory(history);
    // A property written by one feature would be visible to the others.
    Object.freeze(this);
  }

  /** The last day whose results may be known. */
  get asOf(): number {
    return this.#asOf;
  }

  /** Number of observed days up to the as-of day. */
  get count(): number {
    return this.#last - this.#start + 1;
  }

  /** Day of the k-th last observation, 0 being the latest; NaN if there are fewer. */
  dayAt(k: number): number {
    const i = this.#last - k;
    return this.#isKnown(i) ? this.#history.day[i]! : Number.NaN;
  }

  /** Pass percentage of the k-th last observation; NaN if there are fewer. */
  percentageAt(k: number): number {
    const i = this.#last - k;
    return this.#isKnown(i) ? (100 * this.#history.passes[i]!) / this.#history.executions[i]! : Number.NaN;
  }

  /**
   * Writes the pass percentages of the latest observations into `out`, the latest first; later entries stay unchanged.
   *
   * @returns how many were written: as many as fit, or as there are.
   */
  latestPercentages(out: Float64Array): number {
    const count = Math.min(out.length, this.count);
    const { passes, executions } = this.#history;
    for (let k = 0; k < count; k += 1) {
      const i = this.#last - k;
      out[k] = (100 * passes[i]!) / executions[i]!;
    }
    return count;
  }

  /**
   * Writes the counts of the latest observations, the latest first; what lies behind them stays.
   *
   * @param passes as long as `executions`.
   * @returns how many were written: as many as fit, or as there are.
   */
  latestCounts(passes: Int32Array, executions: Int32Array): number {
    const count = Math.min(passes.length, this.count);
    const history = this.#history;
    for (let k = 0; k < count; k += 1) {
      passes[k] = history.passes[this.#last - k]!;
      executions[k] = history.executions[this.#last - k]!;
    }
    return count;
  }

  /** Executions of the k-th last observation; NaN if there are fewer. */
  executionsAt(k: number): number {
    const i = this.#last - k;
    return this.#isKnown(i) ? this.#history.executions[i]! : Number.NaN;
  }

  /**
   * Pass percentage of a day, NaN if it was not observed.
   *
   * @throws DqsError `internal` for a day after the as-of day.
   */
  percentageOn(day: number): number {
    this.#assertKnown(day);
    const i = lastIndexUpTo(this.#history.day, this.#start, this.#last + 1, day);
    if (i < this.#start || this.#history.day[i] !== day) return Number.NaN;
    return (100 * this.#history.passes[i]!) / this.#history.executions[i]!;
  }

  /**
   * Execution-weighted pass percentage of the days `from … to`, NaN if none was observed.
   *
   * @throws DqsError `internal` for a `to` after the as-of day.
   */
  percentageBetween(from: number, to: number): number {
    this.sums(from, to, this.#counts);
    return (100 * this.#counts.passes) / this.#counts.executions;
  }

  /**
   * Passes and executions of the days `from … to`, both included.
   *
   * @throws DqsError `internal` for a `to` after the as-of day.
   */
  sums(from: number, to: number, into: Counts): void {
    this.#assertKnown(to);
    const last = lastIndexUpTo(this.#history.day, this.#start, this.#last + 1, to);
    const before = lastIndexUpTo(this.#history.day, this.#start, last + 1, from - 1);
    const { passSums, executionSums } = this.#index;
    into.passes = at(passSums, last, this.#start) - at(passSums, before, this.#start);
    into.executions = at(executionSums, last, this.#start) - at(executionSums, before, this.#start);
  }

  /** Passes and executions of all days up to the as-of day. */
  totals(into: Counts): void {
    into.passes = at(this.#index.passSums, this.#last, this.#start);
    into.executions = at(this.#index.executionSums, this.#last, this.#start);
  }

  /** Passes and executions of the days `from … asOf` that fall on a weekday (Monday 0). */
  weekdaySums(weekday: number, from: number, into: Counts): void {
    const { weekdays, range } = this.#states();
    const { offsets, day, passSums, executionSums } = weekdays;
    const list = (this.#series - range.from) * 7 + weekday;
    const start = offsets[list]!;
    const last = lastIndexUpTo(day, start, offsets[list + 1]!, this.#asOf);
    const before = lastIndexUpTo(day, start, last + 1, from - 1);
    into.passes = weekdaySum(passSums, last, start) - weekdaySum(passSums, before, start);
    into.executions = weekdaySum(executionSums, last, start) - weekdaySum(executionSums, before, start);
  }

  /** The k-th last observed percentage on a weekday (Monday 0); NaN if there are fewer. */
  weekdayPercentageAt(weekday: number, k: number): number {
    const { weekdays, range } = this.#states();
    const { offsets, day, passSums, executionSums } = weekdays;
    const list = (this.#series - range.from) * 7 + weekday;
    const start = offsets[list]!;
    const last = lastIndexUpTo(day, start, offsets[list + 1]!, this.#asOf);
    const i = last - k;
    // A negative k would be a day after the as-of day.
    if (!(i >= start && i <= last)) return Number.NaN;
    const passes = passSums[i]! - weekdaySum(passSums, i - 1, start);
    return (100 * passes) / (executionSums[i]! - weekdaySum(executionSums, i - 1, start));
  }

  /** Counts of the dataset (`dataset`), the rule (`rule`) or everything (`all`) of the tenant over the days `from … asOf`. */
  poolSums(pool: PoolName, from: number, into: Counts): void {
    this.#sumsOf(this.#index.pools, pool, from, into);
  }

  /**
   * Excess of the series of a pool over the means known before, over the days `from … asOf`: residuals in percentage
   * points times executions, and executions.
   */
  residualSums(pool: PoolName, from: number, into: Counts): void {
    this.#sumsOf(this.#index.residualPools, pool, from, into);
  }

  #sumsOf(pools: Pools, pool: PoolName, from: number, into: Counts): void {
    const groupOf = pool === 'all' ? pools.allOf : pool === 'dataset' ? pools.datasetOf : pools.ruleOf;
    pools[pool].sums(groupOf[this.#series]!, from, this.#asOf, into);
  }

  /** Exponentially weighted mean with the k-th decay after the latest observation; NaN if there is none. */
  exponentialMean(k: number): number {
    return this.count > 0 ? this.#latest(this.#states().exponential.means[k]!) : Number.NaN;
  }

  /**
   * Mean residual against the weekday means after the latest observation, over about a week (`slow`) or two days
   * (`fast`); NaN if there are fewer than two observations.
   */
  weekdayResidual(speed: 'slow' | 'fast'): number {
    const speeds = this.#states().exponential.weekdayResiduals;
    return this.count > 0 ? this.#latest(speeds[speed === 'slow' ? 0 : 1]!) : Number.NaN;
  }

  /** Mean percentage after days in the state of the latest observation, over all such days; NaN if there is none. */
  meanAfterState(): number {
    return this.count > 0 ? this.#latest(this.#states().afterStates.mean) : Number.NaN;
  }

  /** The same, recent days weighing more. */
  recentMeanAfterState(): number {
    return this.count > 0 ? this.#latest(this.#states().afterStates.recentMean) : Number.NaN;
  }

  /** Excess of the latest observation over the mean known before it; NaN if there is none. */
  lastResidual(): number {
    return this.count > 0 ? this.#latest(this.#states().exponential.lastResidual) : Number.NaN;
  }

  #states(): StateChunk {
    return (this.#chunk ??= this.#index.states.of(this.#series));
  }

  /** The state after the latest observation. */
  #latest(states: Float32Array): number {
    return states[this.#last - this.#chunk!.range.start]!;
  }

  /** Whether an index is an observation of the series that is not after the as-of day. */
  #isKnown(index: number): boolean {
    return index >= this.#start && index <= this.#last;
  }

  #assertKnown(day: number): void {
    if (day <= this.#asOf) return;
    throw new DqsError('internal', `a feature asked for day ${day}, which is after its as-of day ${this.#asOf}`);
  }
}

/** Makes a view and moves it: for code that builds rows. Features receive only the view. */
export class HistoryCursor {
  /** The one view of this cursor. */
  readonly view: HistoryView;

  constructor(history: SeriesHistory) {
    this.view = new HistoryView(history);
  }

  /** The view, moved to a series and an as-of day. */
  moveTo(series: number, asOf: number): HistoryView {
    place(this.view, series, asOf);
    return this.view;
  }
}

function at(sums: Sums, index: number, start: number): number {
  return index < start ? 0 : sums[index]!;
}

/** Apart from {@link at}, so that each of the two is given arrays of one kind only, which keeps them fast. */
function weekdaySum(sums: Float64Array, index: number, start: number): number {
  return index < start ? 0 : sums[index]!;
}

import { dayOfWeek } from '@dqs/core';

import { afterStates, type AfterStates } from './after-states.js';
import { Pool, type DayTerms, type Pools } from './pool.js';
import type { SeriesHistory } from './series-history.js';
import type { SeriesId } from './series.js';
import { exponentialStates, type ExponentialStates } from './exponential.js';

/**
 * Sums and states over a history that features share, made when first requested. Every entry at index i depends only on
 * results up to index i (or up to a day), never on later ones, so it is safe to read them as of a day.
 */
export class HistoryIndex {
  /** Passes and executions of a series up to and including each observed day. */
  readonly passSums: Float64Array;
  readonly executionSums: Float64Array;
  readonly #history: SeriesHistory;
  #pools?: Pools;
  #residualPools?: Pools;
  #weekdays?: WeekdayIndex;
  #exponential?: ExponentialStates;
  #afterStates?: AfterStates;

  constructor(history: SeriesHistory) {
    this.#history = history;
    this.passSums = runningSums(history, history.passes);
    this.executionSums = runningSums(history, history.executions);
  }

  /** Counts of all rules of a dataset, all datasets of a rule, and of everything; of one tenant each. */
  get pools(): Pools {
    return (this.#pools ??= makePools(this.#history, this.#history));
  }

  /** The same groups, with each day's excess over the mean known before it, weighted by its executions. */
  get residualPools(): Pools {
    return (this.#residualPools ??= makePools(this.#history, weightedResiduals(this.#history, this.exponential)));
  }

  /** Observed days of a series by weekday. */
  get weekdays(): WeekdayIndex {
    return (this.#weekdays ??= makeWeekdays(this.#history));
  }

  /** Exponentially weighted states after each observed day. */
  get exponential(): ExponentialStates {
    return (this.#exponential ??= exponentialStates(this.#history, this.pools));
  }

  /** Outcomes after days in the same state, as known after each observed day. */
  get afterStates(): AfterStates {
    return (this.#afterStates ??= afterStates(this.#history));
  }
}

const INDEXES = new WeakMap<SeriesHistory, HistoryIndex>();

/** The index of a history, made once. */
export function indexOfHistory(history: SeriesHistory): HistoryIndex {
  let index = INDEXES.get(history);
  if (!index) {
    index = new HistoryIndex(history);
    INDEXES.set(history, index);
  }
  return index;
}

/** For each series and weekday (Monday 0) the observed days, with running sums. List s × 7 + weekday. */
export interface WeekdayIndex {
  readonly offsets: Int32Array;
  readonly day: Int32Array;
  readonly passSums: Float64Array;
  readonly executionSums: Float64Array;
}

function runningSums(history: SeriesHistory, values: Int32Array): Float64Array {
  const sums = new Float64Array(values.length);
  for (let series = 0; series < history.series.length; series += 1) {
    let sum = 0;
    for (let i = history.offsets[series]!; i < history.offsets[series + 1]!; i += 1) {
      sum += values[i]!;
      sums[i] = sum;
    }
  }
  return sums;
}

/** Residuals times executions, and executions; both 0 for a first day, which has no residual. */
function weightedResiduals(history: SeriesHistory, { lastResidual }: ExponentialStates): DayTerms {
  const known = lastResidual.map((residual) => (Number.isNaN(residual) ? 0 : 1));
  return {
    passes: Float64Array.from(history.executions, (n, i) => (known[i] === 1 ? n * lastResidual[i]! : 0)),
    executions: history.executions.map((n, i) => n * known[i]!),
  };
}

function makePools(history: SeriesHistory, terms: DayTerms): Pools {
  const groupBy = (text: (series: SeriesId) => string) => {
    const groups = new Map<string, number>();
    const of = Int32Array.from(history.series, (series) => {
      const name = text(series);
      const group = groups.get(name) ?? groups.size;
      groups.set(name, group);
      return group;
    });
    return { of, pool: new Pool(history, of, groups.size, terms) };
  };
  const scope = ({ tenantId }: SeriesId) => (history.arePoolsByTenant ? tenantId : '');
  const dataset = groupBy(({ tenantId, datasetUuid }) => JSON.stringify([tenantId, datasetUuid]));
  const rule = groupBy((series) => JSON.stringify([scope(series), series.ruleCode]));
  const all = groupBy(scope);
  return {
    dataset: dataset.pool,
    datasetOf: dataset.of,
    rule: rule.pool,
    ruleOf: rule.of,
    all: all.pool,
    allOf: all.of,
  };
}

function makeWeekdays(history: SeriesHistory): WeekdayIndex {
  const { series, offsets: starts, day, passes, executions } = history;
  const offsets = new Int32Array(series.length * 7 + 1);
  const days = new Int32Array(day.length);
  const passSums = new Float64Array(day.length);
  const executionSums = new Float64Array(day.length);
  let size = 0;
  for (let s = 0; s < series.length; s += 1) {
    for (let weekday = 0; weekday < 7; weekday += 1) {
      let [passSum, executionSum] = [0, 0];
      for (let i = starts[s]!; i < starts[s + 1]!; i += 1) {
        if (dayOfWeek(day[i]!) !== weekday) continue;
        passSum += passes[i]!;
        executionSum += executions[i]!;
        days[size] = day[i]!;
        passSums[size] = passSum;
        executionSums[size] = executionSum;
        size += 1;
      }
      offsets[s * 7 + weekday + 1] = size;
    }
  }
  return { offsets, day: days, passSums, executionSums };
}

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
function weightedResiduals({ executions }: SeriesHistory, { lastResidual }: ExponentialStates): DayTerms {
  const terms = { passes: new Float64Array(executions.length), executions: new Int32Array(executions.length) };
  for (let i = 0; i < executions.length; i += 1) {
    const residual = lastResidual[i]!;
    if (Number.isNaN(residual)) continue;
    terms.passes[i] = executions[i]! * residual;
    terms.executions[i] = executions[i]!;
  }
  return terms;
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
  const next = new Int32Array(7);
  for (let s = 0; s < series.length; s += 1) {
    const [from, to] = [starts[s]!, starts[s + 1]!];
    next.fill(0);
    for (let i = from; i < to; i += 1) next[dayOfWeek(day[i]!)]! += 1;
    for (let weekday = 0, at = from; weekday < 7; weekday += 1) {
      const count = next[weekday]!;
      next[weekday] = at;
      at += count;
      offsets[s * 7 + weekday + 1] = at;
    }
    for (let i = from; i < to; i += 1) {
      const weekday = dayOfWeek(day[i]!);
      const at = next[weekday]!;
      next[weekday] = at + 1;
      const isFirst = at === offsets[s * 7 + weekday];
      days[at] = day[i]!;
      passSums[at] = (isFirst ? 0 : passSums[at - 1]!) + passes[i]!;
      executionSums[at] = (isFirst ? 0 : executionSums[at - 1]!) + executions[i]!;
    }
  }
  return { offsets, day: days, passSums, executionSums };
}

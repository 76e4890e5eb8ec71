import { Pool, type DayTerms, type Pools } from './pool.js';
import type { SeriesHistory } from './series-history.js';
import type { SeriesId } from './series.js';
import { StateChunks } from './state-chunks.js';

/** Running sums: whole numbers, in 32 bits where they fit. */
export type Sums = Int32Array | Float64Array;

/**
 * Sums and states over a history that features share, made when first requested. Every entry at index i depends only on
 * results up to index i (or up to a day), never on later ones, so it is safe to read them as of a day.
 */
export class HistoryIndex {
  /** Passes and executions of a series up to and including each observed day. */
  readonly passSums: Sums;
  readonly executionSums: Sums;
  /** States after each observed day of the series. */
  readonly states: StateChunks;
  readonly #history: SeriesHistory;
  #pools?: Pools;
  #residualPools?: Pools;

  constructor(history: SeriesHistory) {
    this.#history = history;
    this.passSums = runningSums(history, history.passes);
    this.executionSums = runningSums(history, history.executions);
    this.states = new StateChunks(history, () => this.pools);
  }

  /** Counts of all rules of a dataset, all datasets of a rule, and of everything; of one tenant each. */
  get pools(): Pools {
    return (this.#pools ??= makePools(this.#history, this.#history));
  }

  /** The same groups, with each day's excess over the mean known before it, weighted by its executions. */
  get residualPools(): Pools {
    return (this.#residualPools ??= makePools(this.#history, weightedResiduals(this.#history, this.states)));
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

function runningSums(history: SeriesHistory, values: Int32Array): Sums {
  const sums = new (greatestSum(history, values) <= MOST_INT32 ? Int32Array : Float64Array)(values.length);
  for (let series = 0; series < history.series.length; series += 1) {
    let sum = 0;
    for (let i = history.offsets[series]!; i < history.offsets[series + 1]!; i += 1) {
      sum += values[i]!;
      sums[i] = sum;
    }
  }
  return sums;
}

const MOST_INT32 = 0x7fffffff;

/** The greatest sum of the values of a series; none of them is negative. */
function greatestSum({ series, offsets }: SeriesHistory, values: Int32Array): number {
  let greatest = 0;
  for (let one = 0; one < series.length; one += 1) {
    let sum = 0;
    for (let i = offsets[one]!; i < offsets[one + 1]!; i += 1) sum += values[i]!;
    if (sum > greatest) greatest = sum;
  }
  return greatest;
}

/** Residuals times executions, and executions; both 0 for a first day, which has no residual. */
function weightedResiduals({ executions }: SeriesHistory, states: StateChunks): DayTerms {
  const terms = { passes: new Float64Array(executions.length), executions: new Int32Array(executions.length) };
  for (const { range, exponential } of states.all()) {
    for (let i = range.start; i < range.end; i += 1) {
      const residual = exponential.lastResidual[i - range.start]!;
      if (Number.isNaN(residual)) continue;
      terms.passes[i] = executions[i]! * residual;
      terms.executions[i] = executions[i]!;
    }
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

import { compareText, DqsError, mostFrequentLevels, type DailyPanel } from '@dqs/core';

import { lastIndexUpTo } from './search.js';

/** A rule on a dataset of a tenant: what a model forecasts. Two tenants never share a series, whatever their uuids. */
export interface SeriesId {
  readonly tenantId: string;
  readonly datasetUuid: string;
  readonly ruleCode: string;
}

/** A series with what is known about it beside its results. */
export interface Series extends SeriesId {
  /** The name of the dataset, the lexically last where it had several. */
  readonly datasetName: string;
  /** Most frequent level of execution, "" if none was given. */
  readonly level: string;
}

/** Forecasts that are wanted, by column: entry i asks for one series and day. */
export interface ForecastRequests {
  /** Index of the series in the history. */
  readonly series: Int32Array;
  /** Day to forecast. */
  readonly targetDay: Int32Array;
  /** Last day whose results may be known, before the target day. */
  readonly asOfDay: Int32Array;
}

/** Which day {@link SeriesHistory.requests} asks for. */
export interface RequestedDay {
  /** Day to forecast, days since 1970-01-01. */
  readonly day: number;
  /** Last day whose results may be known. @default the last day of the history, or the day before the one to forecast */
  readonly asOf?: number;
}

/** Options of {@link SeriesHistory.fromPanel}. */
export interface HistoryOptions {
  /** Series to have even when the panel holds no result of them, so that they can be forecast. */
  readonly alsoSeries?: readonly SeriesId[];
}

/**
 * The observed days of every series, by column. A day is observed when at least one execution passed or failed. Entry i
 * of `day`, `passes` and `executions` belongs to the series s with `offsets[s] <= i < offsets[s + 1]`; days ascend
 * within a series. Immutable; features read it through a {@link HistoryView} only, which ends at an as-of day.
 */
export class SeriesHistory {
  #acrossTenants?: SeriesHistory;

  private constructor(
    /** Sorted by dataset, tenant, then rule, by code point. */
    readonly series: readonly Series[],
    readonly offsets: Int32Array,
    readonly day: Int32Array,
    readonly passes: Int32Array,
    readonly executions: Int32Array,
    /** First and last observed day; 0 and -1 if nothing was observed. */
    readonly firstDay: number,
    readonly lastDay: number,
    private readonly index: SeriesIndex,
    /** Day of the first result of each series, errors included. */
    private readonly firstResult: Float64Array,
    /** Whether pools of a rule and of everything end at the tenant, as they do but for {@link acrossTenants}. */
    readonly arePoolsByTenant: boolean,
  ) {}

  /** The history of a panel. Summary keys of the same tenant, dataset and rule are one series, their counts of a day added. */
  static fromPanel(panel: DailyPanel, options: HistoryOptions = {}): SeriesHistory {
    const { series, seriesOfKey } = collectSeries(panel, options.alsoSeries ?? []);
    const observed = collectDays(panel, seriesOfKey, series.length);
    const { day, offsets } = observed;
    let firstDay = 0;
    let lastDay = -1;
    for (let i = 0; i < series.length; i += 1) {
      if (offsets[i] === offsets[i + 1]) continue;
      const [first, last] = [day[offsets[i]!]!, day[offsets[i + 1]! - 1]!];
      if (lastDay < firstDay || first < firstDay) firstDay = first;
      if (last > lastDay) lastDay = last;
    }
    const { passes, executions } = observed;
    const first = firstResults(panel, seriesOfKey, series.length);
    const index = indexOf(series);
    return new SeriesHistory(series, offsets, day, passes, executions, firstDay, lastDay, index, first, true);
  }

  /** Index of a series, or -1 where the history has none of that tenant, dataset and rule. */
  find({ tenantId, datasetUuid, ruleCode }: SeriesId): number {
    return this.withRule(datasetUuid, ruleCode).find((index) => this.series[index]!.tenantId === tenantId) ?? -1;
  }

  /** Indices of the series of a dataset and rule, one a tenant that has them, ascending. */
  withRule(datasetUuid: string, ruleCode: string): readonly number[] {
    return this.index.get(datasetUuid)?.get(ruleCode) ?? NO_SERIES;
  }

  /**
   * One request for each series that had a result up to the as-of day, all for the same day: what is not known on that
   * day is not asked for.
   *
   * @throws DqsError `invalid-argument` for a day that is not after its as-of day.
   */
  requests({ day, asOf = Math.min(this.lastDay, day - 1) }: RequestedDay): ForecastRequests {
    if (!(asOf < day)) {
      throw new DqsError('invalid-argument', `expected an as-of day before the day to forecast ${day}, got ${asOf}`);
    }
    const series = Int32Array.from(this.series.keys()).filter((i) => this.isKnown(i, asOf));
    return {
      series,
      targetDay: new Int32Array(series.length).fill(day),
      asOfDay: new Int32Array(series.length).fill(asOf),
    };
  }

  /**
   * The same results, the pools of a rule and of everything reaching across tenants: how features were computed before
   * series had a tenant. For the contracts of that time alone. The history itself where it has one tenant.
   */
  acrossTenants(): SeriesHistory {
    const { series, offsets, day, passes, executions, firstDay, lastDay, index, firstResult } = this;
    if (series.every(({ tenantId }) => tenantId === series[0]!.tenantId)) return this;
    return (this.#acrossTenants ??= new SeriesHistory(
      series,
      offsets,
      day,
      passes,
      executions,
      firstDay,
      lastDay,
      index,
      firstResult,
      false,
    ));
  }

  /** Whether a series had any result up to and including `asOf`, be it one that neither passed nor failed. */
  isKnown(series: number, asOf: number): boolean {
    return this.firstResult[series]! <= asOf;
  }

  /** The last observed day of a series up to and including `asOf`, or undefined if there is none. */
  lastObservedDay(series: number, asOf: number): number | undefined {
    const last = lastIndexUpTo(this.day, this.offsets[series]!, this.offsets[series + 1]!, asOf);
    return last < this.offsets[series]! ? undefined : this.day[last];
  }
}

/** Indices by dataset, then rule: one a tenant, ascending. */
type SeriesIndex = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

const NO_SERIES: readonly number[] = [];

function collectSeries(panel: DailyPanel, also: readonly SeriesId[]) {
  const levels = mostFrequentLevels(panel);
  const byTenant = new Map<string, Map<string, Map<string, Series>>>();
  const rulesOf = ({ tenantId, datasetUuid }: SeriesId) => {
    const datasets = childOf(byTenant, tenantId, () => new Map<string, Map<string, Series>>());
    return childOf(datasets, datasetUuid, () => new Map<string, Series>());
  };
  panel.keys.forEach(({ tenantId, datasetUuid, ruleCode, datasetName }, key) => {
    const entry = { tenantId, datasetUuid, ruleCode, datasetName, level: levels[key]! };
    const rules = rulesOf(entry);
    // Keys come in ascending order, so the last name stays; a level stays where a later key has none.
    rules.set(ruleCode, { ...entry, level: entry.level || (rules.get(ruleCode)?.level ?? '') });
  });
  for (const { tenantId, datasetUuid, ruleCode } of also) {
    const rules = rulesOf({ tenantId, datasetUuid, ruleCode });
    if (rules.has(ruleCode)) continue;
    const datasetName = rules.values().next().value?.datasetName ?? '';
    rules.set(ruleCode, { tenantId, datasetUuid, ruleCode, datasetName, level: '' });
  }
  const series = [...byTenant.values()].flatMap((datasets) =>
    [...datasets.values()].flatMap((all) => [...all.values()]),
  );
  series.sort(compareSeries);
  const places = new Map(series.map((one, place) => [one, place]));
  const seriesOfKey = Int32Array.from(panel.keys, (key) => places.get(rulesOf(key).get(key.ruleCode)!)!);
  return { series, seriesOfKey };
}

/** By dataset first: a history whose tenants share no dataset has the order, and so the model, it always had. */
function compareSeries(a: SeriesId, b: SeriesId): number {
  return (
    compareText(a.datasetUuid, b.datasetUuid) ||
    compareText(a.tenantId, b.tenantId) ||
    compareText(a.ruleCode, b.ruleCode)
  );
}

function indexOf(series: readonly Series[]): SeriesIndex {
  const index = new Map<string, Map<string, number[]>>();
  series.forEach(({ datasetUuid, ruleCode }, place) => {
    const rules = childOf(index, datasetUuid, () => new Map<string, number[]>());
    childOf(rules, ruleCode, () => [] as number[]).push(place);
  });
  return index;
}

/** The value of a key, made if there is none. */
function childOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let child = map.get(key);
  if (child === undefined) map.set(key, (child = make()));
  return child;
}

/** Day of the first result of each series; ∞ if there is none. */
function firstResults({ cells }: DailyPanel, seriesOfKey: Int32Array, seriesCount: number): Float64Array {
  const first = new Float64Array(seriesCount).fill(Number.POSITIVE_INFINITY);
  cells.key.forEach((key, cell) => {
    const series = seriesOfKey[key]!;
    if (cells.day[cell]! < first[series]!) first[series] = cells.day[cell]!;
  });
  return first;
}

/** Sorts the observed cells by series and day; days that several keys share are added up. */
function collectDays(panel: DailyPanel, seriesOfKey: Int32Array, seriesCount: number) {
  const { cells } = panel;
  const starts = new Int32Array(seriesCount + 1);
  const isObserved = (cell: number) => cells.passes[cell]! + cells.fails[cell]! > 0;
  for (let cell = 0; cell < cells.key.length; cell += 1) {
    if (isObserved(cell)) starts[seriesOfKey[cells.key[cell]!]! + 1]! += 1;
  }
  for (let i = 0; i < seriesCount; i += 1) starts[i + 1]! += starts[i]!;
  const next = starts.slice(0, seriesCount);
  const order = new Int32Array(starts[seriesCount]!);
  for (let cell = 0; cell < cells.key.length; cell += 1) {
    if (isObserved(cell)) order[next[seriesOfKey[cells.key[cell]!]!]!++] = cell;
  }
  return addUpDays(panel, order, starts);
}

function addUpDays(panel: DailyPanel, order: Int32Array, starts: Int32Array) {
  const { cells } = panel;
  const seriesCount = starts.length - 1;
  const offsets = new Int32Array(seriesCount + 1);
  const [day, passes, executions] = [0, 0, 0].map(() => new Int32Array(order.length)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  let size = 0;
  for (let i = 0; i < seriesCount; i += 1) {
    const members = order.subarray(starts[i], starts[i + 1]);
    // The cells of one key are in order already; only a series of several keys has to be sorted.
    if (!isAscending(members, cells.day)) members.sort((a, b) => cells.day[a]! - cells.day[b]!);
    offsets[i] = size;
    for (const cell of members) {
      if (size === offsets[i] || day[size - 1] !== cells.day[cell]) day[size++] = cells.day[cell]!;
      passes[size - 1]! += cells.passes[cell]!;
      executions[size - 1]! += cells.passes[cell]! + cells.fails[cell]!;
    }
  }
  offsets[seriesCount] = size;
  return {
    offsets,
    day: day.subarray(0, size),
    passes: passes.subarray(0, size),
    executions: executions.subarray(0, size),
  };
}

function isAscending(members: Int32Array, day: Int32Array): boolean {
  for (let i = 1; i < members.length; i += 1) if (day[members[i]!]! < day[members[i - 1]!]!) return false;
  return true;
}

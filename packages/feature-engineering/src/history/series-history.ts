import { compareText, mostFrequentLevels, type DailyPanel } from '@dqs/core';

import { lastIndexUpTo } from './search.js';

/** A dataset and a rule: what a model forecasts. */
export interface SeriesId {
  readonly datasetUuid: string;
  readonly ruleCode: string;
}

/** A series with what is known about it beside its results. */
export interface Series extends SeriesId {
  /** The name of the dataset, the lexically last where it had several. */
  readonly datasetName: string;
  /** Most frequent level of execution, "" where none was given. */
  readonly level: string;
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
  private constructor(
    /** Sorted by dataset, then rule, by code point. */
    readonly series: readonly Series[],
    readonly offsets: Int32Array,
    readonly day: Int32Array,
    readonly passes: Int32Array,
    readonly executions: Int32Array,
    /** First and last observed day; 0 and -1 where nothing was observed. */
    readonly firstDay: number,
    readonly lastDay: number,
    private readonly index: ReadonlyMap<string, ReadonlyMap<string, number>>,
    /** Day of the first result of each series, errors included. */
    private readonly firstResult: Float64Array,
  ) {}

  /** The history of a panel. Summary keys of the same dataset and rule are one series, their counts of a day added. */
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
    const firstResult = firstResults(panel, seriesOfKey, series.length);
    return new SeriesHistory(series, offsets, day, passes, executions, firstDay, lastDay, indexOf(series), firstResult);
  }

  /** Index of a series, or -1 where the history has none of that dataset and rule. */
  find(datasetUuid: string, ruleCode: string): number {
    return this.index.get(datasetUuid)?.get(ruleCode) ?? -1;
  }

  /** Whether a series had any result up to and including `asOf`, be it one that neither passed nor failed. */
  isKnown(series: number, asOf: number): boolean {
    return this.firstResult[series]! <= asOf;
  }

  /** The last observed day of a series up to and including `asOf`, or undefined where there is none. */
  lastObservedDay(series: number, asOf: number): number | undefined {
    const last = lastIndexUpTo(this.day, this.offsets[series]!, this.offsets[series + 1]!, asOf);
    return last < this.offsets[series]! ? undefined : this.day[last];
  }
}

function collectSeries(panel: DailyPanel, also: readonly SeriesId[]) {
  const levels = mostFrequentLevels(panel);
  const byDataset = new Map<string, Map<string, Series>>();
  const add = (entry: Series) => {
    const rules = byDataset.get(entry.datasetUuid) ?? new Map<string, Series>();
    byDataset.set(entry.datasetUuid, rules);
    const known = rules.get(entry.ruleCode);
    // Keys come in ascending order, so the last name stays; a level stays where a later key has none.
    rules.set(entry.ruleCode, { ...entry, level: entry.level || (known?.level ?? '') });
  };
  panel.keys.forEach(({ datasetUuid, ruleCode, datasetName }, key) =>
    add({ datasetUuid, ruleCode, datasetName, level: levels[key]! }),
  );
  for (const { datasetUuid, ruleCode } of also) {
    const siblings = byDataset.get(datasetUuid);
    if (siblings?.has(ruleCode)) continue;
    const datasetName = siblings?.values().next().value?.datasetName ?? '';
    add({ datasetUuid, ruleCode, datasetName, level: '' });
  }
  const series = [...byDataset.values()].flatMap((rules) => [...rules.values()]);
  series.sort((a, b) => compareText(a.datasetUuid, b.datasetUuid) || compareText(a.ruleCode, b.ruleCode));
  const index = indexOf(series);
  const seriesOfKey = Int32Array.from(panel.keys, (key) => index.get(key.datasetUuid)!.get(key.ruleCode)!);
  return { series, seriesOfKey };
}

function indexOf(series: readonly Series[]): Map<string, Map<string, number>> {
  const index = new Map<string, Map<string, number>>();
  series.forEach(({ datasetUuid, ruleCode }, i) => {
    const rules = index.get(datasetUuid) ?? new Map<string, number>();
    index.set(datasetUuid, rules.set(ruleCode, i));
  });
  return index;
}

/** Day of the first result of each series; ∞ where there is none. */
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

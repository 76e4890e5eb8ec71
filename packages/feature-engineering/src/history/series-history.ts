import { DqsError, type DailyPanel } from '@dqs/core';

import { arrivalsOf, type Arrivals } from './arrivals.js';
import { countByDay } from './day-order.js';
import { DayDigests } from './day-digests.js';
import { collectDays, firstResults } from './observed-days.js';
import { lastIndexUpTo } from './search.js';
import { collectSeries, indexOf, type Series, type SeriesId, type SeriesIndex } from './series.js';

/** Requests for forecasts, by column: entry i requests one series and day. */
export interface ForecastRequests {
  /** Index of the series in the history. */
  readonly series: Int32Array;
  /** Day to forecast. */
  readonly targetDay: Int32Array;
  /** Last day whose results may be known, before the target day. */
  readonly asOfDay: Int32Array;
}

/** The day of the requests that {@link SeriesHistory.requests} makes. */
export interface RequestedDay {
  /** Day to forecast, days since 1970-01-01. */
  readonly day: number;
  /** Last day whose results may be known. @default the last day of the history, or the day before the one to forecast */
  readonly asOf?: number;
}

/**
 * A history as plain data, its columns in shared memory: a structured clone to a thread copies the names of the series and nothing
 * else.
 */
export interface SharedHistory {
  readonly series: readonly Series[];
  readonly offsets: Int32Array;
  readonly day: Int32Array;
  readonly passes: Int32Array;
  readonly executions: Int32Array;
  readonly recordCount: Float64Array;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly firstResult: Float64Array;
}

/** Options of {@link SeriesHistory.fromPanel}. */
export interface HistoryOptions {
  /** Series to include even if the panel has no result of them, so that they can be forecast. */
  readonly alsoSeries?: readonly SeriesId[];
}

/**
 * The observed days of every series, by column. A day is observed when at least one execution passed or failed. Entry i
 * of `day`, `passes` and `executions` belongs to the series s with `offsets[s] <= i < offsets[s + 1]`; days ascend
 * within a series. Immutable; features read it through a {@link HistoryView} only, which ends at an as-of day.
 */
export class SeriesHistory {
  #acrossTenants?: SeriesHistory;
  #digests?: DayDigests;
  #arrivals?: Arrivals;
  #observedByDay?: ReadonlyMap<number, number>;

  private constructor(
    /** Sorted by dataset, tenant, then rule, by code point. */
    readonly series: readonly Series[],
    readonly offsets: Int32Array,
    readonly day: Int32Array,
    readonly passes: Int32Array,
    readonly executions: Int32Array,
    /** Records the dataset had on the day, the most where several results tell; NaN where none does. */
    readonly recordCount: Float64Array,
    /** First and last observed day; 0 and -1 if nothing was observed. */
    readonly firstDay: number,
    readonly lastDay: number,
    private readonly index: SeriesIndex,
    /** Day of the first result of each series, errors included. */
    private readonly firstResult: Float64Array,
    /** Whether pools of a rule and of everything end at the tenant; false only for {@link acrossTenants}. */
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
    const firstResult = firstResults(panel, seriesOfKey, series.length);
    return SeriesHistory.fromShared({ ...observed, series, firstDay, lastDay, firstResult });
  }

  /** The history that {@link share} gave, without a copy of its columns. */
  static fromShared({ firstDay, lastDay, ...shared }: SharedHistory): SeriesHistory {
    const { series, offsets, day, passes, executions, recordCount, firstResult } = shared;
    return new SeriesHistory(
      series,
      offsets,
      day,
      passes,
      executions,
      recordCount,
      firstDay,
      lastDay,
      indexOf(series),
      firstResult,
      true,
    );
  }

  /** The history for other threads: copies the columns, once, for all of them. */
  share(): SharedHistory {
    const { series, firstDay, lastDay } = this;
    return {
      series,
      offsets: sharedInts(this.offsets),
      day: sharedInts(this.day),
      passes: sharedInts(this.passes),
      executions: sharedInts(this.executions),
      recordCount: sharedDoubles(this.recordCount),
      firstDay,
      lastDay,
      firstResult: sharedDoubles(this.firstResult),
    };
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
   * One request for each series that had a result up to the as-of day, all for the same day. Series unknown on that day
   * are left out.
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
   * The same results, with pools of a rule and of everything that span tenants, as features were computed before series
   * had a tenant. Only for contracts from that time. The history itself if it has one tenant.
   */
  acrossTenants(): SeriesHistory {
    const { series, offsets, day, passes, executions, recordCount, firstDay, lastDay, index, firstResult } = this;
    if (series.every(({ tenantId }) => tenantId === series[0]!.tenantId)) return this;
    return (this.#acrossTenants ??= new SeriesHistory(
      series,
      offsets,
      day,
      passes,
      executions,
      recordCount,
      firstDay,
      lastDay,
      index,
      firstResult,
      false,
    ));
  }

  /**
   * A digest of all that is known of the days up to and including `upTo`: the series known by then, and their results. Of two
   * histories with the same digest every forecast as of such a day is the same, and {@link SeriesHistory.arrivals} has their series in the same order.
   *
   * @returns SHA-256, 64 hexadecimal digits.
   */
  digest(upTo: number): string {
    return (this.#digests ??= new DayDigests(this, this.firstResult)).upTo(upTo);
  }

  /**
   * The series that had a result, by the day of the first one, errors included: a number of a series that stays its own when others
   * come later.
   */
  get arrivals(): Arrivals {
    return (this.#arrivals ??= arrivalsOf(this.firstResult));
  }

  /** How many series were observed, by day; days ascend. */
  get observedByDay(): ReadonlyMap<number, number> {
    return (this.#observedByDay ??= countByDay(this.day));
  }

  /** Whether a series had any result up to and including `asOf`, even one that neither passed nor failed. */
  isKnown(series: number, asOf: number): boolean {
    return this.firstResult[series]! <= asOf;
  }

  /** Index in `day` and its neighbours of the result of a series on a day; −1 if it has none. */
  entryOn(series: number, day: number): number {
    const last = lastIndexUpTo(this.day, this.offsets[series]!, this.offsets[series + 1]!, day);
    return last >= this.offsets[series]! && this.day[last] === day ? last : -1;
  }

  /** The last observed day of a series up to and including `asOf`, or undefined if there is none. */
  lastObservedDay(series: number, asOf: number): number | undefined {
    const last = lastIndexUpTo(this.day, this.offsets[series]!, this.offsets[series + 1]!, asOf);
    return last < this.offsets[series]! ? undefined : this.day[last];
  }
}

const NO_SERIES: readonly number[] = [];

function sharedInts(column: Int32Array): Int32Array {
  const shared = new Int32Array(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared;
}

function sharedDoubles(column: Float64Array): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared;
}

import { EXACT_EXECUTIONS, type ExceedanceTable } from '@dqs/core/stats';
import { HistoryCursor, type ForecastRequests, type SeriesHistory } from '@dqs/features';

import { KnownDays, MOST_KNOWN_DAYS } from './known-days.js';
import { TableWriter } from './table-writer.js';

/** A level and the number above it, for every day at most; and the executions. */
const MOST_LEVELS = 2 * MOST_KNOWN_DAYS + 1;

interface Weighing {
  /** Days that are looked back on. */
  readonly most: number;
  weigh(days: KnownDays, horizon: number): void;
}

/** How each naive distribution weighs the known days: equally the last 7 or 28, or what followed days like the last one. */
const WEIGHINGS = {
  'last-7': { most: 7, weigh: (days) => days.weighLast(7) },
  'last-28': { most: 28, weigh: (days) => days.weighLast(28) },
  'what-followed': {
    most: MOST_KNOWN_DAYS,
    weigh: (days, horizon) => {
      if (!days.weighFollowers(horizon)) days.weighLast(28);
    },
  },
} as const satisfies Record<string, Weighing>;

/** Name of a naive distribution. */
export type NaiveDistribution = keyof typeof WEIGHINGS;

/** The naive distributions, the simplest first. */
export const NAIVE_DISTRIBUTIONS = Object.keys(WEIGHINGS) as readonly NaiveDistribution[];

/** One value for each naive distribution. */
export type ByNaive<Value> = Readonly<Record<NaiveDistribution, Value>>;

/** A value for each naive distribution, the simplest first. */
export function byNaive<Value>(valueOf: (name: NaiveDistribution) => Value): Record<NaiveDistribution, Value> {
  return Object.fromEntries(NAIVE_DISTRIBUTIONS.map((name) => [name, valueOf(name)])) as Record<
    NaiveDistribution,
    Value
  >;
}

/** As {@link byNaive}, one after the other. @param breathe is awaited after each. */
export async function byNaiveInTurns<Value>(
  valueOf: (name: NaiveDistribution) => Value,
  breathe: () => Promise<void>,
): Promise<Record<NaiveDistribution, Value>> {
  const values: Partial<Record<NaiveDistribution, Value>> = {};
  for (const name of NAIVE_DISTRIBUTIONS) {
    values[name] = valueOf(name);
    await breathe();
  }
  return values as Record<NaiveDistribution, Value>;
}

/**
 * A naive distribution of each request: the results of some earlier days of the series, as shares of its last executions.
 * Days after the as-of day are not looked at, nor is any other series. Every level at which a probability changes is there,
 * so it is exact whatever levels a model has. A series without a result gets one execution and even odds.
 */
export function naiveDistribution(
  name: NaiveDistribution,
  history: SeriesHistory,
  { series, asOfDay, targetDay }: ForecastRequests,
): ExceedanceTable {
  const cursor = new HistoryCursor(history);
  const { most, weigh }: Weighing = WEIGHINGS[name];
  const days = new KnownDays(most);
  const row = new RowOfDays();
  const table = new TableWriter(series.length);
  for (let i = 0; i < series.length; i += 1) {
    days.read(cursor.moveTo(series[i]!, asOfDay[i]!), series[i]!);
    weigh(days, targetDay[i]! - asOfDay[i]!);
    row.writeTo(table, days);
  }
  return table.table();
}

/** Makes a row out of weighted days, in memory that serves row after row. */
class RowOfDays {
  readonly #mass = new Float64Array(EXACT_EXECUTIONS + 1);
  readonly #keys = new Float64Array(MOST_KNOWN_DAYS);
  readonly #numerator = new Int32Array(MOST_LEVELS);
  readonly #reached = new Float64Array(MOST_LEVELS);
  /** Levels that were found, from the top. */
  #size = 0;

  writeTo(table: TableWriter, days: KnownDays): void {
    const n = days.executions[0]!;
    if (days.count === 0) table.setLevel(table.addRow(1, 1), 1, 0.5);
    else if (n <= EXACT_EXECUTIONS) this.#writeDense(table, days, n);
    else this.#writeSparse(table, days, n);
  }

  #writeDense(table: TableWriter, days: KnownDays, n: number): void {
    const mass = this.#mass.fill(0, 0, n + 1);
    for (let i = 0; i < days.chosenCount; i += 1) {
      mass[reachedPasses(days, days.chosen[i]!, n)]! += days.weight[i]!;
    }
    this.#size = 0;
    let sum = 0;
    for (let m = n; m >= 1; m -= 1) {
      sum += mass[m]!;
      this.#numerator[this.#size] = m;
      this.#reached[this.#size++] = sum;
    }
    this.#writeUpwards(table, n, sum + mass[0]!);
  }

  #writeSparse(table: TableWriter, days: KnownDays, n: number): void {
    const size = days.chosenCount;
    // Sorted as numbers: passes first, then the day.
    for (let i = 0; i < size; i += 1) this.#keys[i] = reachedPasses(days, days.chosen[i]!, n) * 256 + i;
    const keys = this.#keys.subarray(0, size).sort();
    this.#size = 0;
    let sum = 0;
    if (Math.floor(keys[size - 1]! / 256) < n) this.#push(n, 0, n);
    for (let i = size - 1; i >= 0; ) {
      const passes = Math.floor(keys[i]! / 256);
      this.#push(passes + 1, sum, n);
      for (; i >= 0 && Math.floor(keys[i]! / 256) === passes; i -= 1) sum += days.weight[keys[i]! % 256]!;
      this.#push(passes, sum, n);
    }
    this.#writeUpwards(table, n, sum);
  }

  /** A level below the ones before it; what is none, or one of them, is left out. */
  #push(m: number, reached: number, n: number): void {
    if (m < 1 || m > n || (this.#size > 0 && this.#numerator[this.#size - 1]! <= m)) return;
    this.#numerator[this.#size] = m;
    this.#reached[this.#size++] = reached;
  }

  #writeUpwards(table: TableWriter, n: number, total: number): void {
    const size = this.#size;
    const start = table.addRow(n, size);
    for (let i = 0; i < size; i += 1)
      table.setLevel(start + size - 1 - i, this.#numerator[i]!, this.#reached[i]! / total);
  }
}

/** The most passes m of n with m / n not above the result of a known day. */
function reachedPasses({ passes, executions }: KnownDays, day: number, n: number): number {
  if (executions[day] === n) return passes[day]!;
  const product = passes[day]! * n;
  return (product - (product % executions[day]!)) / executions[day]!;
}

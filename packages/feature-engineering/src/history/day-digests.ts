import { createHash } from 'node:crypto';

import type { Arrivals } from './arrivals.js';
import { orderByDay } from './day-order.js';
import { lastIndexUpTo } from './search.js';

/** What is digested of a history, whose columns these are. */
export interface DigestedHistory {
  readonly series: readonly object[];
  readonly offsets: Int32Array;
  readonly day: Int32Array;
  readonly passes: Int32Array;
  readonly executions: Int32Array;
  readonly recordCount: Float64Array;
  readonly arePoolsByTenant: boolean;
  readonly arrivals: Arrivals;
}

/**
 * Digests of a history up to each of its days, each made of the one before and the results of the day: all of them cost no more than
 * one, whatever days are asked for.
 */
export class DayDigests {
  /** Days on which something was observed or a series first had a result, ascending. */
  readonly #days: Int32Array;
  /** Digest after each of them. */
  readonly #digests: string[] = [];
  readonly #first: string;

  /** @param firstResult day of the first result by series; ∞ if there is none. */
  constructor(history: DigestedHistory, firstResult: Float64Array) {
    const { order, rank } = history.arrivals;
    const { days, offsets, entries } = orderByDay(history.day);
    const seriesOf = seriesOfEntries(history);
    const digestOf = (...parts: (string | Uint8Array)[]) => {
      const hash = createHash('sha256');
      for (const part of parts) hash.update(part);
      return hash.digest('hex');
    };
    const remembered: number[] = [];
    const remember = (of: number, digest: string) => {
      if (remembered.at(-1) !== of) remembered.push(of);
      this.#digests[remembered.length - 1] = digest;
    };
    this.#first = digestOf(String(history.arePoolsByTenant));
    let [known, last] = [0, this.#first];
    for (let i = 0; i <= days.length; i += 1) {
      // A first result without executions may be of a day that nothing was observed on.
      const upTo = days[i] ?? Number.POSITIVE_INFINITY;
      while (known < order.length && firstResult[order[known]!]! <= upTo) {
        const day = firstResult[order[known]!]!;
        const names: string[] = [];
        for (; known < order.length && firstResult[order[known]!] === day; known += 1) {
          names.push(JSON.stringify(history.series[order[known]!]));
        }
        remember(day, (last = digestOf(last, String(day), names.join('\n'))));
      }
      if (i === days.length) break;
      const rows = entries.subarray(offsets[i], offsets[i + 1]);
      last = digestOf(last, String(upTo), ...contentOf(history, rows, (entry) => rank[seriesOf[entry]!]!));
      remember(upTo, last);
    }
    this.#days = Int32Array.from(remembered);
  }

  /** The digest of all days up to and including one. */
  upTo(day: number): string {
    const at = lastIndexUpTo(this.#days, 0, this.#days.length, day);
    return at < 0 ? this.#first : this.#digests[at]!;
  }
}

/** The numbers of a day as bytes. */
function contentOf(history: DigestedHistory, rows: Int32Array, rankOf: (entry: number) => number): Uint8Array[] {
  const counts = new Int32Array(3 * rows.length);
  const records = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const entry = rows[i]!;
    counts[3 * i] = rankOf(entry);
    counts[3 * i + 1] = history.passes[entry]!;
    counts[3 * i + 2] = history.executions[entry]!;
    records[i] = history.recordCount[entry]!;
  }
  return [new Uint8Array(counts.buffer), new Uint8Array(records.buffer)];
}

function seriesOfEntries({ series, offsets, day }: DigestedHistory): Int32Array {
  const of = new Int32Array(day.length);
  for (let one = 0; one < series.length; one += 1) of.fill(one, offsets[one], offsets[one + 1]);
  return of;
}

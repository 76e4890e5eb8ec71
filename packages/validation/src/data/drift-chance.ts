import { shareDrift } from '@dqs/core/stats';

import { numbersOfBins } from '../profile/value-sketch.js';
import type { ComparedBins } from './drift.js';

/** Rows by day. */
export interface RowDays {
  /** Number of days. */
  readonly count: number;
  /** For each row the number of its day, in order of time from 0. */
  readonly code: Int32Array;
}

/** Days as numbers from 0 in order of time; days without a row are left out. */
export function daysOf(day: Int32Array): RowDays {
  const known = [...new Set(day)].sort((a, b) => a - b);
  const number = new Map(known.map((value, code) => [value, code]));
  return { count: known.length, code: day.map((value) => number.get(value)!) };
}

/**
 * Probability of a distance as great as that of the batch if nothing has changed, by {@link shareDrift}.
 *
 * @param values of the batch, by row; missing ones are NaN and not counted.
 * @param days of the rows; without them each row counts as a day of its own.
 * @returns in [0, 1]; 1 where values are there on fewer than two days or on one side only.
 */
export function driftPValue(bins: ComparedBins, values: Float32Array, days: RowDays | undefined): number {
  const daily = days && dailyCounts(bins, values, days);
  return shareDrift(bins.expected, bins.observed, daily).pValue;
}

/** For each wide bin its rows by day. */
export function dailyCounts(
  { keys, binOf, observed }: ComparedBins,
  values: Float32Array,
  days: RowDays,
): Float64Array[] {
  const bin = numbersOfBins(values, keys, binOf);
  const byBin = Array.from(observed, () => new Float64Array(days.count));
  for (let row = 0; row < bin.length; row += 1) {
    if (bin[row]! >= 0) byBin[bin[row]!]![days.code[row]!]! += 1;
  }
  return byBin;
}

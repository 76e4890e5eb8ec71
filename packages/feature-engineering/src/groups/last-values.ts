import { numeric, type FeatureGroup, type NameAndMeaning } from './feature-group.js';
import { latest } from './wording.js';

/** The latest observed pass percentages, whatever the gaps between them: `last_1_value` is the latest. */
export function lastValues(count: number): FeatureGroup {
  const features = Array.from(
    { length: count },
    (_, k): NameAndMeaning => [`last_${k + 1}_value`, `${latest(k)} observed pass percentage`],
  );
  return {
    features: numeric(...features),
    compute({ view }, out, at) {
      for (let k = 0; k < count; k += 1) out[at + k] = view.percentageAt(k);
    },
  };
}

const SUMMARIES = [
  ['mean', 'mean'],
  ['median', 'median'],
  ['min', 'lowest'],
  ['max', 'highest'],
] as const;

/** Mean, median, least and greatest of the last `count` observed percentages; missing if there is none. */
export function lastValueSummary(count: number): FeatureGroup {
  const sorted = new Float64Array(count);
  return {
    features: numeric(...SUMMARIES.map(([name, word]) => summaryOf(count, name, word))),
    compute({ view }, out, at) {
      const known = Math.min(count, view.count);
      let sum = 0;
      for (let k = 0; k < known; k += 1) {
        const value = view.percentageAt(k);
        sum += value;
        insert(sorted, k, value);
      }
      out[at] = sum / known;
      out[at + 1] = middleOf(sorted, known);
      out[at + 2] = known > 0 ? sorted[0]! : Number.NaN;
      out[at + 3] = known > 0 ? sorted[known - 1]! : Number.NaN;
    },
  };
}

/**
 * Median of the last `count` observed percentages; missing if there is none. The window is sorted again for each row:
 * most days are like the one before, so almost nothing has to move.
 */
export function lastMedian(count: number): FeatureGroup {
  const values = new Float64Array(count);
  return {
    features: numeric(summaryOf(count, 'median', 'median')),
    compute({ view }, out, at) {
      const known = view.latestPercentages(values);
      for (let k = 1; k < known; k += 1) insert(values, k, values[k]!);
      out[at] = middleOf(values, known);
    },
  };
}

function summaryOf(count: number, name: string, word: string): NameAndMeaning {
  return [`${name}_last_${count}`, `${word} of the last ${count} observed pass percentages`];
}

/** Median of the first `size` entries, which are in ascending order; missing if there is none. */
function middleOf(sorted: Float64Array, size: number): number {
  return size > 0 ? (sorted[(size - 1) >> 1]! + sorted[size >> 1]!) / 2 : Number.NaN;
}

/** Puts a value into the first `size` entries, which are in ascending order. */
function insert(sorted: Float64Array, size: number, value: number): void {
  let i = size;
  for (; i > 0 && sorted[i - 1]! > value; i -= 1) sorted[i] = sorted[i - 1]!;
  sorted[i] = value;
}

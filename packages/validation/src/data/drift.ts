import { kolmogorovSmirnovDistance, populationStabilityIndex } from '@dqs/core/stats';

import type { ValueSketch } from '../profile/value-sketch.js';

/** Bins of about equal mass that the population stability index is taken over. */
const BINS = 10;

/** Distance of two distributions. */
export interface DriftDistance {
  /** Population stability index over ten bins of about equal mass in the reference; NaN if a side is empty. */
  readonly psi: number;
  /** Kolmogorov and Smirnov's distance at the edges of the sketches' bins, 0 to 1. */
  readonly ks: number;
}

/** Two distributions over the same bins. */
export interface ComparedBins {
  /** Bins of the sketches that hold a value of either, ascending. */
  readonly keys: readonly number[];
  /** For each key the number of the wide bin that it is counted in. */
  readonly binOf: readonly number[];
  /** Values of the reference and of what is compared with it, by wide bin. */
  readonly expected: Float64Array;
  readonly observed: Float64Array;
}

/** The distance of a sketch from a reference. Both see the same bins, so nothing is resampled or rounded. */
export function driftDistance(reference: ValueSketch, actual: ValueSketch): DriftDistance {
  const { keys, expected, observed } = comparedBins(reference, actual);
  return {
    psi: populationStabilityIndex(expected, observed),
    ks: kolmogorovSmirnovDistance(aligned(reference, keys), aligned(actual, keys)),
  };
}

/** Both distributions over bins of about equal mass in the reference. */
export function comparedBins(reference: ValueSketch, actual: ValueSketch): ComparedBins {
  const keys = [...new Set([...reference.keys, ...actual.keys])].sort((a, b) => a - b);
  const expected = aligned(reference, keys);
  const binOf = equalMassBins(expected, reference.count);
  const wide = (counts: readonly number[]) => {
    const sums = new Float64Array(BINS + 1);
    counts.forEach((count, i) => (sums[binOf[i]!]! += count));
    return sums;
  };
  return { keys, binOf, expected: wide(expected), observed: wide(aligned(actual, keys)) };
}

function aligned(sketch: ValueSketch, keys: readonly number[]): number[] {
  const counts = new Map(sketch.keys.map((key, i) => [key, sketch.counts[i]!]));
  return keys.map((key) => counts.get(key) ?? 0);
}

/** The bin of each key: a bin is full once it holds a tenth of the reference. A heavy key has one to itself. */
function equalMassBins(counts: readonly number[], total: number): number[] {
  let [bin, inBin] = [0, 0];
  return counts.map((count) => {
    if (inBin > 0 && (inBin >= total / BINS || (count >= total / BINS && bin < BINS))) {
      bin = Math.min(BINS, bin + 1);
      inBin = 0;
    }
    inBin += count;
    return bin;
  });
}

import { kolmogorovSmirnovDistance, populationStabilityIndex } from '@dqs/core';

import type { ValueSketch } from '../profile/value-sketch.js';

/** Bins of about equal mass that the population stability index is taken over. */
const BINS = 10;

/** How far two distributions are from each other. */
export interface DriftDistance {
  /** Population stability index over ten bins of about equal mass in the reference; NaN where a side is empty. */
  readonly psi: number;
  /** Kolmogorov and Smirnov's distance at the edges of the sketches' bins, 0 to 1. */
  readonly ks: number;
}

/** The distance of a sketch from a reference. Both see the same bins, so nothing is resampled or rounded. */
export function driftDistance(reference: ValueSketch, actual: ValueSketch): DriftDistance {
  const keys = [...new Set([...reference.keys, ...actual.keys])].sort((a, b) => a - b);
  const expected = aligned(reference, keys);
  const observed = aligned(actual, keys);
  const bin = equalMassBins(expected, reference.count);
  const bins = (counts: readonly number[]) => {
    const sums = new Float64Array(BINS + 1);
    counts.forEach((count, i) => (sums[bin[i]!]! += count));
    return sums;
  };
  return {
    psi: populationStabilityIndex(bins(expected), bins(observed)),
    ks: kolmogorovSmirnovDistance(expected, observed),
  };
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

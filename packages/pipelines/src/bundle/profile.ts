import { quantileOfSorted, type FrameColumn } from '@dqs/core';
import type { TrainingSet } from '@dqs/model-backends';

/** Values per column that quantiles are taken from; taken at even distances, so the choice needs no chance. */
const QUANTILE_SAMPLE = 20_000;

/** Probabilities of {@link NumericProfile.quantiles}. */
export const PROFILE_PROBABILITIES = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1] as const;

/** Distribution of the present values of a numeric column. NaN-free; null where every value is missing. */
export interface NumericProfile {
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** At {@link PROFILE_PROBABILITIES}, from at most 20,000 evenly spaced values. */
  readonly quantiles: readonly number[];
}

/** Training statistics of one feature. */
export interface FeatureProfile {
  readonly name: string;
  readonly kind: FrameColumn['kind'];
  /** Share of missing values, 0 to 1. */
  readonly missingRate: number;
  /** For numeric columns. */
  readonly numeric?: NumericProfile;
  /** For categorical columns: rows by category code. */
  readonly categoryCounts?: readonly number[];
}

/** What the training data looked like, for checks of later data: the content of `profile.json`. */
export interface TrainingProfile {
  readonly rows: number;
  readonly features: readonly FeatureProfile[];
  /** Pass fraction of the training rows. */
  readonly target: NumericProfile;
  /** Executions a day of the training rows. */
  readonly executions: NumericProfile;
}

/** The profile of a training set. */
export function profileOf(set: TrainingSet): TrainingProfile {
  return {
    rows: set.frame.rows,
    features: set.frame.columns.map(featureProfile),
    target: numericProfile(set.target),
    executions: numericProfile(set.weight),
  };
}

function featureProfile(column: FrameColumn): FeatureProfile {
  const { name, kind, values } = column;
  let missing = 0;
  for (const value of values) if (Number.isNaN(value)) missing += 1;
  const missingRate = values.length === 0 ? 0 : missing / values.length;
  if (kind === 'numeric') return { name, kind, missingRate, numeric: numericProfile(values) };
  return { name, kind, missingRate, categoryCounts: countCategories(values) };
}

function countCategories(codes: Float32Array): number[] {
  const counts: number[] = [];
  for (const code of codes) {
    if (Number.isNaN(code)) continue;
    while (counts.length <= code) counts.push(0);
    counts[code]! += 1;
  }
  return counts;
}

function numericProfile(values: Float32Array): NumericProfile {
  let sum = 0;
  let count = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) return { mean: null, min: null, max: null, quantiles: [] };
  return { mean: sum / count, min, max, quantiles: quantilesOf(values, min, max) };
}

function quantilesOf(values: Float32Array, min: number, max: number): number[] {
  const step = Math.max(1, Math.floor(values.length / QUANTILE_SAMPLE));
  const sample: number[] = [];
  for (let i = 0; i < values.length; i += step) if (!Number.isNaN(values[i])) sample.push(values[i]!);
  const sorted = Float64Array.from(sample).sort();
  return PROFILE_PROBABILITIES.map((q) => {
    if (q === 0) return min;
    if (q === 1 || sorted.length === 0) return max;
    return quantileOfSorted(sorted, q);
  });
}

import type { FeatureFrame, FrameColumn } from '@dqs/core';
import type { BinnedDays } from '@dqs/core/stats';

import type { FeatureProfile, TrainingProfile } from '../profile/training-profile.js';
import { binEdges, SketchBuilder, type ValueSketch } from '../profile/value-sketch.js';
import { dailyCounts, daysOf, type RowDays } from './drift-chance.js';
import { comparedBins } from './drift.js';

/** Rows of some days, with their features. */
export interface RowsOfDays {
  readonly frame: FeatureFrame;
  /** Target day of each row. */
  readonly day: Int32Array;
}

/**
 * The features of some days beside those of the training, day by day: what distances of distributions are taken from.
 *
 * @param omitted features that move with time, which differ from the training by themselves.
 */
export function featureDays(
  profile: TrainingProfile,
  { frame, day }: RowsOfDays,
  omitted: readonly string[] = [],
): BinnedDays[] {
  const days = daysOf(day);
  const builder = new SketchBuilder();
  const profiles = new Map(profile.features.map((feature) => [feature.name, feature]));
  return frame.columns.flatMap((column) => {
    const feature = profiles.get(column.name);
    if (!feature || feature.kind !== column.kind || omitted.includes(column.name)) return [];
    return [feature.sketch ? numericDays(feature, column, days, builder) : categoryDays(feature, column, days)];
  });
}

function numericDays(
  { name, missing, sketch }: FeatureProfile,
  { values }: FrameColumn,
  days: RowDays,
  builder: SketchBuilder,
): BinnedDays {
  const reference = sketch!;
  const bins = comparedBins(reference, builder.sketch(values));
  const [least, greatest] = [reference.min ?? Number.NaN, reference.max ?? Number.NaN];
  return {
    name,
    isCategorical: false,
    positions: positionsOf(bins, reference),
    reference: bins.expected,
    referenceMissing: missing,
    daily: dailyCounts(bins, values, days),
    dailyMissing: missingByDay(values, days),
    outside: values.reduce((sum, value) => sum + (value < least || value > greatest ? 1 : 0), 0),
  };
}

/** The mean of the training's values in each bin, as far as its sketch knows; of a bin without one, the middle of its first part. */
function positionsOf({ keys, binOf, expected }: ReturnType<typeof comparedBins>, reference: ValueSketch): number[] {
  const counts = new Map(reference.keys.map((key, i) => [key, reference.counts[i]!]));
  const sums = new Float64Array(expected.length);
  const first = Array.from<number | undefined>({ length: expected.length });
  keys.forEach((key, i) => {
    const [low, high] = binEdges(key);
    const middle = (low + high) / 2;
    const bin = binOf[i]!;
    first[bin] ??= middle;
    sums[bin]! += middle * (counts.get(key) ?? 0);
  });
  let before = 0;
  return Array.from(expected, (count, bin) => (before = count > 0 ? sums[bin]! / count : (first[bin] ?? before)));
}

function categoryDays(
  { name, missing, categoryCounts = [] }: FeatureProfile,
  column: FrameColumn,
  days: RowDays,
): BinnedDays {
  const { values } = column;
  const daily = categoryCounts.map(() => new Float64Array(days.count));
  values.forEach((code, row) => {
    if (code >= 0) daily[code]![days.code[row]!]! += 1;
  });
  const dailyMissing = missingByDay(values, days);
  return {
    name,
    isCategorical: true,
    positions: categoryCounts.map((_, code) => code),
    reference: Float64Array.from(categoryCounts),
    referenceMissing: missing,
    daily,
    dailyMissing,
    outside: dailyMissing.reduce((sum, count) => sum + count, 0),
  };
}

function missingByDay(values: Float32Array, { count, code }: RowDays): Float64Array {
  const missing = new Float64Array(count);
  values.forEach((value, row) => {
    if (Number.isNaN(value)) missing[code[row]!]! += 1;
  });
  return missing;
}

/**
 * The rows of the training by bins of the pass percentage.
 *
 * @param edges inner borders of the bins, percentages, ascending; a value on a border belongs to the bin above it. Borders that are
 * multiples of 100/64 are those of the profile; of others the count is that of the nearest one below.
 */
export function targetsByBins({ target }: TrainingProfile, edges: readonly number[]): number[] {
  const counts = Array.from({ length: edges.length + 1 }, () => 0);
  target.keys.forEach((key, i) => {
    const percentage = key === 0 ? 0 : 100 * binEdges(key)[0];
    counts[edges.filter((edge) => edge <= percentage).length]! += target.counts[i]!;
  });
  return counts;
}

import { DqsError, pickRows, rowBlocks, type FeatureFrame, type FrameColumn } from '@dqs/core';

import { mergeSketches, SketchBuilder, type ValueSketch } from './value-sketch.js';

/** Version of the profile's layout; a reader refuses any other. */
export const PROFILE_SCHEMA_VERSION = 2;

/** Sums over the rows on which a feature is there, of the feature x and the target y in percent: they add up. */
export interface TargetSums {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
  /** Rows on which the feature equals the target to 0.005 points. */
  readonly equal: number;
}

/** Training statistics of one feature. */
export interface FeatureProfile {
  readonly name: string;
  readonly kind: FrameColumn['kind'];
  /** Rows without a value. */
  readonly missing: number;
  /** For numeric columns. */
  readonly sketch?: ValueSketch;
  /** For numeric columns: how the feature correlates with the target. */
  readonly withTarget?: TargetSums;
  /** For categorical columns: rows by category code. */
  readonly categoryCounts?: readonly number[];
}

/** Statistics of the training data, for checks of later data. Plain data, mergeable: profiles of parts add up. */
export interface TrainingProfile {
  readonly schemaVersion: typeof PROFILE_SCHEMA_VERSION;
  readonly rows: number;
  readonly features: readonly FeatureProfile[];
  /** Pass fraction of the rows. */
  readonly target: ValueSketch;
  /** Executions of the rows. */
  readonly executions: ValueSketch;
}

/** Rows to describe. All arrays have `frame.rows` entries. */
export interface ProfiledRows {
  readonly frame: FeatureFrame;
  /** Pass fraction, in [0, 1]. */
  readonly target: Float32Array;
  /** Executions. */
  readonly weight: Float32Array;
}

/** Rows of a frame that is not in memory, at a time. */
const BLOCK_ROWS = 65_536;

/** The profile of rows: one pass over every column; of a frame whose rows are made when they are needed, block by block. */
export function profileOf({ frame, target, weight }: ProfiledRows): TrainingProfile {
  if (!frame.pick) return profileInMemory({ frame, target, weight });
  let profile: TrainingProfile | undefined;
  for (const rows of rowBlocks(frame.rows, BLOCK_ROWS)) {
    const picked = { frame: frame.pick(rows), target: pickRows(target, rows), weight: pickRows(weight, rows) };
    const block = profileInMemory(picked);
    profile = profile ? mergeProfiles(profile, block) : block;
  }
  return profile ?? profileInMemory({ frame: frame.pick(new Int32Array(0)), target, weight });
}

function profileInMemory({ frame, target, weight }: ProfiledRows): TrainingProfile {
  const builder = new SketchBuilder();
  return {
    schemaVersion: PROFILE_SCHEMA_VERSION,
    rows: frame.rows,
    features: frame.columns.map((column) => featureProfile(column, target, builder)),
    target: builder.sketch(target),
    executions: builder.sketch(weight),
  };
}

/**
 * The profile of the rows of both.
 *
 * @throws DqsError `feature-mismatch` if they describe different features.
 */
export function mergeProfiles(a: TrainingProfile, b: TrainingProfile): TrainingProfile {
  const names = (profile: TrainingProfile) => profile.features.map(({ name, kind }) => `${name}:${kind}`).join(', ');
  if (names(a) !== names(b)) {
    throw new DqsError('feature-mismatch', `expected profiles of the same features, got ${names(a)} and ${names(b)}`);
  }
  return {
    schemaVersion: PROFILE_SCHEMA_VERSION,
    rows: a.rows + b.rows,
    features: a.features.map((feature, i) => mergeFeatures(feature, b.features[i]!)),
    target: mergeSketches(a.target, b.target),
    executions: mergeSketches(a.executions, b.executions),
  };
}

/** Share of missing values, 0 to 1; 0 for a profile of no rows. */
export function missingRate(feature: FeatureProfile, rows: number): number {
  return rows === 0 ? 0 : feature.missing / rows;
}

/** Pearson's correlation of a feature with the target; NaN if one of them is constant or the feature has no value. */
export function targetCorrelation({ n, x, y, xx, yy, xy }: TargetSums): number {
  const spread = Math.sqrt(Math.max(0, n * xx - x * x) * Math.max(0, n * yy - y * y));
  return spread > 0 ? (n * xy - x * y) / spread : Number.NaN;
}

function featureProfile(column: FrameColumn, target: Float32Array, builder: SketchBuilder): FeatureProfile {
  const { name, kind, values } = column;
  if (kind === 'categorical') {
    const { counts, missing } = countCategories(values);
    return { name, kind, missing, categoryCounts: counts };
  }
  const sketch = builder.sketch(values);
  return { name, kind, missing: values.length - sketch.count, sketch, withTarget: targetSums(values, target) };
}

function countCategories(codes: Float32Array): { readonly counts: number[]; readonly missing: number } {
  const counts: number[] = [];
  let missing = 0;
  for (const code of codes) {
    if (Number.isNaN(code)) {
      missing += 1;
      continue;
    }
    while (counts.length <= code) counts.push(0);
    counts[code]! += 1;
  }
  return { counts, missing };
}

function targetSums(values: Float32Array, target: Float32Array): TargetSums {
  let [n, x, y, xx, yy, xy, equal] = [0, 0, 0, 0, 0, 0, 0];
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    if (value !== value) continue;
    const percent = 100 * target[row]!;
    n += 1;
    x += value;
    y += percent;
    xx += value * value;
    yy += percent * percent;
    xy += value * percent;
    if (Math.abs(value - percent) < 0.005) equal += 1;
  }
  return { n, x, y, xx, yy, xy, equal };
}

function mergeFeatures(a: FeatureProfile, b: FeatureProfile): FeatureProfile {
  const { name, kind } = a;
  const missing = a.missing + b.missing;
  if (kind === 'categorical') {
    const [long, short] = [a.categoryCounts ?? [], b.categoryCounts ?? []].sort((x, y) => y.length - x.length);
    return { name, kind, missing, categoryCounts: long!.map((count, code) => count + (short![code] ?? 0)) };
  }
  const sketch = mergeSketches(a.sketch!, b.sketch!);
  return { name, kind, missing, sketch, withTarget: mergeSums(a.withTarget!, b.withTarget!) };
}

function mergeSums(a: TargetSums, b: TargetSums): TargetSums {
  return {
    n: a.n + b.n,
    x: a.x + b.x,
    y: a.y + b.y,
    xx: a.xx + b.xx,
    yy: a.yy + b.yy,
    xy: a.xy + b.xy,
    equal: a.equal + b.equal,
  };
}

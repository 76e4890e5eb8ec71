import type { FeatureFrame } from '@dqs/core';

import type { TrainingProfile } from '../profile/training-profile.js';

/** Bits of a row's flags. */
export const ROW_FLAGS = {
  /** A numeric feature lies outside the range of the training, by more than a quarter of its width. */
  out_of_range: 1,
  /** A category unseen in training. */
  unseen_category: 2,
  /** Every numeric feature that can be missing is. */
  no_history: 4,
  /** A value is infinite. */
  not_finite: 8,
} as const;

/** Name of a row flag. */
export type RowFlag = keyof typeof ROW_FLAGS;

/** How many rows of a column had which fault. */
export interface ColumnFaults {
  readonly name: string;
  readonly outOfRange: number;
  readonly unseen: number;
  readonly notFinite: number;
  readonly missing: number;
}

/** Flags by row and faults by column. */
export interface FlaggedRows {
  /** Bits of {@link ROW_FLAGS} by row. */
  readonly flags: Uint8Array;
  readonly columns: readonly ColumnFaults[];
}

/** How far outside the training range a value may be, as a share of the range. */
const MARGIN = 0.25;

/**
 * Flags the rows of a frame that are unlike anything in training. The columns must be those of the profile.
 *
 * @param growing features that leave their training range by the passing of time alone, such as a day number; their range
 * is not judged.
 */
export function flagRows(frame: FeatureFrame, profile: TrainingProfile, growing: ReadonlySet<string>): FlaggedRows {
  const flags = new Uint8Array(frame.rows);
  const missingByRow = new Uint16Array(frame.rows);
  let optional = 0;
  const columns = frame.columns.map(({ name, kind, values }, c) => {
    const feature = profile.features[c]!;
    if (kind === 'categorical') return flagCategories(name, values, flags);
    if (feature.missing > 0) optional += 1;
    const range = growing.has(name) ? EVERYWHERE : rangeOf(feature.sketch?.min ?? null, feature.sketch?.max ?? null);
    return flagValues({ name, values, range, flags, missingByRow: feature.missing > 0 ? missingByRow : undefined });
  });
  for (let row = 0; row < frame.rows; row += 1) {
    if (optional > 0 && missingByRow[row] === optional) flags[row]! |= ROW_FLAGS.no_history;
  }
  return { flags, columns };
}

/** Names of the flags of one row. */
export function rowFlagNames(flags: number): RowFlag[] {
  return (Object.keys(ROW_FLAGS) as RowFlag[]).filter((name) => (flags & ROW_FLAGS[name]) !== 0);
}

const EVERYWHERE = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

function rangeOf(min: number | null, max: number | null): readonly [number, number] {
  if (min === null || max === null) return EVERYWHERE;
  const margin = MARGIN * (max - min);
  return [min - margin, max + margin];
}

interface ColumnToFlag {
  readonly name: string;
  readonly values: Float32Array;
  readonly range: readonly [number, number];
  readonly flags: Uint8Array;
  readonly missingByRow: Uint16Array | undefined;
}

function flagValues({ name, values, range: [low, high], flags, missingByRow }: ColumnToFlag): ColumnFaults {
  let [outOfRange, notFinite, missing] = [0, 0, 0];
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    if (Number.isNaN(value)) {
      missing += 1;
      if (missingByRow) missingByRow[row]! += 1;
    } else if (!Number.isFinite(value)) {
      notFinite += 1;
      flags[row]! |= ROW_FLAGS.not_finite;
    } else if (value < low || value > high) {
      outOfRange += 1;
      flags[row]! |= ROW_FLAGS.out_of_range;
    }
  }
  return { name, outOfRange, unseen: 0, notFinite, missing };
}

function flagCategories(name: string, values: Float32Array, flags: Uint8Array): ColumnFaults {
  let unseen = 0;
  for (let row = 0; row < values.length; row += 1) {
    if (!Number.isNaN(values[row])) continue;
    unseen += 1;
    flags[row]! |= ROW_FLAGS.unseen_category;
  }
  return { name, outOfRange: 0, unseen, notFinite: 0, missing: unseen };
}

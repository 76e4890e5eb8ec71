import {
  absoluteErrors,
  meanAbsoluteError,
  meanVarianceInflation,
  tQuantile,
  type MeanWithError,
} from '@dqs/core/stats';
import { z } from 'zod';

import type { DistributionColumns } from './distribution-columns.js';
import type { LimitsOf } from './gate-report.js';

/** The least data needed to judge forecasts. */
export const ROW_LIMITS = {
  /** Rows needed. */
  minRows: z.int().min(1).default(50),
  /** Days needed. */
  minDays: z.int().min(2).default(7),
};

/** Limits of {@link ROW_LIMITS}. */
export type RowLimits = LimitsOf<typeof ROW_LIMITS>;

/** Forecasts of days that were not trained on, with the outcomes. All columns have the same length. */
export interface ScoredRows {
  /** Target day of each row; rows of a day share its luck, so days are the units of every band. */
  readonly day: Int32Array;
  /** Pass percentage that was observed, in [0, 100]. */
  readonly actual: Float64Array;
  /** The model's mean, in [0, 100]. */
  readonly expected: Float64Array;
  /** The model's point forecast, in [0, 100]. */
  readonly predicted: Float64Array;
  /** Naive forecasts by name; at least one. NaN if there is none. */
  readonly naive: Readonly<Record<string, Float64Array>>;
  /** By kind of segment: `level`, `dataset`, `rule type`, … */
  readonly segments: Readonly<Record<string, RowSegments>>;
  /** Scores as distributions; undefined if the forecasts are none, or were not scored as such. */
  readonly distribution?: DistributionColumns;
}

/** The segment of every row. */
export interface RowSegments {
  /** Name by code; "" stands for no segment and is not judged. */
  readonly names: readonly string[];
  /** Index into `names` by row. */
  readonly code: Int32Array;
}

/** Probability that a band misses the mean on one side: small, since gates run often and each run may err. */
const TAIL = 0.005;

/**
 * Half width of a two-sided 99 % band of a mean whose clusters are successive days: those that resemble each other count for
 * as many independent ones as tell as much.
 *
 * @param questions how many such bands are to hold at once (Bonferroni). @default 1
 */
export function bandOf({ standardError, clusters, correlation }: MeanWithError, questions = 1): number {
  const inflation = meanVarianceInflation(correlation);
  const freedom = Math.max(1, clusters / inflation - 1);
  return tQuantile(1 - TAIL / questions, freedom) * standardError * Math.sqrt(inflation);
}

/** A naive forecast with its errors. */
export interface NaiveErrors {
  readonly name: string;
  readonly mae: number;
  /** Absolute error by row. */
  readonly errors: Float64Array;
}

/** Several gates ask for the same rows. */
const BEST = new WeakMap<ScoredRows, NaiveErrors>();

/** The naive forecast of least MAE over all rows. */
export function bestNaive(rows: ScoredRows): NaiveErrors {
  const known = BEST.get(rows);
  if (known) return known;
  const candidates = Object.entries(rows.naive).map(([name, forecast]) => {
    return { name, errors: absoluteErrors(rows.actual, forecast), mae: meanAbsoluteError(rows.actual, forecast) };
  });
  const best = candidates.reduce((a, b) => (b.mae < a.mae ? b : a));
  BEST.set(rows, best);
  return best;
}

/** Rows by code, by counting sort: entry i holds the rows of code i, ascending. */
export function rowsByCode(code: Int32Array, codes: number): Int32Array[] {
  const ends = new Int32Array(codes + 1);
  for (const one of code) ends[one + 1]! += 1;
  for (let i = 0; i < codes; i += 1) ends[i + 1]! += ends[i]!;
  const next = ends.slice(0, codes);
  const order = new Int32Array(code.length);
  for (let row = 0; row < code.length; row += 1) order[next[code[row]!]!++] = row;
  return Array.from({ length: codes }, (_, i) => order.subarray(ends[i], ends[i + 1]));
}

/** A sentence if there are too few rows or days to judge a forecast, else undefined. */
export function tooFew(rows: ScoredRows, least: RowLimits): string | undefined {
  const days = daysOf(rows.day, least.minDays);
  if (rows.day.length >= least.minRows && days >= least.minDays) return undefined;
  return `only ${rows.day.length} forecasts on ${days} days, expected at least ${least.minRows} on ${least.minDays} days`;
}

/** Number of different days, counted no further than `enough`. */
function daysOf(day: Int32Array, enough: number): number {
  const seen = new Set<number>();
  for (const one of day) {
    seen.add(one);
    if (seen.size >= enough) break;
  }
  return seen.size;
}

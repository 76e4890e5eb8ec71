import type { LedgerForecasts } from './forecasts.js';
import type { Intervention, RevisionColumns } from './actuals.js';
import type { DailyAggregates } from './aggregates.js';

/** Columns of numbers of a grade. Errors and losses are percentage points, the Brier scores are in [0, 1]; missing is NaN. */
export const GRADE_NUMBERS = [
  /** The pass percentage that came. */
  'actual',
  /** Predicted minus actual. */
  'error',
  /** Continuous ranked probability score; the absolute error of a forecast without a distribution. */
  'crps',
  /** Pinball loss, the mean of the five published quantiles: 2.5, 10, 50, 90 and 97.5 %. */
  'pinball',
  /** Randomised probability integral transform, its chance drawn from the id; missing without a distribution. */
  'pit',
  /** (p_below_target − whether it was)². */
  'brier',
  /** The naive forecast minus actual; missing with the naive forecast. Its CRPS is its absolute value, its pinball loss half of it. */
  'naiveError',
  /** Brier score of the naive forecast, which is certain. */
  'naiveBrier',
] as const;

/** One of {@link GRADE_NUMBERS}. */
export type GradeNumber = (typeof GRADE_NUMBERS)[number];

/** Grades by column, one of each forecast and revision. A grade is a function of the two and never changes. */
export interface GradeColumns {
  /** 16 bytes a row: the id of the forecast. */
  readonly ids: Uint8Array;
  /** Number of the revision, which is that of its journal entry. */
  readonly revision: Int32Array;
  /** From when on it is known, milliseconds: the later of the arrival of the revision and of the issue. */
  readonly knownFrom: Float64Array;
  /** Passes and fails that came; 0 makes the day ungraded as of this revision, all numbers missing. */
  readonly executions: Int32Array;
  readonly numbers: Readonly<Record<GradeNumber, Float64Array>>;
  /** 1 if the actual lay within the published interval of 80 %, bounds included. */
  readonly covered80: Uint8Array;
  readonly covered95: Uint8Array;
  /** 1 if the actual was below the target. */
  readonly below: Uint8Array;
  /** 1 if the forecast was made before the first result of the day arrived (live), 0 if not (backfill). */
  readonly live: Uint8Array;
}

/** What became of a forecast. */
export const GRADE_STATUS = {
  /** No execution is known of the day: neither hit nor miss. */
  ungraded: 0,
  graded: 1,
  /** A person stepped in: left out, and counted. */
  intervened: 2,
} as const;

/** What became of each of a list of forecasts, as far as is known; row i is that of forecast i. */
export interface LedgerGrades extends GradeColumns {
  /** One of {@link GRADE_STATUS}. Where no revision is known, `revision` is 0, `knownFrom` NaN and `live` 1. */
  readonly status: Uint8Array;
}

/** All that is known of a day: what its grades are made from. */
export interface LedgerDay {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** How often the day had changed when this was read. */
  readonly changes: number;
  readonly forecasts: LedgerForecasts;
  /** All revisions of the day, not only the latest. */
  readonly revisions: RevisionColumns;
  readonly interventions: readonly Intervention[];
  /** By forecast, the last revision for which its grade is kept; 0 if none is. */
  readonly graded: Int32Array;
}

/** The grades of a day that were not kept yet, and all its aggregates. */
export interface GradedDay {
  readonly day: number;
  /** {@link LedgerDay.changes} of the day that they were made from. */
  readonly changes: number;
  readonly grades: GradeColumns;
  /** Replace those kept before. */
  readonly aggregates: DailyAggregates;
}

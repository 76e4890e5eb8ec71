import type { ForecastNumber } from '@dqs/core';

import type { Arm } from '../arms.js';

/** The numbers of a forecast that the ledger keeps: those of the forecast row; the horizon follows from its two days. */
export type LedgerNumber = Exclude<ForecastNumber, 'horizon'>;

/** What the forecasts of one issue have in common. Times are milliseconds since 1970-01-01T00:00:00Z. */
export interface Issue {
  /** When they were made. */
  readonly issuedAt: number;
  /** The time up to which deliveries were taken into account. */
  readonly knownAt: number;
  readonly arm: Arm;
  /** Name of the model, `naive` or another name for a forecast without one. */
  readonly model: string;
  /** Its version. */
  readonly version: string;
  /** Digest of the catalog that set the targets, "" if there was none. */
  readonly catalogDigest: string;
  /** Bit i of a row's flags means the i-th of these; at most 16. */
  readonly flagNames: readonly string[];
}

/** Packed distributions, one a row, as `packDistributions` makes them; a row without bytes is a forecast of one value. */
export interface PackedDistributions {
  /** rows + 1 entries: the bytes of row i are offsets[i] … offsets[i + 1] − 1. */
  readonly offsets: Int32Array;
  readonly bytes: Uint8Array;
}

/** Forecasts by column. */
export interface ForecastColumns {
  /** Number of the series in the store. */
  readonly series: Int32Array;
  /** Days since 1970-01-01. */
  readonly targetDay: Int32Array;
  /** Before the target day. */
  readonly asOfDay: Int32Array;
  /**
   * By the keys of `FORECAST_COLUMNS`. Only `naivePassPercentage` may be missing (NaN); it is the naive forecast that was chosen
   * on the training days, with which the losses are compared.
   */
  readonly numbers: Readonly<Record<LedgerNumber, Float64Array>>;
  /** Bits that {@link Issue.flagNames} names. */
  readonly flags: Uint16Array;
  /** What scores are computed from: they are functions of a stored row and of what came. */
  readonly distributions: PackedDistributions;
}

/** Forecasts to be kept. */
export interface IssueBatch {
  readonly issue: Issue;
  readonly forecasts: ForecastColumns;
}

/** Forecasts that were kept. */
export interface LedgerForecasts extends ForecastColumns {
  /** 16 bytes a row: the id of the forecast; see `forecastIds` and `idText`. */
  readonly ids: Uint8Array;
  /** Index into {@link issues}. */
  readonly issue: Int32Array;
  readonly issues: readonly Issue[];
}

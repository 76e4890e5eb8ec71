import { namedValues } from '@dqs/core';
import { meanAbsoluteError, meanError, rootMeanSquaredError, weightedLogLoss } from '@dqs/core/stats';

import { segmentDistribution, type ScoredDistributions, type SegmentDistribution } from './distribution-scores.js';
import { segmentsOf, type RowLabels, type Segment, type SegmentKind } from './segments.js';

/** Errors of one forecast over some rows, in percentage points. */
export interface ErrorScores {
  /** Mean absolute error of the point forecast. */
  readonly mae: number;
  /** Root mean squared error; for the model, of the expected value. */
  readonly rmse: number;
  /** Mean of forecast minus actual; for the model, of the expected value. */
  readonly bias: number;
  /**
   * Cross-entropy of the expected value in nats, weighted by executions; 0 would be perfect. Absent from evaluations of
   * versions that did not measure it.
   */
  readonly logLoss?: number;
}

/** Errors of the model and of every naive forecast over the same rows. */
export interface SegmentScores {
  /** `all`, the level of execution, `rule: 104`, `horizon: 3`. */
  readonly segment: string;
  /** What its rows have in common. Absent from evaluations of versions that had none but levels. */
  readonly kind?: SegmentKind;
  readonly rows: number;
  readonly model: ErrorScores;
  /** By name of the naive strategy. */
  readonly naive: Readonly<Record<string, ErrorScores>>;
  /** The naive strategy of least MAE. */
  readonly bestNaive: string;
  /** `1 − MAE / MAE of the best naive`: above 0 the model is useful, 1 is perfect; null where undefined. */
  readonly skill: number | null;
  /** Scores of the forecasts as distributions. Absent from evaluations of versions that did not measure them. */
  readonly distribution?: SegmentDistribution;
}

/** Columns to score; all of the same length, percentages in [0, 100]. */
export interface ScoreInput {
  readonly actual: Float64Array;
  /** The model's mean and point forecasts. */
  readonly expected: Float64Array;
  readonly predicted: Float64Array;
  /** Executions by row. */
  readonly weight: Float32Array;
  /** By name of the naive strategy. */
  readonly naive: Readonly<Record<string, Float64Array>>;
  readonly labels: RowLabels;
  readonly distributions: ScoredDistributions;
}

/** Scores over all rows, then by segment, in the order of {@link segmentsOf}. */
export function scoreSegments(input: ScoreInput): SegmentScores[] {
  return segmentsOf(input.labels).map((segment) => scoreRows(segment, input));
}

function scoreRows(part: Segment, input: ScoreInput): SegmentScores {
  const { kind, name: segment, rows } = part;
  const actual = pick(input.actual, rows);
  const weight = pick(input.weight, rows);
  const naive = namedValues<ErrorScores>();
  for (const [name, forecasts] of Object.entries(input.naive)) {
    const values = pick(forecasts, rows);
    naive[name] = errorsOf(actual, weight, values, values);
  }
  const model = errorsOf(actual, weight, pick(input.predicted, rows), pick(input.expected, rows));
  const bestNaive = Object.keys(naive).reduce((best, name) => (naive[name]!.mae < naive[best]!.mae ? name : best));
  const bestMae = naive[bestNaive]!.mae;
  return {
    segment,
    kind,
    rows: rows.length,
    model,
    naive,
    bestNaive,
    skill: bestMae > 0 ? 1 - model.mae / bestMae : null,
    distribution: segmentDistribution(input.distributions, part),
  };
}

function errorsOf(actual: Float64Array, weight: Float64Array, point: Float64Array, mean: Float64Array): ErrorScores {
  return {
    mae: meanAbsoluteError(actual, point),
    rmse: rootMeanSquaredError(actual, mean),
    bias: meanError(actual, mean),
    logLoss: weightedLogLoss(actual, mean, weight),
  };
}

function pick(values: Float64Array | Float32Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) picked[i] = values[rows[i]!]!;
  return picked;
}

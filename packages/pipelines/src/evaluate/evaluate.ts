import { formatDay } from '@dqs/core';
import { observedRequests, type SeriesHistory } from '@dqs/features';

import { forecast, type Forecasts, type Predictor } from '../forecast/predict.js';
import type { DaySpan } from '../train/split.js';
import { naiveForecasts } from './naive-forecasts.js';
import { scoreSegments, type SegmentScores } from './scores.js';

/** Scores of a model on days it was not trained on, next to the naive forecasts of the same rows. */
export interface Evaluation {
  /** First and last test day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly horizon: number;
  /** Observed (series, day) pairs that were forecast. */
  readonly rows: number;
  /**
   * All rows first, then by level of execution: the usual one of the series in the whole history, since levels are
   * counted without a day. It sorts rows into groups; no model and no forecast sees it.
   */
  readonly scores: readonly SegmentScores[];
}

/** An evaluation with the forecasts it was made from. */
export interface EvaluationRows {
  readonly forecasts: Forecasts;
  /** Actual pass percentage by row. */
  readonly actual: Float64Array;
  /** Executions of the day by row. */
  readonly weight: Float32Array;
  readonly naive: Readonly<Record<string, Float64Array>>;
  /** Level of execution by row. */
  readonly segment: readonly string[];
}

/** Forecasts every observed day of `test` as of `horizon` days before it, and the naive forecasts of the same rows. */
export async function forecastTestRows(
  predictor: Predictor,
  history: SeriesHistory,
  spans: { readonly train: DaySpan; readonly test: DaySpan },
  threads: number,
): Promise<EvaluationRows> {
  const { horizon } = predictor;
  const requests = observedRequests(history, { fromDay: spans.test.from, toDay: spans.test.to, horizon });
  return {
    forecasts: forecast(predictor, history, requests, { threads }),
    actual: Float64Array.from(requests.passFraction, (fraction) => 100 * fraction),
    weight: requests.executions,
    naive: await naiveForecasts(history, spans.train, horizon, requests),
    segment: Array.from(requests.series, (series) => history.series[series]!.level),
  };
}

/** The scores of forecast rows. */
export function evaluationOf(rows: EvaluationRows, test: DaySpan, horizon: number): Evaluation {
  const { forecasts, actual, weight, naive, segment } = rows;
  return {
    from: formatDay(test.from),
    to: formatDay(test.to),
    horizon,
    rows: actual.length,
    scores: scoreSegments({
      actual,
      expected: forecasts.expectedPassPercentage,
      predicted: forecasts.predictedPassPercentage,
      weight,
      naive,
      segment,
    }),
  };
}

import { formatDay } from '@dqs/core';
import type { DayCounts } from '@dqs/core/stats';
import { observedRequests, type ObservedRequests, type Series, type SeriesHistory } from '@dqs/features';

import { intervalBounds, type IntervalBounds } from '../forecast/distributions.js';
import type { PointForecasts, Predictor } from '../forecast/predict.js';
import { DEFAULT_TARGET } from '../forecast/targets.js';
import type { DaySpan } from '../train/split.js';
import { cameOn } from './best-naive.js';
import { calibrationOf, type EvaluationCalibration } from './calibration.js';
import { forecastDays } from './forecast-days.js';
import { distributionRows } from './distribution-rows.js';
import type { ScoredDistributions } from './distribution-scores.js';
import { naiveForecasts } from './naive-forecasts.js';
import { scoredNaive, type NaiveScored } from './scored-naive.js';
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
   * All rows first, then by level of execution, by rule and, if there are several, by horizon. The level is the usual one of
   * the series in the whole history, since levels are counted without a day: it sorts rows into groups; no model and no
   * forecast sees it.
   */
  readonly scores: readonly SegmentScores[];
  /** Reliability of the odds and PIT over all rows. Absent from evaluations of versions that did not measure them. */
  readonly calibration?: EvaluationCalibration;
}

/** An evaluation with the forecasts it was made from. */
export interface EvaluationRows {
  readonly forecasts: PointForecasts;
  /** Actual pass percentage by row. */
  readonly actual: Float64Array;
  /** The same as counts. */
  readonly came: DayCounts;
  /** Executions of the day by row. */
  readonly weight: Float32Array;
  readonly naive: Readonly<Record<string, Float64Array>>;
  /** Level of execution and rule by row. */
  readonly level: readonly string[];
  readonly rule: readonly string[];
  readonly distributions: ScoredDistributions;
  /** Central intervals of the model's distributions. */
  readonly bounds: IntervalBounds;
}

/** How test rows are forecast. */
export interface TestOptions {
  readonly threads: number;
  /** Percentage that the odds are about. @default 100 */
  readonly target?: number | undefined;
  /** Days ahead. @default the horizon of the predictor */
  readonly horizon?: number;
}

/** Test rows and all that is known of them without a model: what came, and what the naive forecasts said. */
export type TestRows = Omit<EvaluationRows, 'forecasts' | 'distributions' | 'bounds'> & {
  readonly requests: ObservedRequests;
  readonly distributions: NaiveScored;
};

/** Which rows are tested, and what may be learned from before them. */
export interface TestSpans {
  readonly train: DaySpan;
  readonly test: DaySpan;
}

/**
 * Every observed day of `test` as of a horizon of days before it, with the naive forecasts of it.
 *
 * @param breathe is awaited again and again, so that others get their turn. @default nobody waits
 */
export async function testRows(
  history: SeriesHistory,
  spans: TestSpans,
  { target = DEFAULT_TARGET, horizon }: { readonly target?: number | undefined; readonly horizon: number },
  breathe: () => Promise<void> = () => Promise.resolve(),
): Promise<TestRows> {
  const requests = observedRequests(history, { fromDay: spans.test.from, toDay: spans.test.to, horizon });
  const came = cameOn(history, requests);
  const bySeries = (text: (series: Series) => string) =>
    Array.from(requests.series, (series) => text(history.series[series]!));
  return {
    requests,
    actual: Float64Array.from(requests.passFraction, (fraction) => 100 * fraction),
    came,
    weight: requests.executions,
    naive: await naiveForecasts(history, spans.train, horizon, requests),
    level: bySeries(({ level }) => level),
    rule: bySeries(({ ruleCode }) => ruleCode),
    distributions: await scoredNaive({ history, requests, came, train: spans.train, horizon, target, breathe }),
  };
}

/** Adds what a model forecasts of test rows. */
export function forecastRowsOf(
  predictor: Predictor,
  history: SeriesHistory,
  { requests, ...rows }: TestRows,
  threads: number,
): EvaluationRows {
  const { distributions: table, ...forecasts } = forecastDays(predictor, history, requests, { threads });
  return {
    ...rows,
    forecasts,
    distributions: {
      model: distributionRows(table, rows.came, rows.distributions.target),
      isSpreadLearned: predictor.distribution !== undefined,
      ...rows.distributions,
    },
    bounds: intervalBounds(table),
  };
}

/** Forecasts every observed day of `test` as of a horizon of days before it, and the naive forecasts of the same rows. */
export async function forecastTestRows(
  predictor: Predictor,
  history: SeriesHistory,
  spans: TestSpans,
  { threads, target, horizon = predictor.horizon }: TestOptions,
): Promise<EvaluationRows> {
  return forecastRowsOf(predictor, history, await testRows(history, spans, { target, horizon }), threads);
}

/** The scores of forecast rows. */
export function evaluationOf(rows: EvaluationRows, test: DaySpan, horizon: number): Evaluation {
  const { forecasts, actual, came, weight, naive, level, rule, distributions } = rows;
  const { targetDay, asOfDay } = forecasts.requests;
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
      labels: { level, rule, horizon: targetDay.map((day, row) => day - asOfDay[row]!) },
      distributions,
    }),
    calibration: calibrationOf(distributions, came),
  };
}

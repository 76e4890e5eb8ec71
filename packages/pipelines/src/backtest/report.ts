import { formatDay, groupRows } from '@dqs/core';
import type { SeriesHistory } from '@dqs/features';

import type { EvaluationRows } from '../evaluate/evaluate.js';

/** One day of a backtest, all series together, in percentage points weighted equally by series. */
export interface BacktestDay {
  readonly day: string;
  readonly rows: number;
  /** Means over the series of the day. */
  readonly actual: number;
  readonly expected: number;
  readonly predicted: number;
  readonly naive: number;
  /** MAE of the model and of the best naive forecast on this day. */
  readonly mae: number;
  readonly naiveMae: number;
  /** CRPS of the model and of the best naive distribution on this day. */
  readonly crps: number;
  readonly naiveCrps: number;
}

/** Forecast and actual of one series over the test days. */
export interface BacktestSeries {
  readonly tenantId: string;
  readonly datasetUuid: string;
  readonly datasetName: string;
  readonly ruleCode: string;
  readonly mae: number;
  readonly naiveMae: number;
  /** CRPS of the model and of the best naive distribution. */
  readonly crps: number;
  readonly naiveCrps: number;
  readonly days: readonly string[];
  readonly actual: readonly number[];
  readonly expected: readonly number[];
  readonly predicted: readonly number[];
  readonly naive: readonly number[];
  /** Central intervals of 80 and 95 %. */
  readonly lower80: readonly number[];
  readonly upper80: readonly number[];
  readonly lower95: readonly number[];
  readonly upper95: readonly number[];
}

/** The forecasts of all test rows, summed by day, in order of day. */
export function byDay(rows: EvaluationRows, naive: Float64Array): BacktestDay[] {
  const groups = groupRows(rows.forecasts.requests.targetDay);
  const { model, naiveDistribution } = distributionsOf(rows);
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([day, members]) => {
      const mean = (value: (row: number) => number) =>
        members.reduce((sum, row) => sum + value(row), 0) / members.length;
      const { expectedPassPercentage: expected, predictedPassPercentage: predicted } = rows.forecasts;
      return {
        day: formatDay(day),
        rows: members.length,
        actual: mean((row) => rows.actual[row]!),
        expected: mean((row) => expected[row]!),
        predicted: mean((row) => predicted[row]!),
        naive: mean((row) => naive[row]!),
        mae: mean((row) => Math.abs(rows.actual[row]! - predicted[row]!)),
        naiveMae: mean((row) => Math.abs(rows.actual[row]! - naive[row]!)),
        crps: mean((row) => model.crps[row]!),
        naiveCrps: mean((row) => naiveDistribution.crps[row]!),
      };
    });
}

/** The forecasts of all test rows by series, greatest MAE first. */
export function bySeries(history: SeriesHistory, rows: EvaluationRows, naive: Float64Array): BacktestSeries[] {
  const { requests, expectedPassPercentage: expected, predictedPassPercentage: predicted } = rows.forecasts;
  const { model, naiveDistribution } = distributionsOf(rows);
  const reports = [...groupRows(requests.series)].map(([index, unsorted]) => {
    const members = unsorted.sort((a, b) => requests.targetDay[a]! - requests.targetDay[b]!);
    const { tenantId, datasetUuid, datasetName, ruleCode } = history.series[index]!;
    const column = (values: Float64Array) => members.map((row) => values[row]!);
    const errors = (values: Float64Array) => members.map((row) => Math.abs(rows.actual[row]! - values[row]!));
    const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    return {
      tenantId,
      datasetUuid,
      datasetName,
      ruleCode,
      mae: meanOf(errors(predicted)),
      naiveMae: meanOf(errors(naive)),
      crps: meanOf(column(model.crps)),
      naiveCrps: meanOf(column(naiveDistribution.crps)),
      days: members.map((row) => formatDay(requests.targetDay[row]!)),
      actual: column(rows.actual),
      expected: column(expected),
      predicted: column(predicted),
      naive: column(naive),
      lower80: column(rows.bounds.lower80),
      upper80: column(rows.bounds.upper80),
      lower95: column(rows.bounds.lower95),
      upper95: column(rows.bounds.upper95),
    };
  });
  return reports.sort((a, b) => b.mae - a.mae);
}

/** The model's scored distributions and those of the best naive one. */
function distributionsOf({ distributions: { model, naive, bestNaive } }: EvaluationRows) {
  return { model, naiveDistribution: naive[bestNaive]! };
}

import type { ForecastNumber, ForecastRow } from '@dqs/core';
import { belowTargets, type ExceedanceTable } from '@dqs/core/stats';
import type { ForecastRequests, SeriesHistory } from '@dqs/features';

import { DayTexts } from './day-texts.js';
import { boundsOf } from './distributions.js';
import { flagNames, forecast, type Predictor } from './predict.js';

/** The columns of forecast rows that are not names, by request. */
export interface ForecastValues {
  /** NaN where missing. */
  readonly numbers: Readonly<Record<ForecastNumber, Float32Array | Float64Array | Int32Array>>;
  /** Bits of `FORECAST_FLAGS`. */
  readonly flags: Uint8Array;
  /** What the numbers were read off. */
  readonly distributions: ExceedanceTable;
}

/** What a forecast needs beside model, history and requests. */
export interface ValueOptions {
  /** The naive forecast of requests, percentages; `NaiveMedians` is one. */
  readonly naive: { of(requests: ForecastRequests): Float32Array | Float64Array };
  /** The percentage that each request's day should reach. */
  readonly targets: Float64Array;
  readonly threads: number;
}

/** Computes the values of forecast rows: the one place for single forecasts, whole histories and batches. */
export function forecastValues(
  predictor: Predictor,
  history: SeriesHistory,
  requests: ForecastRequests,
  options: ValueOptions,
): ForecastValues {
  const made = forecast(predictor, history, requests, options);
  const { targetDay, asOfDay } = requests;
  return {
    numbers: {
      horizon: targetDay.map((day, row) => day - asOfDay[row]!),
      predictedPassPercentage: made.predictedPassPercentage,
      expectedPassPercentage: made.expectedPassPercentage,
      ...boundsOf(made.distributions, made.predictedPassPercentage),
      targetPercentage: options.targets,
      pBelowTarget: belowTargets(made.distributions, options.targets),
      executions: made.executions,
      naivePassPercentage: options.naive.of(requests),
    },
    flags: made.flags,
    distributions: made.distributions,
  };
}

/** The input of {@link forecastRows}. */
export interface RowSources {
  readonly history: SeriesHistory;
  readonly requests: ForecastRequests;
  readonly values: ForecastValues;
  readonly modelVersion: string;
}

/** Days repeat from row to row. */
const DAYS = new DayTexts();

/** Forecast rows, one for each request. Their fields are spelled out: this is most of the time of a forecast by a small model. */
export function forecastRows({ history, requests, values, modelVersion }: RowSources): ForecastRow[] {
  const { targetDay, asOfDay } = requests;
  const { numbers, flags } = values;
  return Array.from(requests.series, (index, row) => {
    const { tenantId, datasetUuid, datasetName, ruleCode } = history.series[index]!;
    return {
      tenantId,
      datasetUuid,
      datasetName,
      ruleCode,
      businessDate: DAYS.of(targetDay[row]!),
      asOfDate: DAYS.of(asOfDay[row]!),
      horizon: numbers.horizon[row]!,
      predictedPassPercentage: numbers.predictedPassPercentage[row]!,
      expectedPassPercentage: numbers.expectedPassPercentage[row]!,
      lower80: numbers.lower80[row]!,
      upper80: numbers.upper80[row]!,
      lower95: numbers.lower95[row]!,
      upper95: numbers.upper95[row]!,
      targetPercentage: numbers.targetPercentage[row]!,
      pBelowTarget: numbers.pBelowTarget[row]!,
      executions: numbers.executions[row]!,
      naivePassPercentage: present(numbers.naivePassPercentage[row]!),
      flags: flagNames(flags[row]!),
      modelVersion,
    };
  });
}

function present(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

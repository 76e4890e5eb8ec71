import { Random } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';
import type { ForecastRequests, SeriesHistory, SeriesId } from '@dqs/features';

import { forecast, type Forecasts } from '../forecast/predict.js';
import type { Predictor } from '../forecast/predictor.js';
import { chanceOf } from './chance.js';

/** How bad results are under their forecasts, by request. */
export interface Surprises {
  readonly made: Forecasts;
  /** P(fewer passes) + ½ P(as many): for people and for order. */
  readonly midP: Float64Array;
  /** P(fewer passes) + u P(as many): uniform where the forecasts are right, however few results a day can have. */
  readonly randomisedP: Float64Array;
}

/** Forecasts requests whose days have results, and says how bad these are. */
export function surprisesOf(
  predictor: Predictor,
  history: SeriesHistory,
  requests: ForecastRequests,
  threads: number,
): Surprises {
  const made = forecast(predictor, history, requests, { threads });
  const { series, targetDay } = requests;
  const midP = new Float64Array(series.length);
  const randomisedP = new Float64Array(series.length);
  for (let row = 0; row < series.length; row += 1) {
    const entry = history.entryOn(series[row]!, targetDay[row]!);
    const { worse, same } = chanceOf(made.distributions, row, history.passes[entry]!, history.executions[entry]!);
    midP[row] = worse + same / 2;
    randomisedP[row] = worse + same * uniformOf(history.series[series[row]!]!, targetDay[row]!);
  }
  return { made, midP, randomisedP };
}

/** A number in [0, 1) that is always the same for a series and day, and unrelated for any others. */
function uniformOf({ tenantId, datasetUuid, ruleCode }: SeriesId, day: number): number {
  const seed = sha256(JSON.stringify([tenantId, datasetUuid, ruleCode, day])).slice(0, 12);
  return new Random(Number.parseInt(seed, 16)).next();
}

/** Requests for the days from `from` to `to` that have results, each as of the day before, of series known by then. */
export function pastRequests(history: SeriesHistory, from: number, to: number): ForecastRequests {
  const [series, targetDay]: [number[], number[]] = [[], []];
  for (let one = 0; one < history.series.length; one += 1) {
    for (let entry = history.offsets[one]!; entry < history.offsets[one + 1]!; entry += 1) {
      const day = history.day[entry]!;
      if (day < from || day > to || !history.isKnown(one, day - 1)) continue;
      series.push(one);
      targetDay.push(day);
    }
  }
  return {
    series: Int32Array.from(series),
    targetDay: Int32Array.from(targetDay),
    asOfDay: Int32Array.from(targetDay, (day) => day - 1),
  };
}

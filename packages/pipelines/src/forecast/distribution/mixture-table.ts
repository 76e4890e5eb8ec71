import type { ExceedanceTable } from '@dqs/core/stats';
import type { ForecastRequests, SeriesHistory } from '@dqs/features';

import type { DistributionModel, DistributionPart } from './distribution-model.js';
import { inParts, type ExpertForecasts } from './expert-forecasts.js';
import { mixedTable } from './experts.js';
import { partFor, partsOf } from './distribution-model.js';
import { LearnedWeights } from './learned-weights.js';

/** What is asked of a model. */
export interface MixtureTask {
  readonly model: DistributionModel;
  readonly history: SeriesHistory;
  readonly requests: ForecastRequests;
  /** Days ahead that the model was trained for. */
  readonly horizon: number;
  /**
   * What the experts say: of the requests, and of the days between the training and the as-of days, whose results are known and tell how
   * the experts fare.
   */
  readonly make: (requests: ForecastRequests) => ExpertForecasts;
}

/** Distributions by row, with the model's mean pass fraction. */
export interface MixedForecasts {
  readonly expected: Float64Array;
  readonly table: ExceedanceTable;
}

/**
 * The predictive distribution of every request: experts weighted as the results up to the request's as-of day suggest, for near and
 * far horizons apart.
 */
export function mixtureTable({ model, history, requests, horizon, make }: MixtureTask): MixedForecasts {
  const { series, targetDay, asOfDay } = requests;
  const partOf = (row: number) => partFor(model, targetDay[row]! - asOfDay[row]!);
  const learn = (made: ExpertForecasts | undefined) => {
    const weights = new Map<DistributionPart, LearnedWeights>();
    for (const part of partsOf(model)) {
      const [first, last] = firstAndLast(asOfDay, (row) => partOf(row) === part);
      if (first > last) continue;
      const learned = LearnedWeights.of({ model, part, history, horizon }, first);
      learned.learn(last, made, make);
      weights.set(part, learned);
    }
    return weights;
  };
  // Forecasts of days whose results nobody knows teach nothing. Then learning comes first: what is known of the series only goes
  // forward, and is not made anew for days before those that were asked for.
  const [firstTarget] = firstAndLast(targetDay, () => true);
  const [, lastKnown] = firstAndLast(asOfDay, () => true);
  const learnedBefore = firstTarget > lastKnown ? learn(undefined) : undefined;
  const made = inParts(requests, make);
  const weights = learnedBefore ?? learn(made);
  const weightsOf = (row: number) => weights.get(partOf(row))!.at(asOfDay[row]!, series[row]!);
  return { expected: made.expected, table: mixedTable(made.levels, made.experts, weightsOf) };
}

/** The first and last day of some rows; the last before the first if there are none. */
function firstAndLast(days: Int32Array, isWanted: (row: number) => boolean): [number, number] {
  let [first, last] = [Infinity, -Infinity];
  for (let row = 0; row < days.length; row += 1) {
    if (!isWanted(row)) continue;
    first = Math.min(first, days[row]!);
    last = Math.max(last, days[row]!);
  }
  return [first, last];
}

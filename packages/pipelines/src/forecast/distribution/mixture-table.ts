import type { ExceedanceTable } from '@dqs/core/stats';
import { observedRequests, type ForecastRequests } from '@dqs/features';

import { expertForecasts, type DistributionModel, type MeanForecasts } from './expert-forecasts.js';
import { mixedTable } from './experts.js';
import { LearnedWeights } from './learned-weights.js';

/**
 * The predictive distribution of every request: experts weighted as the results up to the request's as-of day suggest.
 *
 * @param meansOf the means of further requests: of the days between the training and the as-of days, whose results are known and
 * tell how the experts fare.
 */
export function mixtureTable(
  model: DistributionModel,
  means: MeanForecasts,
  horizon: number,
  meansOf: (requests: ForecastRequests) => MeanForecasts,
  threads: number,
): ExceedanceTable {
  const { history, requests } = means;
  const made = expertForecasts(model, means, threads);
  if (requests.series.length === 0) return mixedTable(made.levels, made.experts, () => NO_WEIGHTS);
  const [first, last] = firstAndLast(requests.asOfDay);
  const weights = LearnedWeights.of(model, history, horizon, first);
  weights.learn(last, made, (range) => expertForecasts(model, meansOf(observedRequests(history, range)), threads));
  return mixedTable(made.levels, made.experts, (row) => weights.at(requests.asOfDay[row]!, requests.series[row]!));
}

const NO_WEIGHTS = new Float64Array(0);

function firstAndLast(days: Int32Array): [number, number] {
  let [first, last] = [days[0]!, days[0]!];
  for (const day of days) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return [first, last];
}

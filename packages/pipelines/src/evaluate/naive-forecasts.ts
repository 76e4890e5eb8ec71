import { namedValues } from '@dqs/core';
import {
  buildFrame,
  featureSpec,
  fitContract,
  observedRequests,
  type ForecastRequests,
  type SeriesHistory,
} from '@dqs/features';
import { loadBackend, NAIVE_STRATEGIES, type TrainingSet } from '@dqs/model-backends';

import type { DaySpan } from '../train/split.js';

/**
 * The naive forecasts of the requests, as percentages by strategy: the naive backend on the feature spec `naive`, built
 * by the same code as every other feature.
 *
 * @param train days the training mean may be learned from.
 */
export async function naiveForecasts(
  history: SeriesHistory,
  train: DaySpan,
  horizon: number,
  requests: ForecastRequests,
): Promise<Record<string, Float64Array>> {
  const contract = fitContract(featureSpec('naive'), history, { upToDay: train.to });
  // The learned means follow from category and target, so other columns need not be computed.
  const observed = observedRequests(history, { fromDay: train.from, toDay: train.to, horizon });
  const learned: TrainingSet = {
    frame: buildFrame(contract, history, observed, { only: 'categories' }),
    target: observed.passFraction,
    weight: observed.executions,
  };
  const frame = buildFrame(contract, history, requests);
  const backend = await loadBackend('naive');
  const forecasts = namedValues<Float64Array>();
  for (const strategy of NAIVE_STRATEGIES) {
    const model = await backend.train({
      train: learned,
      objective: 'l1',
      rounds: 1,
      seed: 0,
      threads: 1,
      params: { strategy },
    });
    forecasts[strategy] = model.predict(frame).map((fraction) => 100 * fraction);
  }
  return forecasts;
}

import { rankedProbabilityScores, type DayCounts } from '@dqs/core/stats';
import { observedRequests, type ObservedRequests, type SeriesHistory } from '@dqs/features';

import type { DaySpan } from '../train/split.js';
import { NAIVE_DISTRIBUTIONS, naiveDistribution, type NaiveDistribution } from './naive-distributions.js';

/** The last of the training days tell which naive distribution suits a history today. */
const MOST_DAYS = 90;

/**
 * The naive distribution of least CRPS on the last 90 training days, chosen before any test day is seen. The simplest where
 * there is nothing to choose by.
 */
export function bestNaiveDistribution(history: SeriesHistory, train: DaySpan, horizon: number): NaiveDistribution {
  const fromDay = Math.max(train.from, train.to - MOST_DAYS + 1);
  const requests = observedRequests(history, { fromDay, toDay: train.to, horizon });
  const came = cameOn(history, requests);
  let [best, least] = [NAIVE_DISTRIBUTIONS[0]!, Number.POSITIVE_INFINITY];
  for (const name of NAIVE_DISTRIBUTIONS) {
    const scores = rankedProbabilityScores(naiveDistribution(name, history, requests), came);
    const total = scores.reduce((sum, score) => sum + score, 0);
    if (total < least) [best, least] = [name, total];
  }
  return best;
}

/** What came on the target days. */
export function cameOn(history: SeriesHistory, { entry }: Pick<ObservedRequests, 'entry'>): DayCounts {
  return {
    passes: entry.map((i) => history.passes[i]!),
    executions: entry.map((i) => history.executions[i]!),
  };
}

import type { DayCounts } from '@dqs/core/stats';
import type { ForecastRequests, SeriesHistory } from '@dqs/features';

import type { DaySpan } from '../train/split.js';
import { bestNaiveByLevel, bestNaiveDistribution, naiveRecord } from './best-naive.js';
import { distributionRows } from './distribution-rows.js';
import type { ScoredDistributions } from './distribution-scores.js';
import { byNaive, naiveDistribution } from './naive-distributions.js';
import { trailingBestCrps } from './trailing-best.js';

/** The rows to score naive distributions on, and what may be known before them. */
export interface NaiveTask {
  readonly history: SeriesHistory;
  readonly requests: ForecastRequests;
  readonly came: DayCounts;
  readonly train: DaySpan;
  readonly horizon: number;
  /** Percentage that the odds are about. */
  readonly target: number;
}

/** Scores every naive distribution on the rows, and tells which of them a model has to beat. */
export function scoredNaive({
  history,
  requests,
  came,
  train,
  horizon,
  target,
}: NaiveTask): Omit<ScoredDistributions, 'model' | 'isSpreadLearned'> {
  const naive = byNaive((name) => distributionRows(naiveDistribution(name, history, requests), came, target));
  const crps = byNaive((name) => naive[name].crps);
  const record = naiveRecord(history, train, horizon);
  const bestNaive = bestNaiveDistribution(record);
  const ruleOf = (series: number) => history.series[series]!.ruleCode;
  return {
    naive,
    target,
    bestNaive,
    bestByLevel: bestNaiveByLevel(history, record),
    trailingBest: trailingBestCrps({ requests, crps }, record, ruleOf, bestNaive),
  };
}

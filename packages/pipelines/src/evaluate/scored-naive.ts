import type { DayCounts } from '@dqs/core/stats';
import type { ForecastRequests, SeriesHistory } from '@dqs/features';

import type { DaySpan } from '../train/split.js';
import { bestNaiveByLevel, bestNaiveDistribution, naiveRecord } from './best-naive.js';
import { distributionRows } from './distribution-rows.js';
import type { ScoredDistributions } from './distribution-scores.js';
import { byNaive, byNaiveInTurns, naiveDistribution } from './naive-distributions.js';
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
  /** Awaited between one naive distribution and the next, so that others get their turn. */
  readonly breathe: () => Promise<void>;
}

/** What is known of test rows without a model. */
export type NaiveScored = Omit<ScoredDistributions, 'model' | 'isSpreadLearned'>;

/** Scores every naive distribution on the rows, and tells which of them a model has to beat. */
export async function scoredNaive({
  history,
  requests,
  came,
  train,
  horizon,
  target,
  breathe,
}: NaiveTask): Promise<NaiveScored> {
  const naive = await byNaiveInTurns(
    (name) => distributionRows(naiveDistribution(name, history, requests), came, target),
    breathe,
  );
  const crps = byNaive((name) => naive[name].crps);
  const record = await naiveRecord(history, train, horizon, breathe);
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

import { rankedProbabilityScores, type DayCounts } from '@dqs/core/stats';
import { observedRequests, type ObservedRequests, type SeriesHistory } from '@dqs/features';

import type { DaySpan } from '../train/split.js';
import {
  byNaive,
  byNaiveInTurns,
  NAIVE_DISTRIBUTIONS,
  naiveDistribution,
  type ByNaive,
  type NaiveDistribution,
} from './naive-distributions.js';

/** The last of the training days tell which naive distribution suits a history today. */
const MOST_DAYS = 90;

/** CRPS of each naive distribution, by row, in percentage points. */
export type NaiveScores = ByNaive<Float64Array>;

/** How the naive distributions did on the last 90 training days, before any test day is seen. */
export interface NaiveRecord {
  /** Every observed series and day of them. */
  readonly requests: ObservedRequests;
  readonly crps: NaiveScores;
}

/** Scores the naive distributions on the last training days. @param breathe is awaited after each of them. */
export async function naiveRecord(
  history: SeriesHistory,
  train: DaySpan,
  horizon: number,
  breathe: () => Promise<void>,
): Promise<NaiveRecord> {
  const fromDay = Math.max(train.from, train.to - MOST_DAYS + 1);
  const requests = observedRequests(history, { fromDay, toDay: train.to, horizon });
  const came = cameOn(history, requests);
  const crps = await byNaiveInTurns(
    (name) => rankedProbabilityScores(naiveDistribution(name, history, requests), came).map((score) => 100 * score),
    breathe,
  );
  return { requests, crps };
}

/** The naive distribution of least CRPS on the training days; the simplest where there is nothing to choose by. */
export function bestNaiveDistribution({ crps }: NaiveRecord): NaiveDistribution {
  return leastOf((name) => crps[name].reduce((sum, score) => sum + score, 0));
}

/** The same for each level of execution by itself; levels without a training day are not in it. */
export function bestNaiveByLevel(history: SeriesHistory, record: NaiveRecord): Map<string, NaiveDistribution> {
  const sums = new Map<string, Record<NaiveDistribution, number>>();
  record.requests.series.forEach((series, row) => {
    const { level } = history.series[series]!;
    let sum = sums.get(level);
    if (!sum) sums.set(level, (sum = byNaive(() => 0)));
    for (const name of NAIVE_DISTRIBUTIONS) sum[name] += record.crps[name][row]!;
  });
  return new Map([...sums].map(([level, sum]) => [level, leastOf((name) => sum[name])]));
}

/** The naive distribution with the least sum; the simplest of equal ones. */
export function leastOf(sumOf: (name: NaiveDistribution) => number): NaiveDistribution {
  return NAIVE_DISTRIBUTIONS.reduce((best, name) => (sumOf(name) < sumOf(best) ? name : best));
}

/** What came on the target days. */
export function cameOn(history: SeriesHistory, { entry }: Pick<ObservedRequests, 'entry'>): DayCounts {
  return {
    passes: entry.map((i) => history.passes[i]!),
    executions: entry.map((i) => history.executions[i]!),
  };
}

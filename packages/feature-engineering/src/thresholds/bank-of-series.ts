import { indexOfHistory } from '../history/history-index.js';
import type { SeriesHistory } from '../history/series-history.js';
import type { CommonFactor } from './common-factor.js';
import { KalmanBank, priorLevel } from './kalman-bank.js';

/** Filters of a series before its first result: they start at what its rule (of the tenant) was up to a day. */
export function newBank(history: SeriesHistory, series: number, upTo: number): KalmanBank {
  const { pools } = indexOfHistory(history);
  const counts = { passes: 0, executions: 0 };
  pools.rule.sums(pools.ruleOf[series]!, history.firstDay, upTo, counts);
  return new KalmanBank(priorLevel(counts.passes / counts.executions));
}

/** Takes in the observed day with index i of the history. */
export function pushDay(
  history: SeriesHistory,
  factor: CommonFactor,
  bank: KalmanBank,
  series: number,
  i: number,
): void {
  const day = history.day[i]!;
  bank.push(day, history.passes[i]!, history.executions[i]!, factor.at(series, day - 1));
}

import { HistoryCursor } from './history/history-view.js';
import type { ForecastRequests, SeriesHistory } from './history/series-history.js';

/**
 * The executions to expect on each target day: those of the last observed day of the series as of the as-of day, 1 if
 * there is none.
 */
export function usualExecutions(history: SeriesHistory, requests: ForecastRequests): Float32Array {
  const cursor = new HistoryCursor(history);
  const { series, asOfDay } = requests;
  const usual = new Float32Array(series.length);
  for (let row = 0; row < usual.length; row += 1) {
    const last = cursor.moveTo(series[row]!, asOfDay[row]!).executionsAt(0);
    usual[row] = Number.isNaN(last) ? 1 : last;
  }
  return usual;
}

import { HistoryView } from './history/history-view.js';
import type { SeriesHistory } from './history/series-history.js';
import type { ForecastRequests } from './requests.js';

/**
 * The executions to expect on each target day: those of the last observed day of the series as of the as-of day, 1
 * where there is none.
 */
export function usualExecutions(history: SeriesHistory, requests: ForecastRequests): Float32Array {
  const view = new HistoryView(history);
  return Float32Array.from(requests.series, (series, row) => {
    const last = view.moveTo(series, requests.asOfDay[row]!).executionsAt(0);
    return Number.isNaN(last) ? 1 : last;
  });
}

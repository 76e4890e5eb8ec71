import type { RevisionColumns } from '../records/actuals.js';
import type { LedgerForecasts } from '../records/forecasts.js';

/** The forecasts of a day, each with every revision of its series: row i is forecast[i] with revision[i]. */
export interface GradePairs {
  /** Rows of the forecasts, ascending. */
  readonly forecast: Int32Array;
  /** Rows of the revisions; of a forecast in the order of the journal. */
  readonly revision: Int32Array;
  /** Rows of the revisions: the first one of the series' day. */
  readonly firstRevision: Int32Array;
}

/**
 * Pairs forecasts of a day with the revisions of that day.
 *
 * @param revisions those of a series lie side by side, in the order of the journal.
 */
export function pairForecasts(forecasts: LedgerForecasts, revisions: RevisionColumns): GradePairs {
  const starts = new Map<number, number>();
  for (let row = revisions.series.length - 1; row >= 0; row -= 1) starts.set(revisions.series[row]!, row);
  const pairs: { forecast: number[]; revision: number[]; firstRevision: number[] } = {
    forecast: [],
    revision: [],
    firstRevision: [],
  };
  for (let forecast = 0; forecast < forecasts.series.length; forecast += 1) {
    const series = forecasts.series[forecast]!;
    const first = starts.get(series);
    for (let row = first ?? -1; row >= 0 && revisions.series[row] === series; row += 1) {
      pairs.forecast.push(forecast);
      pairs.revision.push(row);
      pairs.firstRevision.push(first!);
    }
  }
  return {
    forecast: Int32Array.from(pairs.forecast),
    revision: Int32Array.from(pairs.revision),
    firstRevision: Int32Array.from(pairs.firstRevision),
  };
}

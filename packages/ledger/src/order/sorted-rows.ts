import { compareText } from '@dqs/core';

import { ARMS } from '../arms.js';
import { ID_BYTES } from '../forecast-id.js';
import type { RevisionColumns } from '../records/actuals.js';
import type { Issue, LedgerForecasts } from '../records/forecasts.js';
import type { SeriesTable } from '../series-table.js';

/** Row numbers of forecasts in the order in which a ledger gives them; see `LedgerStore`. */
export function forecastOrder(forecasts: LedgerForecasts, series: SeriesTable): Int32Array {
  const { targetDay, asOfDay, issue, ids } = forecasts;
  const ranks = forecasts.series.map((number) => series.rank(number));
  const places = issueRanks(forecasts.issues);
  return sortedRows(
    targetDay.length,
    (a, b) =>
      targetDay[a]! - targetDay[b]! ||
      ranks[a]! - ranks[b]! ||
      places[issue[a]!]! - places[issue[b]!]! ||
      asOfDay[a]! - asOfDay[b]! ||
      forecasts.issues[issue[a]!]!.knownAt - forecasts.issues[issue[b]!]!.knownAt ||
      compareIds(ids, a, b),
  );
}

/** Row numbers of revisions in the order in which a ledger gives them: by day, series, entry. */
export function revisionOrder({ series, day, entry, entries }: RevisionColumns, table: SeriesTable): Int32Array {
  const ranks = series.map((number) => table.rank(number));
  return sortedRows(
    day.length,
    (a, b) => day[a]! - day[b]! || ranks[a]! - ranks[b]! || entries[entry[a]!]!.number - entries[entry[b]!]!.number,
  );
}

function sortedRows(rows: number, compare: (a: number, b: number) => number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  for (let row = 1; row < rows; row += 1) if (compare(row - 1, row) > 0) return order.sort(compare);
  return order;
}

/** By issue, its place by arm, model and version; equal for those that differ in neither. */
function issueRanks(issues: readonly Issue[]): Int32Array {
  const order = issues.map((_, i) => i).sort((a, b) => compareIssues(issues[a]!, issues[b]!));
  const ranks = new Int32Array(issues.length);
  for (let i = 1; i < order.length; i += 1) {
    const [before, own] = [order[i - 1]!, order[i]!];
    ranks[own] = ranks[before]! + (compareIssues(issues[before]!, issues[own]!) === 0 ? 0 : 1);
  }
  return ranks;
}

/** Orders by arm, then model and version by code point. */
export function compareIssues(a: Pick<Issue, 'arm' | 'model' | 'version'>, b: typeof a): number {
  return (
    ARMS.indexOf(a.arm) - ARMS.indexOf(b.arm) || compareText(a.model, b.model) || compareText(a.version, b.version)
  );
}

function compareIds(ids: Uint8Array, a: number, b: number): number {
  for (let byte = 0; byte < ID_BYTES; byte += 1) {
    const difference = ids[a * ID_BYTES + byte]! - ids[b * ID_BYTES + byte]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

import { dayOfId, gradedRow, idBytes, idText, SeriesTable, type LedgerForecasts, type LedgerQuery } from '@dqs/ledger';
import type { GradedRow, Intervention, LedgerStore, RevisionColumns } from '@dqs/ledger';

/** A revision of the results of a day. Survives JSON. */
export interface KeptRevision {
  /** Number in the journal of deliveries. */
  readonly entry: number;
  /** ISO 8601. */
  readonly arrivedAt: string;
  readonly delivery: string;
  readonly passes: number;
  readonly fails: number;
  readonly errors: number;
}

/** A forecast of a ledger and all that became of it. */
export interface KeptForecast {
  readonly row: GradedRow;
  /** In the order of the journal. */
  readonly revisions: readonly KeptRevision[];
  readonly interventions: readonly Intervention[];
  /** All forecasts of that day and series, as columns, and which of them it is. */
  readonly forecasts: LedgerForecasts;
  readonly place: number;
}

/**
 * The forecast of an id.
 *
 * @param knownAt what is known of it at this time, milliseconds; all by default.
 * @param tenants those whose forecasts are there; all by default.
 * @returns undefined if the ledger does not hold it, or did not at that time.
 * @throws DqsError `invalid-argument` if the text is no id.
 */
export async function keptForecast(
  ledger: LedgerStore,
  id: string,
  knownAt?: number,
  tenants?: readonly string[],
): Promise<KeptForecast | undefined> {
  const day = dayOfId(idBytes(id));
  const known = { ...(knownAt !== undefined && { knownAt }), ...(tenants && { tenants }) };
  const all = await ledger.forecasts({ from: day, to: day, ...known });
  const found = all.series.findIndex((_, row) => idText(all.ids, row) === id);
  if (found < 0) return undefined;
  const query: LedgerQuery = { from: day, to: day, series: all.series.slice(found, found + 1), ...known };
  const forecasts = await ledger.forecasts(query);
  const place = forecasts.series.findIndex((_, row) => idText(forecasts.ids, row) === id);
  const grades = await ledger.grades(query);
  const table = new SeriesTable(await ledger.series(tenants));
  const row = gradedRow({ forecasts, grades, seriesOf: (number) => table.of(number) }, place);
  const revisions = revisionsOf(await ledger.revisions(query));
  return { row, revisions, interventions: await ledger.interventions(query), forecasts, place };
}

function revisionsOf({ passes, fails, errors, entry, entries }: RevisionColumns): KeptRevision[] {
  return Array.from(entry, (at, row) => {
    const { number, arrivedAt, delivery } = entries[at]!;
    const counts = { passes: passes[row]!, fails: fails[row]!, errors: errors[row]! };
    return { entry: number, arrivedAt: new Date(arrivedAt).toISOString(), delivery, ...counts };
  });
}

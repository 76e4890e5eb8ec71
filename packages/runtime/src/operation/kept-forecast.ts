import {
  daysOfIds,
  forecastsWithGrades,
  gradedRow,
  ID_BYTES,
  idBytes,
  idText,
  SeriesTable,
  type GradedRow,
  type Intervention,
  type LedgerForecasts,
  type LedgerStore,
  type RevisionColumns,
} from '@dqs/ledger';

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

/** A forecast of a ledger and all that became of it. Survives JSON. */
export interface ForecastOutcome {
  readonly row: GradedRow;
  /** In the order of the journal. */
  readonly revisions: readonly KeptRevision[];
  readonly interventions: readonly Intervention[];
}

/** The same, with the forecasts beside it. */
export interface KeptForecast extends ForecastOutcome {
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
  const [outcome] = await forecastOutcomes(ledger, [id], knownAt);
  if (outcome === undefined || !(tenants?.includes(outcome.row.tenantId) ?? true)) return undefined;
  const own = await ledger.forecasts(queryOf([id], knownAt));
  const { ids: _, ...day } = queryOf([id], knownAt);
  const forecasts = await ledger.forecasts({ ...day, series: own.series });
  const place = forecasts.series.findIndex((_, row) => idText(forecasts.ids, row) === id);
  return { ...outcome, forecasts, place };
}

/**
 * Forecasts by their ids, looked up all at once: what many ask for at the same time costs little more than what one does.
 *
 * @param knownAt what is known of them at this time, milliseconds; all by default.
 * @returns one an id, in their order; undefined where the ledger does not hold it, or did not at that time.
 * @throws DqsError `invalid-argument` if a text is no id.
 */
export async function forecastOutcomes(
  ledger: LedgerStore,
  ids: readonly string[],
  knownAt?: number,
): Promise<readonly (ForecastOutcome | undefined)[]> {
  const query = queryOf(ids, knownAt);
  const columns = await forecastsWithGrades(ledger, query);
  const { series, targetDay, ids: found } = columns.forecasts;
  if (series.length === 0) return ids.map(() => undefined);
  const ofSeries = { ...query, series: Int32Array.from(new Set(series)) };
  const [table, revisions, interventions] = await Promise.all([
    tableWith(ledger, series),
    ledger.revisions(ofSeries),
    ledger.interventions(ofSeries),
  ]);
  const revisionsAt = groupBy(keptRevisions(revisions), (_, row) =>
    placeOf(revisions.series[row]!, revisions.day[row]!),
  );
  const interventionsAt = groupBy(interventions, (one) => placeOf(one.series, one.day));
  const sources = { ...columns, seriesOf: (number: number) => table.of(number) };
  const outcomes = new Map(
    Array.from(series, (number, row): [string, ForecastOutcome] => {
      const at = placeOf(number, targetDay[row]!);
      const [own, left] = [revisionsAt.get(at) ?? [], interventionsAt.get(at) ?? []];
      return [idText(found, row), { row: gradedRow(sources, row), revisions: own, interventions: left }];
    }),
  );
  return ids.map((id) => outcomes.get(id));
}

/**
 * Ids, one behind the other.
 *
 * @throws DqsError `invalid-argument` if a text is no id.
 */
export function packedIds(ids: readonly string[]): Uint8Array {
  const packed = new Uint8Array(ids.length * ID_BYTES);
  ids.forEach((id, row) => packed.set(idBytes(id), row * ID_BYTES));
  return packed;
}

function queryOf(ids: readonly string[], knownAt: number | undefined) {
  const packed = packedIds(ids);
  const days = daysOfIds(packed);
  const span = { from: Math.min(...days), to: Math.max(...days) };
  return { ...span, ids: packed, ...(knownAt !== undefined && { knownAt }) };
}

/** The series of ledgers, by their numbers: these are given and never taken back. */
const TABLES = new WeakMap<LedgerStore, SeriesTable>();

/** A table that has some series; the ledger is asked only if one is not among those that are known. */
async function tableWith(ledger: LedgerStore, series: Int32Array): Promise<SeriesTable> {
  const known = TABLES.get(ledger);
  if (known && series.every((number) => known.has(number))) return known;
  const table = new SeriesTable(await ledger.series());
  TABLES.set(ledger, table);
  return table;
}

const placeOf = (series: number, day: number) => `${series} ${day}`;

function groupBy<T>(all: readonly T[], keyOf: (one: T, row: number) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  all.forEach((one, row) => {
    const key = keyOf(one, row);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  });
  return groups;
}

function keptRevisions({ passes, fails, errors, entry, entries }: RevisionColumns): KeptRevision[] {
  return Array.from(entry, (at, row) => {
    const { number, arrivedAt, delivery } = entries[at]!;
    const counts = { passes: passes[row]!, fails: fails[row]!, errors: errors[row]! };
    return { entry: number, arrivedAt: new Date(arrivedAt).toISOString(), delivery, ...counts };
  });
}

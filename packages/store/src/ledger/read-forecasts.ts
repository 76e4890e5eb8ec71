import {
  forecastOrder,
  ID_BYTES,
  LEDGER_NUMBERS,
  ledgerNumbers,
  pickForecasts,
  type Issue,
  type LedgerForecasts,
  type LedgerQuery,
  type SeriesTable,
} from '@dqs/ledger';
import type { PoolClient } from 'pg';

import { copyOut } from '../copy/copy.js';
import type { RowReader } from '../copy/row-reader.js';
import { FORECAST_STORED_COLUMNS } from './forecast-columns.js';
import { issuesOf } from './issues.js';
import { all, dayTerm, listTerm, seriesTerm } from './query-terms.js';

const COLUMNS = FORECAST_STORED_COLUMNS;

/** The forecasts of a query, in the order of a ledger. */
export async function readForecasts(
  client: PoolClient,
  query: LedgerQuery,
  table: SeriesTable,
): Promise<LedgerForecasts> {
  const issues = await issuesOf(client, query);
  // Where every issue is asked for, their list would only be work.
  const asked = query.knownAt === undefined && query.arms === undefined ? undefined : [...issues.keys()];
  const where = all(dayTerm('target_day', query), seriesTerm(query, table), asked && listTerm('issue', asked));
  const rows = await copyOut(client, `SELECT ${COLUMNS.join(', ')} FROM dqs.forecast WHERE ${where}`);
  const found = forecastsIn(rows, issues);
  return pickForecasts(found, forecastOrder(found, table));
}

function forecastsIn(reader: RowReader, known: ReadonlyMap<number, Issue>): LedgerForecasts {
  const rows = reader.count();
  const [series, targetDay, asOfDay] = [new Int32Array(rows), new Int32Array(rows), new Int32Array(rows)];
  const [ids, issue, flags] = [new Uint8Array(rows * ID_BYTES), new Int32Array(rows), new Uint16Array(rows)];
  const numbers = ledgerNumbers(() => new Float64Array(rows));
  const columns = LEDGER_NUMBERS.map((key) => numbers[key]);
  const offsets = new Int32Array(rows + 1);
  const packed: Buffer[] = [];
  const places = new Map<number, number>();
  const issues: Issue[] = [];
  const placeOf = (number: number) => {
    const place = places.get(number);
    if (place !== undefined) return place;
    places.set(number, issues.length);
    return issues.push(known.get(number)!) - 1;
  };
  for (let row = 0; reader.next(); row += 1) {
    targetDay[row] = reader.int4();
    ids.set(reader.bytes(), row * ID_BYTES);
    series[row] = reader.int4();
    issue[row] = placeOf(reader.int4());
    asOfDay[row] = reader.int4();
    flags[row] = reader.int4();
    for (const column of columns) column[row] = reader.float8();
    const bytes = reader.bytes();
    packed.push(bytes);
    offsets[row + 1] = offsets[row]! + bytes.length;
  }
  const distributions = { offsets, bytes: new Uint8Array(Buffer.concat(packed)) };
  return { series, targetDay, asOfDay, numbers, flags, distributions, ids, issue, issues };
}

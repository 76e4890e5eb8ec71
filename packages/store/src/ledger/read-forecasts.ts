import {
  forecastOrder,
  ID_BYTES,
  LEDGER_NUMBERS,
  ledgerNumbers,
  pickForecasts,
  type LedgerForecasts,
  type LedgerQuery,
  type SeriesTable,
} from '@dqs/ledger';
import type { PoolClient } from 'pg';

import { copyOut } from '../copy/copy.js';
import type { RowReader } from '../copy/row-reader.js';
import { FORECAST_STORED_COLUMNS } from './forecast-columns.js';
import { askedIssues, issuesOf } from './issues.js';
import { all, dayTerm, listTerm, rowsOfIds, seriesTerm } from './query-terms.js';

const COLUMNS = FORECAST_STORED_COLUMNS;

/** The forecasts of a query, in the order of a ledger. */
export async function readForecasts(
  client: PoolClient,
  query: LedgerQuery,
  table: SeriesTable,
): Promise<LedgerForecasts> {
  const asked = await askedIssues(client, query);
  const where = all(dayTerm('target_day', query), seriesTerm(query, table), asked && listTerm('issue', asked));
  const source = query.ids === undefined ? 'dqs.forecast' : rowsOfIds('dqs.forecast', query.ids);
  const rows = await copyOut(client, `SELECT ${COLUMNS.join(', ')} FROM ${source} WHERE ${where}`);
  const { numbersOfIssues, ...columns } = forecastsIn(rows);
  const found: LedgerForecasts = { ...columns, issues: await issuesOf(client, numbersOfIssues) };
  return pickForecasts(found, forecastOrder(found, table));
}

/** Rows with the numbers of their issues, which are looked up when it is known which there are. */
function forecastsIn(reader: RowReader): Omit<LedgerForecasts, 'issues'> & { readonly numbersOfIssues: number[] } {
  const rows = reader.count();
  const [series, targetDay, asOfDay] = [new Int32Array(rows), new Int32Array(rows), new Int32Array(rows)];
  const [ids, issue, flags] = [new Uint8Array(rows * ID_BYTES), new Int32Array(rows), new Uint16Array(rows)];
  const numbers = ledgerNumbers(() => new Float64Array(rows));
  const columns = LEDGER_NUMBERS.map((key) => numbers[key]);
  const offsets = new Int32Array(rows + 1);
  const packed: Buffer[] = [];
  const places = new Map<number, number>();
  const numbersOfIssues: number[] = [];
  const placeOf = (number: number) => {
    const place = places.get(number);
    if (place !== undefined) return place;
    places.set(number, numbersOfIssues.length);
    return numbersOfIssues.push(number) - 1;
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
  return { series, targetDay, asOfDay, numbers, flags, distributions, ids, issue, numbersOfIssues };
}

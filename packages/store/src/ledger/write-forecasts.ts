import { forecastIds, ID_BYTES, LEDGER_NUMBERS, type IssueBatch, type SeriesTable } from '@dqs/ledger';
import type { PoolClient } from 'pg';

import { copyIn } from '../copy/copy.js';
import type { RowWriter } from '../copy/row-writer.js';
import { FORECAST_STORED_COLUMNS } from './forecast-columns.js';
import { markChanged } from './changes.js';
import { UNIQUE_VIOLATION } from './pg-codes.js';

const COLUMNS = FORECAST_STORED_COLUMNS;

type WriteFields = (writer: RowWriter, row: number) => void;

/**
 * Keeps the forecasts that are not there yet.
 *
 * @param issue the number of what they have in common.
 * @returns how many were new.
 */
export async function writeForecasts(
  client: PoolClient,
  batch: IssueBatch,
  issue: number,
  table: SeriesTable,
): Promise<number> {
  const rows = batch.forecasts.series.length;
  const ids = forecastIds(batch.issue, batch.forecasts, (number) => table.of(number));
  const writeFields = fieldsOf(batch, ids, issue);
  await client.query('SAVEPOINT direct');
  try {
    // Nearly always all are new, and to copy them at once takes half the time.
    await copyIn(client, `dqs.forecast (${COLUMNS.join(', ')})`, rows, (writer, row) => {
      writer.row(COLUMNS.length);
      writeFields(writer, row);
    });
  } catch (cause) {
    if ((cause as { code?: string }).code !== UNIQUE_VIOLATION) throw cause;
    await client.query('ROLLBACK TO SAVEPOINT direct');
    return addMissing(client, rows, writeFields);
  }
  await markChanged(client, new Set(batch.forecasts.targetDay));
  return rows;
}

/** By a table beside, of which what is missing is taken over: the first of each id. */
async function addMissing(client: PoolClient, rows: number, writeFields: WriteFields): Promise<number> {
  await client.query('CREATE TEMPORARY TABLE staged_forecast (LIKE dqs.forecast, place integer) ON COMMIT DROP');
  await copyIn(client, `staged_forecast (place, ${COLUMNS.join(', ')})`, rows, (writer, row) => {
    writer.row(COLUMNS.length + 1);
    writer.int4(row);
    writeFields(writer, row);
  });
  const { rows: added } = await client.query<{ day: number; count: number }>(`
    WITH added AS (
      INSERT INTO dqs.forecast (${COLUMNS.join(', ')})
      SELECT DISTINCT ON (target_day, id) ${COLUMNS.join(', ')} FROM staged_forecast ORDER BY target_day, id, place
      ON CONFLICT DO NOTHING RETURNING target_day
    ) SELECT target_day AS day, count(*) AS count FROM added GROUP BY target_day`);
  await markChanged(client, added.map(({ day }) => day)); // prettier-ignore
  return added.reduce((sum, { count }) => sum + count, 0);
}

/** Writes the fields of a row, in the order of {@link COLUMNS}. */
function fieldsOf({ forecasts }: IssueBatch, ids: Uint8Array, issue: number): WriteFields {
  const { series, targetDay, asOfDay, flags, distributions } = forecasts;
  const { offsets, bytes } = distributions;
  const numbers = LEDGER_NUMBERS.map((key) => forecasts.numbers[key]);
  return (writer, row) => {
    writer.int4(targetDay[row]!);
    writer.bytes(ids, row * ID_BYTES, (row + 1) * ID_BYTES);
    writer.int4(series[row]!);
    writer.int4(issue);
    writer.int4(asOfDay[row]!);
    writer.int4(flags[row]!);
    for (const column of numbers) writer.float8(column[row]!);
    writer.bytes(bytes, offsets[row]!, offsets[row + 1]!);
  };
}

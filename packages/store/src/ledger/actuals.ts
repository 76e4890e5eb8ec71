import {
  collectedMeanwhile,
  pickRevisions,
  revisionOrder,
  type Intervention,
  type LedgerEntry,
  type LedgerQuery,
  type RevisionBatch,
  type RevisionColumns,
  type SeriesTable,
} from '@dqs/ledger';
import type { PoolClient } from 'pg';

import { copyIn, copyOut } from '../copy/copy.js';
import type { RowReader } from '../copy/row-reader.js';
import { markChanged } from './changes.js';
import { wholeTime } from './issues.js';
import { all, dayTerm, seriesTerm } from './query-terms.js';
import { storedText, textOfStored } from '../text/stored-text.js';

/** The cursor of deliveries: the number of the entry up to which they are collected. */
const CURSOR = 'deliveries';

/** Up to which entry deliveries are collected. */
export async function collectedUpTo(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ position: number }>('SELECT position FROM dqs.cursor WHERE name = $1', [
    CURSOR,
  ]);
  return rows[0]?.position ?? 0;
}

/**
 * Keeps revisions and moves the cursor.
 *
 * @returns how many were new.
 * @throws DqsError `ledger-conflict` if the batch does not begin where the cursor stands.
 */
export async function writeRevisions(client: PoolClient, batch: RevisionBatch): Promise<number> {
  const { after, upTo, revisions } = batch;
  await client.query('INSERT INTO dqs.cursor VALUES ($1, 0) ON CONFLICT DO NOTHING', [CURSOR]);
  // Who collects at the same time waits here, and finds the cursor moved.
  await client.query('SELECT FROM dqs.cursor WHERE name = $1 FOR UPDATE', [CURSOR]);
  const position = await collectedUpTo(client);
  if (upTo <= position) return 0;
  if (after !== position) throw collectedMeanwhile(batch, position);
  await writeEntries(client, revisions.entries);
  const { series, day, entry, entries, passes, fails, errors } = revisions;
  await copyIn(client, 'dqs.actual (day, series, entry, passes, fails, errors)', series.length, (writer, row) => {
    writer.row(6);
    writer.int4(day[row]!);
    writer.int4(series[row]!);
    writer.int4(entries[entry[row]!]!.number);
    writer.int4(passes[row]!);
    writer.int4(fails[row]!);
    writer.int4(errors[row]!);
  });
  await client.query('UPDATE dqs.cursor SET position = $2 WHERE name = $1', [CURSOR, upTo]);
  await markChanged(client, new Set(day));
  return series.length;
}

async function writeEntries(client: PoolClient, entries: readonly LedgerEntry[]): Promise<void> {
  await client.query('INSERT INTO dqs.entry SELECT * FROM unnest($1::integer[], $2::bigint[], $3::text[])', [
    entries.map(({ number }) => number),
    entries.map(({ arrivedAt }) => arrivedAt),
    entries.map(({ delivery }) => storedText(delivery)),
  ]);
}

/** The revisions of a query, in the order of a ledger. */
export async function readRevisions(
  client: PoolClient,
  query: LedgerQuery,
  table: SeriesTable,
): Promise<RevisionColumns> {
  const known = wholeTime(query.knownAt);
  const entryTerm = known === null ? undefined : `entry IN (SELECT entry FROM dqs.entry WHERE arrived_at <= ${known})`;
  const where = all(dayTerm('day', query), seriesTerm(query, table), entryTerm);
  const reader = await copyOut(
    client,
    `SELECT day, series, entry, passes, fails, errors FROM dqs.actual WHERE ${where}`,
  );
  const { numbers, ...columns } = revisionsIn(reader);
  const entries = await readEntries(client, [...new Set(numbers)]);
  const places = new Map(entries.map(({ number }, place) => [number, place]));
  const found = { ...columns, entry: numbers.map((number) => places.get(number)!), entries };
  return pickRevisions(found, revisionOrder(found, table));
}

function revisionsIn(reader: RowReader) {
  const rows = reader.count();
  const [day, series, numbers] = [new Int32Array(rows), new Int32Array(rows), new Int32Array(rows)];
  const [passes, fails, errors] = [new Int32Array(rows), new Int32Array(rows), new Int32Array(rows)];
  for (let row = 0; reader.next(); row += 1) {
    day[row] = reader.int4();
    series[row] = reader.int4();
    numbers[row] = reader.int4();
    passes[row] = reader.int4();
    fails[row] = reader.int4();
    errors[row] = reader.int4();
  }
  return { day, series, numbers, passes, fails, errors };
}

async function readEntries(client: PoolClient, numbers: readonly number[]): Promise<readonly LedgerEntry[]> {
  const { rows } = await client.query<{ entry: number; arrived_at: number; delivery: string }>(
    'SELECT entry, arrived_at, delivery FROM dqs.entry WHERE entry = ANY($1) ORDER BY entry',
    [numbers],
  );
  return rows.map(({ entry, arrived_at: arrivedAt, delivery }) => ({
    number: entry,
    arrivedAt,
    delivery: textOfStored(delivery),
  }));
}

/** Keeps the first intervention on each day of a series. @returns how many were new. */
export async function writeInterventions(client: PoolClient, given: readonly Intervention[]): Promise<number> {
  const { rows } = await client.query<{ day: number }>(
    `INSERT INTO dqs.intervention
     SELECT DISTINCT ON (day, series) day, series, at, by, reason
     FROM unnest($1::integer[], $2::integer[], $3::bigint[], $4::text[], $5::text[])
       WITH ORDINALITY AS given (day, series, at, by, reason, place)
     ORDER BY day, series, place
     ON CONFLICT DO NOTHING RETURNING day`,
    [
      given.map(({ day }) => day),
      given.map(({ series }) => series),
      given.map(({ at }) => at),
      given.map(({ by }) => storedText(by)),
      given.map(({ reason }) => storedText(reason)),
    ],
  );
  await markChanged(client, rows.map(({ day }) => day)); // prettier-ignore
  return rows.length;
}

/** The interventions of a query, by day and series. */
export async function readInterventions(
  client: PoolClient,
  query: LedgerQuery,
  table: SeriesTable,
): Promise<readonly Intervention[]> {
  const where = all(dayTerm('day', query), seriesTerm(query, table));
  const { rows } = await client.query<Intervention>(
    `SELECT series, day, at, by, reason FROM dqs.intervention WHERE ${where} AND ($1::bigint IS NULL OR at <= $1)`,
    [wholeTime(query.knownAt)],
  );
  return rows
    .map((row) => ({ ...row, by: textOfStored(row.by), reason: textOfStored(row.reason) }))
    .sort((a, b) => a.day - b.day || table.rank(a.series) - table.rank(b.series));
}

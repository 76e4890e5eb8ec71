import { DqsError } from '@dqs/core';

import type { NamedInput } from '../importers/importer.js';
import type { RecordListener } from '../importers/record-sink.js';
import { throwIfAborted } from '../inputs/faults.js';
import { locateColumns, type HeaderLayout } from '../rows/locate-columns.js';
import { rowOf } from '../rows/interpret.js';
import { ContentHash } from './content-hash.js';
import type { OpenableSource } from './database-source.js';
import {
  loadPgDriver,
  openCursor,
  type PgClient,
  type PgDriver,
  type PgResult,
  type PgRow,
} from './postgres-driver.js';

/** Rows that are fetched at a time. */
const FETCHED_ROWS = 5000;

/**
 * What the server is told first: nothing is written, the rows are those of one moment, and dates are written the same
 * wherever it stands.
 */
const SETTINGS = [
  'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY',
  "SET LOCAL TIME ZONE 'UTC'",
  "SET LOCAL DateStyle = 'ISO, YMD'",
];

/**
 * Reads the rows of a table or query, in the order in which the server gives them, without holding more than a few thousand.
 *
 * @param afterEach is waited for between fetches.
 * @returns a fingerprint of the rows that does not depend on their order.
 * @throws DqsError `input-unreadable` for what the server refuses, without the password; `input-column-missing`, `aborted`.
 */
export async function readPostgres(
  source: OpenableSource,
  input: NamedInput,
  onRecord: RecordListener,
  afterEach: () => Promise<void>,
): Promise<string> {
  const driver = loadPgDriver();
  const client = new driver.Client({ connectionString: source.url, application_name: 'dqs' });
  // A connection that is lost between two calls fails the next one.
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const sql of SETTINGS) await client.query(sql);
    return await readRows(client, driver, source, { input, onRecord, afterEach });
  } catch (cause) {
    throw DqsError.is(cause) ? cause : refused(source, cause);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Who hears of the rows. */
interface Listening {
  readonly input: NamedInput;
  readonly onRecord: RecordListener;
  readonly afterEach: () => Promise<void>;
}

async function readRows(
  client: PgClient,
  driver: PgDriver,
  { sql }: OpenableSource,
  { input: { name, settings, note }, onRecord, afterEach }: Listening,
): Promise<string> {
  const cursor = client.query(openCursor(driver, sql));
  const fetch = () =>
    new Promise<{ rows: readonly PgRow[]; result: PgResult }>((resolve, reject) =>
      cursor.read(FETCHED_ROWS, (error, rows, result) => (error ? reject(error) : resolve({ rows, result }))),
    );
  const hash = new ContentHash();
  let layout: HeaderLayout | undefined;
  let number = 0;
  for (;;) {
    throwIfAborted(settings.signal);
    const { rows, result } = await fetch();
    const names = result.fields.map((field) => field.name);
    if (layout === undefined) {
      layout = locateColumns(names, name, settings.mapping);
      for (const one of layout.notes) note(one);
    }
    for (const row of rows) {
      hash.add(row);
      onRecord({ number: (number += 1), byteOffset: undefined, row: toRow(row, layout), raw: () => rawOf(row, names) });
    }
    await afterEach();
    if (rows.length < FETCHED_ROWS) return hash.digest();
  }
}

function toRow(values: PgRow, layout: HeaderLayout) {
  return rowOf(layout, (column) => {
    const position = layout.positions[column];
    return position === undefined ? '' : (values[position] ?? '');
  });
}

function rawOf(values: PgRow, names: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(names.map((name, i) => [name, values[i]])));
}

function refused({ name, redact }: OpenableSource, cause: unknown): DqsError {
  const { message, code, errors } = cause as Error & { code?: string; errors?: Error[] };
  // Node tells several addresses in one error that says nothing itself.
  const reason = redact(message || (errors?.map((one) => one.message).join('; ') ?? String(code)));
  const details = { path: name, reason, code };
  // Not the cause: who knows what a driver writes into its errors.
  return new DqsError('input-unreadable', `${name} cannot be read: ${reason}`, { details });
}

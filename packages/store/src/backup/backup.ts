import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import { DQS_VERSION, DqsError, SYSTEM_CLOCK, throwIfAborted, type Hooks } from '@dqs/core';
import { writeAtomically } from '@dqs/core/io';
import { seal, sha256 } from '@dqs/core/journal';
import type { PoolClient } from 'pg';
import { to } from 'pg-copy-streams';

import type { StoreDatabase } from '../database/store-database.js';
import { appliedMigrations, assertKnown } from '../schema/migrate.js';
import { MIGRATIONS } from '../schema/migrations/index.js';
import { DIVIDED_TABLES } from '../schema/partitions.js';
import { SIGNATURE, type BackedUpTable, type BackupManifest } from './manifest.js';

/** Bytes of a part, at least. */
const PART_BYTES = 4 * 1024 * 1024;

/**
 * Writes all that a database holds into one file, as of one moment: a gzip of parts, each with its sha256 in the manifest at the
 * end. Others may go on working. The file appears as a whole or not at all.
 *
 * @returns what the backup holds.
 * @throws DqsError `store-version` if the database is newer than this program or holds nothing yet, `output-not-writable`,
 * `aborted`, and as `StoreDatabase.transaction`.
 */
export async function backup(database: StoreDatabase, path: string, hooks: Hooks = {}): Promise<BackupManifest> {
  return database.transaction(async (client) => {
    const done = await appliedMigrations(client);
    assertKnown(done, MIGRATIONS, database.place);
    if (done.length === 0) {
      throw new DqsError('store-version', `there is nothing to back up: ${database.place} holds no tables of DQS yet`);
    }
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    const manifest: BackupManifest = {
      schema: done.length,
      dqs: DQS_VERSION,
      postgres: rows[0]!.server_version,
      madeAt: new Date((hooks.clock ?? SYSTEM_CLOCK).now()).toISOString(),
      tables: [],
    };
    await writeAtomically(path, async (draft) => {
      await pipeline(records(client, manifest, hooks), createGzip({ level: 1 }), createWriteStream(draft));
    });
    return manifest;
  }, 'repeatable read read only');
}

/** The tables of a version of the schema. */
export function tablesOf(schema: number): readonly string[] {
  return MIGRATIONS.slice(0, schema).flatMap(({ tables }) => tables);
}

/** The bytes of a backup; completes the manifest on the way and ends with it. */
async function* records(client: PoolClient, manifest: BackupManifest, hooks: Hooks): AsyncGenerator<Buffer> {
  yield Buffer.from(`${SIGNATURE}\n`);
  let done = 0;
  for (const name of tablesOf(manifest.schema)) {
    const table: BackedUpTable = { name, columns: await columnsOf(client, name), rows: 0, parts: [] };
    if ((DIVIDED_TABLES as readonly string[]).includes(name)) table.quarters = await quartersOf(client, name);
    const columns = table.columns.map((column) => `"${column}"`).join(', ');
    const stream = client.query(to(`COPY (SELECT ${columns} FROM dqs.${name}) TO STDOUT`));
    for await (const bytes of partsOf(stream as AsyncIterable<Buffer>)) {
      throwIfAborted(hooks.signal);
      table.parts.push({ bytes: bytes.length, sha256: sha256(bytes) });
      yield Buffer.from(`part ${bytes.length} ${name}\n`);
      yield bytes;
    }
    table.rows = stream.rowCount;
    manifest.tables.push(table);
    done += table.rows;
    hooks.onProgress?.({ stage: 'back up', done, unit: 'rows', note: name });
  }
  const { bytes } = seal(manifest);
  yield Buffer.from(`manifest ${bytes.length}\n`);
  yield Buffer.from(bytes);
}

async function* partsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    length += piece.length;
    if (length < PART_BYTES) continue;
    yield Buffer.concat(pieces);
    [pieces, length] = [[], 0];
  }
  if (length > 0) yield Buffer.concat(pieces);
}

/** The columns of a table, in their order. */
export async function columnsOf(client: PoolClient, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT attname AS name FROM pg_catalog.pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [`dqs.${table}`],
  );
  return rows.map(({ name }) => name);
}

/** The first days of the quarters that there are, from the bounds of the parts. */
async function quartersOf(client: PoolClient, table: string): Promise<number[]> {
  const { rows } = await client.query<{ bound: string }>(
    `SELECT pg_get_expr(c.relpartbound, c.oid) AS bound FROM pg_catalog.pg_inherits i
     JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass`,
    [`dqs.${table}`],
  );
  const found = rows.map(({ bound }) => /FROM \('?(-?\d+)'?\)/.exec(bound)?.[1]);
  return found.map(Number).filter(Number.isInteger).sort((a, b) => a - b); // prettier-ignore
}

import { finished } from 'node:stream';

import { DqsError, type Hooks } from '@dqs/core';
import type { PoolClient } from 'pg';
import { from, type CopyStreamQuery } from 'pg-copy-streams';

import { lockToTheEnd } from '../database/lock.js';
import type { StoreDatabase } from '../database/store-database.js';
import { appliedMigrations, migrateIn, SCHEMA_VERSION } from '../schema/migrate.js';
import { MIGRATIONS } from '../schema/migrations/index.js';
import { DIVIDED_TABLES, statementsFor, type DividedTable } from '../schema/partitions.js';
import { columnsOf, tablesOf } from './backup.js';
import { invalidBackup } from './backup-error.js';
import type { BackedUpTable, BackupManifest } from './manifest.js';
import { readBackup, type BackupPart } from './read-backup.js';

/** How a backup is restored. */
export interface RestoreOptions {
  /** Gives up what the database holds. @default false: only into one that holds nothing */
  readonly replace?: boolean;
}

/**
 * Checks a backup from its beginning to its end: every sha256, and that it holds the tables of its version and nothing else.
 * Nothing is written.
 *
 * @throws DqsError `store-backup-invalid` that says what is wrong, `store-version` if it is of a newer program.
 */
export async function verifyBackup(path: string, { signal }: Pick<Hooks, 'signal'> = {}): Promise<BackupManifest> {
  const parts: Omit<BackupPart, 'bytes'>[] = [];
  const manifest = await readBackup(path, ({ table, sha256 }) => void parts.push({ table, sha256 }), signal);
  if (manifest.schema > SCHEMA_VERSION) {
    throw new DqsError(
      'store-version',
      `${path} was made by DQS ${manifest.dqs}, whose schema has version ${manifest.schema}; this program knows versions up ` +
        `to ${SCHEMA_VERSION}: restore it with DQS ${manifest.dqs} or newer`,
    );
  }
  const expected = tablesOf(manifest.schema).join(', ');
  const names = manifest.tables.map(({ name }) => name).join(', ');
  if (names !== expected) throw invalidBackup(path, `its tables are ${names || 'none'}, expected ${expected}`);
  const announced = manifest.tables.flatMap(({ name, parts: all }) => all.map((part) => ({ table: name, ...part })));
  const isSame = announced.every(({ table, sha256 }, i) => parts[i]?.table === table && parts[i].sha256 === sha256);
  if (!isSame || parts.length !== announced.length) {
    throw invalidBackup(path, 'its parts are not those that its manifest announces; it is damaged');
  }
  return manifest;
}

/**
 * Fills a database from a backup, of this or of an earlier version, made on an embedded server or another one. All of it in one
 * transaction: a backup that turns out to be wrong changes nothing.
 *
 * @throws DqsError `store-not-empty` if the database holds something and is not to be replaced, and as {@link verifyBackup}.
 */
export async function restore(
  database: StoreDatabase,
  path: string,
  { replace = false }: RestoreOptions = {},
  hooks: Hooks = {},
): Promise<BackupManifest> {
  const manifest = await verifyBackup(path, hooks);
  await database.transaction(async (client) => {
    await makeRoom(client, database.place, replace);
    await migrateIn(client, database.place, { migrations: MIGRATIONS.slice(0, manifest.schema), ...hooks });
    await fill(client, path, manifest, hooks);
    await migrateIn(client, database.place, hooks);
  });
  return manifest;
}

/** Removes the tables there are, which must be empty unless they are to be replaced. */
async function makeRoom(client: PoolClient, place: string, replace: boolean): Promise<void> {
  // Until this ends nobody migrates.
  await lockToTheEnd(client, 'dqs.restore');
  const done = await appliedMigrations(client);
  if (done.length === 0) return;
  const tables = tablesOf(done.length);
  for (const table of replace ? [] : tables) {
    const { rows } = await client.query<{ holds: boolean }>(`SELECT EXISTS (SELECT FROM dqs.${table}) AS holds`);
    if (rows[0]!.holds) {
      throw new DqsError(
        'store-not-empty',
        `${place} holds something already (in dqs.${table}); restore into a new store, or add --replace to give it up`,
      );
    }
  }
  await client.query(`DROP TABLE ${[...tables, 'migration'].map((table) => `dqs.${table}`).join(', ')}`);
}

/** Copies the tables, part by part; every part is compared once more, since a file may change while it is read. */
async function fill(client: PoolClient, path: string, manifest: BackupManifest, hooks: Hooks): Promise<void> {
  for (const table of manifest.tables) await prepare(client, path, table);
  const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  let current: TableCopy | undefined;
  const finish = async () => {
    if (current === undefined) return;
    await current.end();
    done += current.table.rows;
    hooks.onProgress?.({ stage: 'restore', done, total, unit: 'rows', note: current.table.name });
  };
  const take = async (part: BackupPart) => {
    if (current?.table.name !== part.table) {
      await finish();
      const table = manifest.tables.find(({ name }) => name === part.table);
      if (table === undefined) throw changedMeanwhile(path);
      current = new TableCopy(client, table, path);
    }
    await current.write(part);
  };
  const again = await readBackup(path, take, hooks.signal);
  await finish();
  if (JSON.stringify(again) !== JSON.stringify(manifest)) throw changedMeanwhile(path);
}

function changedMeanwhile(path: string): DqsError {
  return invalidBackup(path, 'it has changed while it was read');
}

async function prepare(client: PoolClient, path: string, { name, columns, quarters = [] }: BackedUpTable) {
  const known = await columnsOf(client, name);
  if (known.join() !== columns.join()) {
    throw invalidBackup(path, `its table ${name} has the columns ${columns.join(', ')}, expected ${known.join(', ')}`);
  }
  if (!(DIVIDED_TABLES as readonly string[]).includes(name)) return;
  for (const statement of statementsFor(name as DividedTable, [...new Set(quarters)])) await client.query(statement);
}

/** One table on its way into the database. */
class TableCopy {
  readonly #stream: CopyStreamQuery;
  #parts = 0;

  constructor(
    client: PoolClient,
    readonly table: BackedUpTable,
    private readonly path: string,
  ) {
    const columns = table.columns.map((column) => `"${column}"`).join(', ');
    this.#stream = client.query(from(`COPY dqs.${table.name} (${columns}) FROM STDIN`));
    // Told by whichever write or end comes next.
    this.#stream.on('error', () => undefined);
  }

  async write({ sha256, bytes }: BackupPart): Promise<void> {
    if (this.table.parts[this.#parts]?.sha256 !== sha256) throw changedMeanwhile(this.path);
    this.#parts += 1;
    await this.#done((callback) => this.#stream.write(bytes, callback));
  }

  async end(): Promise<void> {
    this.#stream.end();
    await this.#done((callback) => finished(this.#stream, callback));
    const { rowCount } = this.#stream;
    if (rowCount === this.table.rows) return;
    throw invalidBackup(this.path, `table ${this.table.name} has ${rowCount} rows, expected ${this.table.rows}`);
  }

  /** Wrong data, and constraints that they break, are the fault of the backup; anything else that of the server. */
  async #done(act: (callback: (error?: Error | null) => void) => void): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => act((error) => (error ? reject(error) : resolve())));
    } catch (cause) {
      const { code = '', message } = cause as Error & { code?: string };
      if (!/^(?:22|23)/.test(code)) throw cause;
      throw invalidBackup(this.path, `table ${this.table.name}: ${message}`, cause);
    }
  }
}

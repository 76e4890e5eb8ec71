import { DQS_VERSION, DqsError, SYSTEM_CLOCK, type Clock } from '@dqs/core';
import type { PoolClient } from 'pg';

import type { StoreDatabase } from '../database/store-database.js';
import { MIGRATIONS } from './migrations/index.js';
import type { Migration } from './migration.js';

/** A migration that was made. */
export interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  /** Milliseconds since 1970, UTC. */
  readonly appliedAt: number;
  /** The version of the program that made it. */
  readonly program: string;
}

/** What a migration may do. */
export interface MigrateOptions {
  /** @default all there are */
  readonly migrations?: readonly Migration[];
  readonly clock?: Clock;
}

/** The lock of all who migrate a database. The number means nothing; it must only be the same for all of them. */
const MIGRATION_LOCK = 7_316_450_182;

/** The version of the schema that this program works with. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * What there is, read from the tables themselves: `to_regclass` may answer from what a session remembers of the time
 * before it waited for the lock.
 */
const WHAT_IS_THERE = `
  SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'dqs') AS "hasSchema",
    EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'dqs' AND c.relname = 'migration') AS "hasMigrations"`;

async function whatIsThere(client: PoolClient) {
  const { rows } = await client.query<{ hasSchema: boolean; hasMigrations: boolean }>(WHAT_IS_THERE);
  return rows[0]!;
}

/** The migrations that a database has; none if it is new. */
export async function appliedMigrations(client: PoolClient): Promise<readonly AppliedMigration[]> {
  if (!(await whatIsThere(client)).hasMigrations) return [];
  const { rows } = await client.query<AppliedMigration>(
    'SELECT version, name, applied_at AS "appliedAt", program FROM dqs.migration ORDER BY version',
  );
  return rows;
}

/**
 * Brings the schema of a database to the newest version, in one transaction. Of several processes that try at once one
 * does it and the others wait.
 *
 * @returns the migrations that this call made.
 * @throws DqsError `store-version` if the database is of a newer program.
 */
export function migrate(database: StoreDatabase, options: MigrateOptions = {}): Promise<readonly AppliedMigration[]> {
  return database.transaction((client) => migrateIn(client, database.place, options));
}

/** As {@link migrate}, in the transaction of the caller. */
export async function migrateIn(
  client: PoolClient,
  place: string,
  { migrations = MIGRATIONS, clock = SYSTEM_CLOCK }: MigrateOptions = {},
): Promise<readonly AppliedMigration[]> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  const done = await appliedMigrations(client);
  assertKnown(done, migrations, place);
  if (done.length === 0) await createSchema(client);
  const made: AppliedMigration[] = [];
  for (const migration of migrations.slice(done.length)) {
    await migration.up(client);
    const { version, name } = migration;
    const row = { version, name, appliedAt: clock.now(), program: DQS_VERSION };
    await client.query('INSERT INTO dqs.migration VALUES ($1, $2, $3, $4)', Object.values(row));
    made.push(row);
  }
  return made;
}

async function createSchema(client: PoolClient): Promise<void> {
  if (!(await whatIsThere(client)).hasSchema) await client.query('CREATE SCHEMA dqs');
  await client.query(
    'CREATE TABLE dqs.migration (version integer PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL, program text NOT NULL)',
  );
}

/**
 * Makes sure that this program knows the schema of a database.
 *
 * @throws DqsError `store-version` if the database is of a newer program.
 */
export function assertKnown(done: readonly AppliedMigration[], migrations: readonly Migration[], place: string): void {
  const last = done.at(-1);
  if (last === undefined || last.version <= migrations.length) return;
  throw new DqsError(
    'store-version',
    `the schema of ${place} has version ${last.version}, made by DQS ${last.program}; this is DQS ${DQS_VERSION}, which ` +
      `knows versions up to ${migrations.length}: use DQS ${last.program} or newer`,
    { details: { found: last.version, known: migrations.length, program: last.program } },
  );
}

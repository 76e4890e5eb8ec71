import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { DqsError } from '@dqs/core';
import type { LedgerStore } from '@dqs/ledger';
import type { DatabasePlace, StoreDatabase } from '@dqs/store';

import { required } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import { localFolder } from './open-store.js';

/** The folder of the embedded database in the folder of a store. */
const EMBEDDED_FOLDER = 'postgres';

/** The settings that say where the database of a store is. */
export type DatabaseSettings = Settings<'store' | 'databaseUrl'>;

/**
 * Where the database of a store is: on the server that is set, otherwise embedded in the folder of the store.
 *
 * @throws DqsError `config-invalid` if neither is set, or the store is in a cloud.
 */
export function databasePlace({ store, databaseUrl }: DatabaseSettings): DatabasePlace {
  if (databaseUrl !== undefined) return { url: databaseUrl };
  const folder = localFolder(required(store, 'store'));
  if (folder !== undefined) return { folder: join(folder, EMBEDDED_FOLDER) };
  throw new DqsError(
    'config-invalid',
    `expected --database-url beside --store ${store}, got none: an embedded database needs a folder of this machine`,
  );
}

/** Whether the database of a store is there: an embedded one is not made by whoever only looks. */
export function hasDatabase(settings: DatabaseSettings): boolean {
  const { store, databaseUrl } = settings;
  if (databaseUrl === undefined && store !== undefined && localFolder(store) === undefined) return false;
  const place = databasePlace(settings);
  return !('folder' in place) || existsSync(place.folder);
}

/**
 * Opens the database of a store, with the schema of this version; see `openDatabase` of `@dqs/store`. The caller closes it.
 *
 * @throws DqsError `store-missing` if the package is not installed, and as `openDatabase` of `@dqs/store`.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<StoreDatabase> {
  const place = databasePlace(settings);
  return (await loadStorePackage()).openDatabase(place);
}

/**
 * Opens the ledger in the database of a store. Its `close` closes the database.
 *
 * @throws DqsError as {@link openDatabase}.
 */
export async function openLedger(settings: DatabaseSettings): Promise<LedgerStore> {
  const place = databasePlace(settings);
  return (await loadStorePackage()).openLedger(place);
}

/**
 * The package of the database, which everything else works without.
 *
 * @throws DqsError `store-missing` if it is not installed.
 */
export async function loadStorePackage(): Promise<typeof import('@dqs/store')> {
  try {
    return await import('@dqs/store');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause;
    throw new DqsError(
      'store-missing',
      'this needs a database, and the package @dqs/store is not installed: npm install @dqs/store',
      { cause },
    );
  }
}

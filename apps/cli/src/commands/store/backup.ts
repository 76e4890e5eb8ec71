import { stat } from 'node:fs/promises';

import { byteSize, whole } from '@dqs/reports/text';
import { databasePlace, loadStorePackage } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs store backup`: all that a database holds, in one file. */
export async function backupStore({
  settings,
  hooks,
}: CommandContext<'store' | 'databaseUrl' | 'out'>): Promise<CommandResult> {
  const file = required(settings.out, 'out');
  const { StoreDatabase, backup } = await loadStorePackage();
  const database = await StoreDatabase.open(databasePlace(settings));
  try {
    const manifest = await backup(database, file, hooks);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    const bytes = (await stat(file)).size;
    const { schema, madeAt } = manifest;
    return {
      json: { place: database.place, file, bytes, rows, schema, madeAt, tables: tablesIn(manifest) },
      text: () => `${file}: ${whole(rows)} rows of ${manifest.tables.length} tables, ${byteSize(bytes)}\n`,
    };
  } finally {
    await database.close();
  }
}

/** The rows of each table of a backup. */
export function tablesIn({ tables }: { readonly tables: readonly { readonly name: string; readonly rows: number }[] }) {
  return tables.map(({ name, rows }) => ({ name, rows }));
}

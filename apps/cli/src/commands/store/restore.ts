import { whole } from '@dqs/reports/text';
import { databasePlace, loadStorePackage } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { tablesIn } from './backup.js';

/** `dqs store restore`: fills a database from a backup. */
export async function restoreStore({
  settings,
  hooks,
}: CommandContext<'store' | 'databaseUrl' | 'backupFile' | 'replaceAll'>): Promise<CommandResult> {
  const file = required(settings.backupFile, 'backupFile');
  const { StoreDatabase, restore, verifyBackup, SCHEMA_VERSION } = await loadStorePackage();
  // A wrong file is told before a database is made.
  await verifyBackup(file, hooks);
  const database = await StoreDatabase.open(databasePlace(settings));
  try {
    const manifest = await restore(database, file, { replace: settings.replaceAll === true }, hooks);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    const steps = SCHEMA_VERSION - manifest.schema;
    const migrated = steps === 0 ? '' : `, migrated from schema version ${manifest.schema} to ${SCHEMA_VERSION}`;
    return {
      json: {
        place: database.place,
        file,
        rows,
        schema: SCHEMA_VERSION,
        from: manifest.schema,
        tables: tablesIn(manifest),
      },
      text: () => `${database.place}: ${whole(rows)} rows of ${manifest.madeAt} restored${migrated}\n`,
    };
  } finally {
    await database.close();
  }
}

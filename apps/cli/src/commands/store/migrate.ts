import { databasePlace, loadStorePackage } from '@dqs/runtime';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs store migrate`: brings the schema of a database to the version of this program. */
export async function migrateStore({ settings }: CommandContext<'store' | 'databaseUrl'>): Promise<CommandResult> {
  const { StoreDatabase, migrate, SCHEMA_VERSION } = await loadStorePackage();
  const database = await StoreDatabase.open(databasePlace(settings));
  try {
    const made = await migrate(database);
    const steps = made.map(({ version, name }) => `${version} ${name}`).join(', ');
    const what = made.length === 0 ? 'it was there already' : `made ${steps}`;
    return {
      json: { place: database.place, version: SCHEMA_VERSION, made },
      text: () => `${database.place}: schema version ${SCHEMA_VERSION}, ${what}\n`,
    };
  } finally {
    await database.close();
  }
}

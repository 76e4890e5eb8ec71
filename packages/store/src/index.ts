export { openDatabase } from './open-database.js';
export { StoreDatabase, type DatabasePlace, type Isolation } from './database/store-database.js';
export { shownUrl } from './database/server-url.js';
export { migrate, SCHEMA_VERSION, type AppliedMigration, type MigrateOptions } from './schema/migrate.js';
export type { Migration } from './schema/migration.js';

// Databases
export { openDatabase } from './open-database.js';
export { StoreDatabase, type DatabasePlace, type Isolation } from './database/store-database.js';
export { endingWith, type WorkDatabase } from './database/ending-with.js';
export { shownUrl } from './database/server-url.js';
export { databaseAbout, type DatabaseAbout } from './about.js';
export { databaseSize, type DatabaseSize } from './size.js';
export { storeStatus, type StoreStatus } from './status.js';

// What stores are in them
export { openAlertingStore } from './alerting/open-alerting-store.js';
export { PostgresAlertingStore } from './alerting/postgres-alerting-store.js';
export { openLedger } from './ledger/open-ledger.js';
export { PostgresLedger } from './ledger/postgres-ledger.js';

// Who did what, and what happened
export { PostgresAuditStore, type KeptEntry } from './audit/postgres-audit-store.js';
export { PostgresEvents } from './events/postgres-events.js';
export type { NewEvent, StoreEvent } from './events/store-event.js';

// Who asks, and who is told
export { PostgresAnswers, type AnswerRequest, type AnswerState } from './access/postgres-answers.js';
export { PostgresWebhooks, type Webhook, type WebhookSecret } from './access/postgres-webhooks.js';

// What stands, and what goes
export { PostgresNotices, type Notice } from './notices/postgres-notices.js';
export { pruneStore, type Pruned, type Retention } from './retention/prune.js';

// Migrations
export { migrate, SCHEMA_VERSION, type AppliedMigration, type MigrateOptions } from './schema/migrate.js';
export type { Migration } from './schema/migration.js';

// Backups
export { backup } from './backup/backup.js';
export type { BackupManifest } from './backup/manifest.js';
export { restore, verifyBackup, type RestoreOptions } from './backup/restore.js';

// Jobs
export { JobQueue, type JobQueueOptions, type WorkOptions } from './jobs/job-queue.js';
export { jobHistory, type JobHistory, type JobHour } from './jobs/job-history.js';
export { jobTotals, type JobTotals } from './jobs/job-totals.js';
export type { JobTimes } from './jobs/boss.js';
export type { Job, JobData, JobFilter, JobHandler, JobOffer, JobState, RunningJob } from './jobs/job.js';

import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';
import * as store from '../src/index.js';

describe('@dqs/store', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(store).sort()).toEqual([
      'JobQueue',
      'PostgresAlertingStore',
      'PostgresAnswers',
      'PostgresAuditStore',
      'PostgresEvents',
      'PostgresLedger',
      'PostgresNotices',
      'PostgresWebhooks',
      'SCHEMA_VERSION',
      'StoreDatabase',
      'backup',
      'databaseAbout',
      'databaseSize',
      'endingWith',
      'jobHistory',
      'jobTotals',
      'migrate',
      'openAlertingStore',
      'openDatabase',
      'openLedger',
      'pruneStore',
      'restore',
      'shownUrl',
      'storeStatus',
      'verifyBackup',
    ]);
  });

  it('exports exactly these types', () => {
    expect(exportedTypes(join(__dirname, '..', 'src', 'index.ts'))).toEqual([
      'AnswerRequest',
      'AnswerState',
      'AppliedMigration',
      'BackupManifest',
      'DatabaseAbout',
      'DatabasePlace',
      'DatabaseSize',
      'Isolation',
      'Job',
      'JobData',
      'JobFilter',
      'JobHandler',
      'JobHistory',
      'JobHour',
      'JobOffer',
      'JobQueueOptions',
      'JobState',
      'JobTimes',
      'JobTotals',
      'KeptEntry',
      'MigrateOptions',
      'Migration',
      'NewEvent',
      'Notice',
      'Pruned',
      'RestoreOptions',
      'Retention',
      'RunningJob',
      'StoreEvent',
      'StoreStatus',
      'Webhook',
      'WebhookSecret',
      'WorkDatabase',
      'WorkOptions',
    ]);
  });
});

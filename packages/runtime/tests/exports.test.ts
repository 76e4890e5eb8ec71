import { join } from 'node:path';

import { exportedTypes } from '../../../tools/jest/exported-types.cjs';
import * as alerting from '../src/alerting/index.js';
import * as metrics from '../src/metrics/index.js';
import * as pages from '../src/pages/index.js';
import * as retraining from '../src/retraining/index.js';
import * as experiments from '../src/experiments/index.js';
import * as history from '../src/history/index.js';
import * as serving from '../src/serving/index.js';
import * as runtime from '../src/index.js';
import * as program from '../src/program.js';
import * as settings from '../src/settings/index.js';
import * as summary from '../src/summary/index.js';

describe('@dqs/runtime', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(runtime).sort()).toEqual([
      'Audit',
      'CATALOG_FILE',
      'RememberedOutcomes',
      'SHADOW_DAYS',
      'WORKS',
      'actorOf',
      'anchorAudit',
      'auditBytes',
      'auditIn',
      'audited',
      'automationPause',
      'backfillDays',
      'changeAlerting',
      'changeAlertingIfThere',
      'databasePlace',
      'featureGroups',
      'findSeries',
      'forecastDays',
      'forecastOutcomes',
      'gatesOfPromotion',
      'gitAnchor',
      'hasDatabase',
      'issueDay',
      'judgingOptions',
      'keepVerification',
      'keptForecast',
      'kindsOfJobs',
      'knownKeys',
      'lastVerification',
      'ledgerQuery',
      'limitsOf',
      'loadStorePackage',
      'openCatalog',
      'openDatabase',
      'openLedger',
      'openModel',
      'openOperation',
      'openRegistry',
      'openStore',
      'pause',
      'promote',
      'readAudit',
      'readLedger',
      'readOperation',
      'readParamsFile',
      'replayKept',
      'resume',
      'ruleNames',
      'runDue',
      'runWorker',
      'seriesWithFacts',
      'signingKeys',
      'targetsOf',
      'tick',
      'trainingOptions',
      'verifyAuditOf',
      'webhookAnchor',
      'withAudit',
      'withDriftOfModel',
      'withIssuingVersions',
      'withJobs',
      'withLedger',
      'withModel',
      'withModels',
      'withOperation',
      'withQueue',
    ]);
  });
});

describe('@dqs/runtime/settings', () => {
  it('exports exactly these names', () => {
    expect(Object.keys(settings).sort()).toEqual([
      'ALERT_SETTINGS',
      'API_SETTINGS',
      'AUDIT_SETTINGS',
      'BATCH_SETTINGS',
      'CATALOG_SETTINGS',
      'CHECK_SETTINGS',
      'COMMON_SETTINGS',
      'CONFIG_FILE',
      'DATABASE_SETTINGS',
      'DELIVERY_SETTINGS',
      'EVERYWHERE',
      'EXPERIMENT_RULES',
      'EXPERIMENT_SETTINGS',
      'FORECAST_SETTINGS',
      'GATES',
      'GENERATE_SETTINGS',
      'INPUT',
      'INPUT_SETTINGS',
      'JOB_SETTINGS',
      'JUDGING',
      'LEDGER_SETTINGS',
      'LOGS',
      'MAPPING',
      'MONITOR_SETTINGS',
      'OPERATION_SETTINGS',
      'OWN_WRITING',
      'OWN_WRITING_BESIDE_FORMAT',
      'OWN_WRITING_BESIDE_OUTCOMES',
      'REGISTRY_SETTINGS',
      'RETRAINING_SETTINGS',
      'SETTINGS',
      'SQL_SETTINGS',
      'SUMMARY_FILES',
      'SUMMARY_SETTINGS',
      'TOKENS',
      'TRAINING',
      'TRAIN_SETTINGS',
      'TUNE_SETTINGS',
      'VALIDATE_SETTINGS',
      'WORKER',
      'areaJsonSchema',
      'areaSchema',
      'defaultOf',
      'environmentName',
      'flagKey',
      'helpOf',
      'longFlag',
      'orDefault',
      'readSettings',
      'required',
      'setting',
      'settingOf',
    ]);
  });
});

describe('the other entries of @dqs/runtime', () => {
  it('export exactly these names', () => {
    expect(Object.keys(program).sort()).toEqual(['assertPlaces', 'createLogger']);
    expect(Object.keys(history).sort()).toEqual([
      'freshHistory',
      'givenHistory',
      'givenPanel',
      'judgedHistory',
      'mappingOptions',
      'openDeliveries',
      'readInputs',
      'readOptions',
      'warnOfRejects',
    ]);
    expect(Object.keys(experiments).sort()).toEqual([
      'openExperiment',
      'openExperimentStore',
      'replaySettings',
      'ruleSettings',
    ]);
    expect(Object.keys(alerting).sort()).toEqual([
      'channelsOf',
      'factSources',
      'lastDaysSpan',
      'openPolicy',
      'openPolicyOrNone',
      'policyFile',
      'policySources',
      'replayedTicks',
      'runTick',
    ]);
    expect(Object.keys(metrics).sort()).toEqual([
      'METRICS',
      'Metrics',
      'MetricsCollector',
      'countIngest',
      'jobMetrics',
      'processMetrics',
      'serveMetrics',
    ]);
    expect(Object.keys(pages).sort()).toEqual([
      'PageViews',
      'WATCH_ODDS',
      'pageFrame',
      'pageTable',
      'seriesRows',
      'todayPage',
      'todayTables',
    ]);
    expect(Object.keys(retraining).sort()).toEqual([
      'openRetraining',
      'plannedRetraining',
      'runRetraining',
      'withRetrainingInputs',
    ]);
    expect(Object.keys(serving).sort()).toEqual([
      'ACTIONS',
      'ApiKeys',
      'EventFeed',
      'MemoryAnswers',
      'ROLES',
      'ServedJobs',
      'ServedModels',
      'ServedPolicy',
      'ServedWebhooks',
      'TokenPrincipals',
      'areWithin',
      'eventsIn',
      'isWithin',
      'mayDo',
      'openAnswers',
      'webhooksIn',
    ]);
    expect(Object.keys(summary).sort()).toEqual(['planFiles', 'withToldRules']);
  });
});

describe('types of @dqs/runtime, which exist for the compiler alone, are exactly these', () => {
  it.each([
    [
      'index.ts',
      [
        'ActEnd',
        'AnchorWriter',
        'AppHooks',
        'AuditFilter',
        'AuditLogReport',
        'AuditParts',
        'AuditedAct',
        'BackfillSettings',
        'DatabaseSettings',
        'DriftSources',
        'DueRun',
        'EndedJob',
        'ForecastOutcome',
        'IssueSettings',
        'IssuingSettings',
        'JudgingSettings',
        'KeptForecast',
        'KeptRevision',
        'KeptVerification',
        'KindOfJob',
        'KindPause',
        'LedgerAccess',
        'LedgerReadSettings',
        'OpenedModel',
        'OpenedOperation',
        'Operation',
        'ParamsFile',
        'Pausable',
        'Promoted',
        'PromotionSettings',
        'ReadEntry',
        'RegistrySettings',
        'ReplaySettings',
        'SigningKeys',
        'Ticked',
        'TrainingSettings',
        'Work',
        'WorkerSettings',
      ],
    ],
    [
      'settings/index.ts',
      ['Area', 'Setting', 'SettingFacts', 'SettingName', 'SettingSources', 'SettingValue', 'Settings'],
    ],
    ['program.ts', ['LogLevel', 'PlaceRules', 'TerminalTexts']],
    ['history/index.ts', ['InputSettings', 'InputsRead', 'MappingOptions', 'MappingSettings', 'ToldHistory']],
    [
      'alerting/index.ts',
      ['ChannelSettings', 'OpenedPolicy', 'PolicySources', 'ReplaySpan', 'ReplayedTicks', 'RunTick', 'TickSettings'],
    ],
    [
      'retraining/index.ts',
      ['OpenedRetraining', 'RanRetraining', 'RetrainingInputSettings', 'RetrainingInputs', 'RetrainingSettings'],
    ],
    ['experiments/index.ts', ['ExperimentPlace']],
    [
      'serving/index.ts',
      [
        'Action',
        'Answers',
        'ApiKey',
        'Following',
        'NewApiKey',
        'NewWebhook',
        'Principal',
        'Role',
        'ServedModel',
        'ServedSettings',
        'TokenSettings',
        'WrittenPolicy',
      ],
    ],
    ['summary/index.ts', ['SummaryForms']],
    [
      'pages/index.ts',
      [
        'ArrivalRow',
        'Cell',
        'ChangedRow',
        'GradedRow',
        'LikelyRow',
        'NeedRow',
        'PageFrame',
        'PageScope',
        'PageSources',
        'PageTable',
        'PageView',
        'SeriesRow',
        'SeriesState',
        'TodayPage',
      ],
    ],
    ['metrics/index.ts', ['MetricDefinition', 'MetricName', 'MetricsServer', 'Reading', 'SystemSources']],
  ])('in src/%s', (file, types) => {
    expect(exportedTypes(join(__dirname, '../src', file))).toEqual(types);
  });
});

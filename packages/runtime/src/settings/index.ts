export { ALERT_SETTINGS } from './alerts.js';
export { API_SETTINGS, TOKENS } from './api.js';
export { areaJsonSchema, areaSchema } from './area-schema.js';
export { AUDIT_SETTINGS } from './audit.js';
export { BATCH_SETTINGS } from './batch.js';
export { CATALOG_SETTINGS } from './catalog.js';
export { CHECK_SETTINGS } from './check.js';
export { COMMON_SETTINGS, EVERYWHERE } from './common.js';
export { DELIVERY_SETTINGS } from './deliveries.js';
export { DEPLOY_SETTINGS } from './deploy.js';
export { EXPERIMENT_RULES, EXPERIMENT_SETTINGS } from './experiment.js';
export { FORECAST_SETTINGS } from './forecast.js';
export { GENERATE_SETTINGS } from './generate.js';
export {
  HOW_LOGS_ARE_READ,
  INPUT,
  INPUT_SETTINGS,
  LOGS,
  MAPPING,
  NEWER_HISTORY,
  OWN_WRITING,
  OWN_WRITING_BESIDE_FORMAT,
  OWN_WRITING_BESIDE_OUTCOMES,
} from './input.js';
export { JOB_SETTINGS, WORKER } from './jobs.js';
export { CONFIG_FILE, environmentName, flagKey, longFlag, orDefault, required } from './names.js';
export { MONITOR_SETTINGS } from './monitor.js';
export { OPERATION_SETTINGS } from './operation.js';
export { PANEL_SET_SETTINGS } from './panel-set.js';
export { readSettings, type SettingSources } from './read-settings.js';
export { LEDGER_SETTINGS } from './ledger.js';
export { REGISTRY_SETTINGS } from './registry.js';
export { RETRAINING_SETTINGS } from './retraining.js';
export {
  aboutOf,
  defaultOf,
  helpOf,
  setting,
  valuesOf,
  type Area,
  type Setting,
  type SettingFacts,
} from './setting.js';
export { headingOf, SETTINGS, settingOf, type SettingName, type Settings, type SettingValue } from './settings.js';
export { DATABASE_SETTINGS, SQL_SETTINGS } from './sql.js';
export { SUMMARY_FILES } from '../places/summary-files.js';
export { SUMMARY_SETTINGS } from './summary.js';
export { TRAIN_SETTINGS, TRAINING } from './train.js';
export { TUNE_SETTINGS } from './tune.js';
export { GATES, JUDGING, VALIDATE_SETTINGS } from './validate.js';

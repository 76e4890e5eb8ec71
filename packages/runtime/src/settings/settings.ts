import type * as z from 'zod/mini';

import { ALERT_SETTINGS } from './alerts.js';
import { API_SETTINGS } from './api.js';
import { AUDIT_SETTINGS } from './audit.js';
import { BATCH_SETTINGS } from './batch.js';
import { CATALOG_SETTINGS } from './catalog.js';
import { CHECK_SETTINGS } from './check.js';
import { COMMON_SETTINGS } from './common.js';
import { DELIVERY_SETTINGS } from './deliveries.js';
import { DEPLOY_SETTINGS } from './deploy.js';
import { EXPERIMENT_SETTINGS } from './experiment.js';
import { FORECAST_SETTINGS } from './forecast.js';
import { GENERATE_SETTINGS } from './generate.js';
import { INPUT, INPUT_SETTINGS } from './input.js';
import { JOB_SETTINGS } from './jobs.js';
import { MONITOR_SETTINGS } from './monitor.js';
import { OPERATION_SETTINGS } from './operation.js';
import { PANEL_SET_SETTINGS } from './panel-set.js';
import { LEDGER_SETTINGS } from './ledger.js';
import { REGISTRY_SETTINGS } from './registry.js';
import { RETRAINING_SETTINGS } from './retraining.js';
import type { Area, Setting } from './setting.js';
import { DATABASE_SETTINGS, SQL_SETTINGS } from './sql.js';
import { SUMMARY_SETTINGS } from './summary.js';
import { TRAIN_SETTINGS } from './train.js';
import { TUNE_SETTINGS } from './tune.js';
import { VALIDATE_SETTINGS } from './validate.js';

/**
 * Every setting of every app, declared once, by area. The key is the name in `dqs.config.json`; in upper case with
 * underscores behind `DQS_` it is the environment variable.
 */
export const SETTINGS = {
  ...INPUT_SETTINGS,
  ...DELIVERY_SETTINGS,
  ...PANEL_SET_SETTINGS,
  ...LEDGER_SETTINGS,
  ...CATALOG_SETTINGS,
  ...ALERT_SETTINGS,
  ...API_SETTINGS,
  ...CHECK_SETTINGS,
  ...MONITOR_SETTINGS,
  ...TRAIN_SETTINGS,
  ...FORECAST_SETTINGS,
  ...REGISTRY_SETTINGS,
  ...RETRAINING_SETTINGS,
  ...AUDIT_SETTINGS,
  ...VALIDATE_SETTINGS,
  ...BATCH_SETTINGS,
  ...TUNE_SETTINGS,
  ...EXPERIMENT_SETTINGS,
  ...OPERATION_SETTINGS,
  ...JOB_SETTINGS,
  ...GENERATE_SETTINGS,
  ...SUMMARY_SETTINGS,
  ...SQL_SETTINGS,
  ...DATABASE_SETTINGS,
  ...DEPLOY_SETTINGS,
  ...COMMON_SETTINGS,
};

/** Areas by the heading of their options in the help of a command. */
const HEADINGS: readonly (readonly [heading: string, area: Area])[] = [
  ['Input', INPUT_SETTINGS],
  ['Store', DELIVERY_SETTINGS],
  ['Panel set', PANEL_SET_SETTINGS],
  ['Ledger', LEDGER_SETTINGS],
  ['Catalog', CATALOG_SETTINGS],
  ['Alerts', ALERT_SETTINGS],
  ['Server', API_SETTINGS],
  ['Check', CHECK_SETTINGS],
  ['Monitoring', MONITOR_SETTINGS],
  ['Training', TRAIN_SETTINGS],
  ['Forecasts', FORECAST_SETTINGS],
  ['Registry', REGISTRY_SETTINGS],
  ['Retraining', RETRAINING_SETTINGS],
  ['Audit', AUDIT_SETTINGS],
  ['Gates', VALIDATE_SETTINGS],
  ['Batch', BATCH_SETTINGS],
  ['Search', TUNE_SETTINGS],
  ['Experiment', EXPERIMENT_SETTINGS],
  ['Operation', OPERATION_SETTINGS],
  ['Worker', JOB_SETTINGS],
  ['History', GENERATE_SETTINGS],
  ['Summary', SUMMARY_SETTINGS],
  ['Query', SQL_SETTINGS],
  ['Database', DATABASE_SETTINGS],
  ['Deployment', DEPLOY_SETTINGS],
  ['Everywhere', COMMON_SETTINGS],
];

/** Name of a setting. */
export type SettingName = keyof typeof SETTINGS;

/** Value of a setting, checked. */
export type SettingValue<N extends SettingName> = Exclude<z.core.output<(typeof SETTINGS)[N]['schema']>, undefined>;

/** Checked settings; undefined if neither given nor required. */
export type Settings<N extends SettingName> = { readonly [K in N]?: SettingValue<K> };

/** The declaration of a setting. */
export function settingOf(name: SettingName): Setting {
  return SETTINGS[name];
}

/**
 * Under which heading of many an option stands in help: what is written stands together, and so do the places that a history
 * is read from, whatever their areas.
 *
 * @param beside all settings of the command.
 */
export function headingOf(name: SettingName, beside: readonly SettingName[]): string {
  if (beside.includes('input') && INPUT.some((other) => other === name)) return 'Input';
  if (settingOf(name).place === 'output') return 'Output';
  return HEADINGS.find(([, area]) => Object.hasOwn(area, name))![0];
}

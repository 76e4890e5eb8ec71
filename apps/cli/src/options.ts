import { BACKEND_COMMANDS, BACKEND_OPTIONS } from './options/backends.js';
import { BATCH_COMMANDS, BATCH_OPTIONS } from './options/batch.js';
import { COMMON_COMMANDS, COMMON_OPTIONS, COMMON_SETTINGS } from './options/common.js';
import { EXPERIMENT_COMMANDS, EXPERIMENT_OPTIONS } from './options/experiments.js';
import { FORECASTING_COMMANDS, FORECASTING_OPTIONS } from './options/forecasting.js';
import { GENERATING_COMMANDS, GENERATING_OPTIONS } from './options/generating.js';
import { INPUT_COMMANDS, INPUT_OPTIONS } from './options/input.js';
import { REGISTRY_COMMANDS, REGISTRY_OPTIONS } from './options/registry.js';
import { SUMMARY_COMMANDS, SUMMARY_OPTIONS } from './options/summaries.js';
import { TRAINING_COMMANDS, TRAINING_OPTIONS } from './options/training.js';
import { TUNING_COMMANDS, TUNING_OPTIONS } from './options/tuning.js';
import { VALIDATION_COMMANDS, VALIDATION_OPTIONS } from './options/validation.js';
import type { OptionText } from './options/option-text.js';

export { COMMON_SETTINGS };

/**
 * Every option of every command, declared once, by area in `options/`. The key is the name in `dqs.config.json`; in upper
 * case with underscores behind `DQS_` it is the environment variable. What values are allowed is in `types/`, which is
 * loaded when a command runs and not for `--help`.
 */
export const OPTIONS = {
  ...INPUT_OPTIONS,
  ...TRAINING_OPTIONS,
  ...FORECASTING_OPTIONS,
  ...BACKEND_OPTIONS,
  ...REGISTRY_OPTIONS,
  ...VALIDATION_OPTIONS,
  ...BATCH_OPTIONS,
  ...TUNING_OPTIONS,
  ...EXPERIMENT_OPTIONS,
  ...GENERATING_OPTIONS,
  ...SUMMARY_OPTIONS,
  ...COMMON_OPTIONS,
} as const satisfies Readonly<Record<string, OptionText>>;

/** Name of a setting. */
export type SettingName = keyof typeof OPTIONS;

/** Whether a run reads, writes or keeps what is at the path that a setting holds; undefined where it holds no path. */
export function placeOf(name: SettingName): OptionText['place'] {
  return (OPTIONS[name] as OptionText).place;
}

/** The settings of each command, in the order `--help` shows them. A command of a group has both names: `registry list`. */
export const COMMAND_SETTINGS = {
  ...INPUT_COMMANDS,
  ...TRAINING_COMMANDS,
  ...FORECASTING_COMMANDS,
  ...BACKEND_COMMANDS,
  ...REGISTRY_COMMANDS,
  ...VALIDATION_COMMANDS,
  ...BATCH_COMMANDS,
  ...TUNING_COMMANDS,
  ...EXPERIMENT_COMMANDS,
  ...GENERATING_COMMANDS,
  ...SUMMARY_COMMANDS,
  ...COMMON_COMMANDS,
} as const satisfies Readonly<Record<string, readonly SettingName[]>>;

/** Name of a command. */
export type CommandName = keyof typeof COMMAND_SETTINGS;

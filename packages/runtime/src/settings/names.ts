import { DqsError } from '@dqs/core';
import * as z from 'zod/mini';

import { defaultOf, helpOf } from './setting.js';
import { settingOf, type SettingName, type SettingValue } from './settings.js';

/** The settings file that is read if there is one. */
export const CONFIG_FILE = 'dqs.config.json';

/** The environment variable of a setting: `DQS_MAX_REJECT_RATIO` for `maxRejectRatio`, unless it declares one. */
export function environmentName(name: SettingName): string {
  const { variable } = settingOf(name);
  return variable ?? `DQS_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** The long flag of a setting: `--max-reject-ratio`. */
export function longFlag(name: SettingName): string {
  return /--[a-z-]+/.exec(settingOf(name).flags)![0];
}

/**
 * Name that the command line parser gives the value of a setting, `maxRejectRatio`. It follows from the flag, since two
 * commands may use one flag for different settings (`--rules`).
 */
export function flagKey(name: SettingName): string {
  return longFlag(name)
    .slice(2)
    .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What was given for a setting, or the default that its declaration names; only for settings that have one. */
export function orDefault<N extends SettingName>(given: SettingValue<N> | undefined, name: N): SettingValue<N> {
  if (given !== undefined) return given;
  const setting = settingOf(name);
  return z.parse(setting.schema, defaultOf(setting)) as SettingValue<N>;
}

/**
 * A setting that a command cannot do without.
 *
 * @throws DqsError `config-invalid` that names flag, environment variable and key.
 */
export function required<T>(value: T | undefined, name: SettingName): T {
  if (value !== undefined) return value;
  const setting = settingOf(name);
  throw new DqsError(
    'config-invalid',
    `expected ${setting.flags.replace(/^-., /, '')} (${helpOf(setting)}), got none; ` +
      `it may also be set as ${environmentName(name)} or "${name}" in ${CONFIG_FILE}`,
  );
}

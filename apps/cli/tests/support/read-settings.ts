import { EVERYWHERE, readSettings as read, type SettingName } from '@dqs/runtime/settings';

import { COMMAND_NAMES, COMMANDS } from '../../src/definitions/index.js';

/** The definition of every command, by its name. */
export const DEFINITIONS = new Map([...COMMANDS.values()].flat().map((definition) => [definition.name, definition]));

/** Every setting that a command has. */
export function settingsOf(command: string): SettingName[] {
  return [...DEFINITIONS.get(command)!.settings, ...EVERYWHERE];
}

/** Reads the settings of a command as the program does. */
export function readSettings(
  command: string,
  flags: Readonly<Record<string, unknown>>,
  sources: { readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string },
) {
  return read(settingsOf(command), flags, { ...sources, section: command, sections: COMMAND_NAMES });
}

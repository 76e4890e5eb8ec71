import type { Command } from '@commander-js/extra-typings';

import { COMMAND_SETTINGS, COMMON_SETTINGS, OPTIONS, type CommandName, type SettingName } from '../options.js';
import { runCommand, type CommandWork } from '../run.js';

/** How a command is explained, and what it does. */
export interface CommandDefinition<C extends CommandName> {
  readonly name: C;
  readonly summary: string;
  /** Further sentences for `--help`. */
  readonly description?: string;
  /** Command lines, with `dqs` in front. */
  readonly examples: readonly string[];
  /** Positional arguments after the command's name, the values of one setting. */
  readonly positional?: { readonly setting: SettingName; readonly syntax: string };
  readonly work: CommandWork<C>;
}

/** Adds a command with its options, help and work to the program. */
export function defineCommand<C extends CommandName>(program: Command, definition: CommandDefinition<C>): void {
  const { name, summary, description = '', examples, positional, work } = definition;
  const command = program.command(name).summary(summary);
  command.description(description === '' ? summary : `${summary}\n\n${description}`);
  if (positional) command.argument(positional.syntax, OPTIONS[positional.setting].description);
  const own: readonly SettingName[] = COMMAND_SETTINGS[name];
  for (const setting of own) addOption(command, setting);
  command.optionsGroup('Everywhere:');
  for (const setting of COMMON_SETTINGS) addOption(command, setting);
  command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`);
  command.action(async (...args: unknown[]) => {
    const flags: Record<string, unknown> = { ...command.opts() };
    const values = positional && Array.isArray(args[0]) ? (args[0] as unknown[]) : [];
    if (positional && values.length > 0) flags[positional.setting] = [...toArray(flags[positional.setting]), ...values];
    await runCommand(name, flags, work);
  });
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function addOption(command: Command, setting: SettingName): void {
  const { flags, description } = OPTIONS[setting];
  command.option(flags, description);
}

import type { Command, Option } from '@commander-js/extra-typings';
import { Option as UntypedOption } from 'commander';

import { COMMAND_SETTINGS, COMMON_SETTINGS, OPTIONS, type CommandName, type SettingName } from '../options.js';
import { runCommand, type CommandWork } from '../run.js';
import { flagKey } from '../setting-names.js';

/** How a command is explained, and what it does. */
export interface CommandDefinition<C extends CommandName> {
  readonly name: C;
  readonly summary: string;
  /** Further sentences for `--help`. */
  readonly description?: string;
  /** Command lines, with `dqs` in front. */
  readonly examples: readonly string[];
  /** Arguments after the command's name, each the value (or with `...` the values) of a setting. */
  readonly positionals?: readonly { readonly setting: SettingName; readonly syntax: string }[];
  readonly work: CommandWork<C>;
}

/** What commands of two words have in common, by their first word. */
const GROUPS = new Map(
  Object.entries({
    backends: 'list and compare backends',
    batch: 'inspect runs of batch prediction',
    experiment: 'A/B tests between versions of a model',
    features: 'export the columns that models learn from',
    registry: 'versions of models: compare, promote, roll back',
  }),
);

/** Adds a command with its options, help and work to the program. */
export function defineCommand<C extends CommandName>(program: Command, definition: CommandDefinition<C>): void {
  const { name, summary, description = '', examples, positionals = [], work } = definition;
  const command = placeFor(program, name);
  command.summary(summary).description(description === '' ? summary : `${summary}\n\n${description}`);
  for (const { setting, syntax } of positionals) command.argument(syntax, OPTIONS[setting].description);
  const own: readonly SettingName[] = COMMAND_SETTINGS[name];
  for (const setting of own) addOption(command, setting);
  command.optionsGroup('Everywhere:');
  for (const setting of COMMON_SETTINGS) addOption(command, setting);
  command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ ${example}`).join('\n')}`);
  command.action(async (...args: unknown[]) => {
    const flags: Record<string, unknown> = { __proto__: null, ...command.opts() };
    positionals.forEach(({ setting }, i) => {
      const value = args[i];
      const key = flagKey(setting);
      if (Array.isArray(value)) {
        if (value.length > 0) flags[key] = [...toArray(flags[key]), ...(value as unknown[])];
      } else if (value !== undefined) flags[key] = value;
    });
    await runCommand(name, flags, work);
  });
}

/** The command of that name, new; of a name of two words the first is a group, made when first needed. */
function placeFor(program: Command, name: CommandName): Command {
  const [first, second] = name.split(' ') as [string, string | undefined];
  if (second === undefined) return program.command(first) as unknown as Command;
  const known = program.commands.find((command) => command.name() === first) as Command | undefined;
  const group = known ?? addGroup(program, first);
  return group.command(second) as unknown as Command;
}

function addGroup(program: Command, name: string): Command {
  const group = program
    .command(name)
    .summary(GROUPS.get(name) ?? name)
    .description(GROUPS.get(name) ?? name);
  group.helpCommand('help [command]', 'show help for a command');
  return group as unknown as Command;
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function addOption(command: Command, setting: SettingName): void {
  const { flags, description } = OPTIONS[setting];
  const option = new UntypedOption(flags, description);
  // To commander `--no-x` sets x to false and, worse, x to true where it is not given; to us it is a flag like any other.
  option.negate = false;
  command.addOption(option as unknown as Option);
}

import type { Command, Option } from '@commander-js/extra-typings';
import { Option as UntypedOption } from 'commander';

import { EVERYWHERE, flagKey, headingOf, helpOf, settingOf, type SettingName } from '@dqs/runtime/settings';
import { wrapProse } from '@dqs/reports/terminal';
import type { PlaceRules } from '@dqs/runtime/program';

import { GROUPS } from './groups.js';
import { toldElsewhere } from '../help/options.js';
import { exampleLines, helpWidth } from '../help/width.js';
import { runCommand, type CommandContext, type CommandResult } from '../run.js';

/** The help of a command, its settings and its work. */
export interface CommandDefinition<L extends readonly SettingName[] = readonly SettingName[]> {
  /** One word, or two of which the first is a group: `registry list`. */
  readonly name: string;
  readonly summary: string;
  /** Further sentences for `--help`. */
  readonly description?: string;
  /** Command lines, with `dqs` in front. */
  readonly examples: readonly string[];
  /** Arguments after the command's name, each the value (or with `...` the values) of a setting. */
  readonly positionals?: readonly { readonly setting: L[number]; readonly syntax: string }[];
  /** Its settings, in the order of the help. */
  readonly settings: L;
  /** How it uses places, beyond what its settings declare. */
  readonly places?: PlaceRules;
  /** The work; its code is loaded only when it runs. */
  readonly work: (context: CommandContext<L[number]>) => Promise<CommandResult>;
}

/** A definition whose work can only use the settings that it lists. */
export function command<const L extends readonly SettingName[]>(definition: CommandDefinition<L>): CommandDefinition {
  return definition as unknown as CommandDefinition;
}

/** Up to so many options are easily read without headings. */
const MANY_OPTIONS = 12;

const READING = 'How logs are read (--map, --delimiter, --date-format, --rejects and others): dqs help input';

/**
 * Adds a command with its options, help and work to the program.
 *
 * @param group its heading in the help of the program.
 * @param sections the names of all commands, of which a settings file may have sections.
 */
export function defineCommand(
  program: Command,
  definition: CommandDefinition,
  group: string,
  sections: readonly string[],
): void {
  const { name, summary, description = '', examples, positionals = [], settings } = definition;
  const command = placeFor(program, name, group);
  command.summary(summary).description(description === '' ? summary : `${summary}\n\n${description}`);
  for (const { setting, syntax } of positionals) command.argument(syntax, helpOf(settingOf(setting)));
  const elsewhere = new Set(toldElsewhere(settings));
  const isLong = settings.length - elsewhere.size > MANY_OPTIONS;
  for (const setting of settings) {
    const option = optionFor(setting).hideHelp(elsewhere.has(setting));
    command.addOption(isLong ? option.helpGroup(`${headingOf(setting, settings)}:`) : option);
  }
  command.optionsGroup('Everywhere:');
  for (const setting of EVERYWHERE) command.addOption(optionFor(setting));
  command.addHelpOption(optionOf('-h, --help', 'display help for command'));
  const further = () => (elsewhere.size === 0 ? '' : `\n${wrapProse(READING, helpWidth())}\n`);
  command.addHelpText('after', () => `${further()}\nExamples:\n${exampleLines(examples)}`);
  command.action(async (...args: unknown[]) => {
    const flags: Record<string, unknown> = { __proto__: null, ...command.opts() };
    positionals.forEach(({ setting }, i) => {
      const value = args[i];
      const key = flagKey(setting);
      if (Array.isArray(value)) {
        if (value.length > 0) flags[key] = [...toArray(flags[key]), ...(value as unknown[])];
      } else if (value !== undefined) flags[key] = value;
    });
    await runCommand(definition, flags, sections);
  });
}

/** Creates the command of a name; the first of two words is a group, created when first needed. */
function placeFor(program: Command, name: string, heading: string): Command {
  const [first, second] = name.split(' ') as [string, string | undefined];
  if (second === undefined) return program.command(first).helpGroup(heading) as unknown as Command;
  const known = program.commands.find((command) => command.name() === first) as Command | undefined;
  const group = known ?? addGroup(program, first, heading);
  return group.command(second) as unknown as Command;
}

function addGroup(program: Command, name: string, heading: string): Command {
  const group = program
    .command(name)
    .helpGroup(heading)
    .summary(GROUPS.get(name) ?? name)
    .description(GROUPS.get(name) ?? name);
  group.helpCommand('help [command]', 'show help for a command');
  return group as unknown as Command;
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function optionFor(setting: SettingName): Option {
  const declared = settingOf(setting);
  const option = optionOf(declared.flags, helpOf(declared));
  // In commander `--no-x` sets x to false, and to true if it is absent; here it is a flag like any other.
  option.negate = false;
  return option;
}

/** The types of extra-typings, without loading its modules. */
function optionOf(flags: string, about: string): Option {
  return new UntypedOption(flags, about) as unknown as Option;
}

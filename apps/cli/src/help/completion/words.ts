import { EVERYWHERE, settingOf, valuesOf } from '@dqs/runtime/settings';

import type { CommandDefinition } from '../../definitions/command.js';
import { GROUPS } from '../../definitions/groups.js';
import { optionOf, type OptionFacts } from '../options.js';

/** A command as a shell completes it. */
export interface CompletedCommand {
  /** One word, or two. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionFacts[];
  /** What its arguments may be: listed words, or paths. */
  readonly argument: { readonly choices: readonly string[]; readonly isPath: boolean };
}

/** A first word of the command line: a command, or a group of commands whose names follow. */
export interface FirstWord {
  readonly word: string;
  readonly summary: string;
  readonly second: readonly CompletedCommand[];
}

/** What a shell needs to know of all commands. */
export interface Completed {
  readonly first: readonly FirstWord[];
  readonly commands: readonly CompletedCommand[];
}

/** All commands, their options and the values that can be listed. */
export function completed(definitions: readonly CommandDefinition[]): Completed {
  const everywhere = EVERYWHERE.map(optionOf);
  const help: OptionFacts = {
    long: '--help',
    short: '-h',
    value: undefined,
    about: 'show its help',
    choices: [],
    isPath: false,
  };
  const commands = definitions.map(({ name, summary, settings, positionals = [] }): CompletedCommand => {
    const places = positionals.map(({ setting }) => settingOf(setting));
    return {
      name,
      summary,
      options: [...settings.map(optionOf), ...everywhere, help],
      argument: {
        choices: places.flatMap(({ schema }) => valuesOf(schema)),
        isPath: places.some(({ place }) => place !== undefined),
      },
    };
  });
  const words = new Set(commands.map(({ name }) => name.split(' ', 1)[0]!));
  const first = [...words].map((word): FirstWord => {
    const second = commands.filter(({ name }) => name.startsWith(`${word} `));
    const summary = GROUPS.get(word) ?? commands.find(({ name }) => name === word)!.summary;
    return { word, summary, second };
  });
  return { first, commands };
}

/** A text between single quotes of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

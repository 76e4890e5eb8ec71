import {
  CONFIG_FILE,
  environmentName,
  EVERYWHERE,
  helpOf,
  HOW_LOGS_ARE_READ,
  settingOf,
  type SettingName,
} from '@dqs/runtime/settings';

import type { CommandDefinition } from '../definitions/command.js';
import { toldElsewhere } from './options.js';
import { exampleLines } from './width.js';

/** Of a page that is read at 80 columns, in which man indents what stands below a heading. */
const EXAMPLE_WIDTH = 72;

/**
 * The manual of the program as a page of section 1, in the macros of man(7).
 *
 * @param about paragraphs on what the program is for.
 * @param commands all commands by their heading.
 */
export function manPage(
  version: string,
  about: string,
  commands: ReadonlyMap<string, readonly CommandDefinition[]>,
): string {
  return `.TH DQS 1 "" "dqs ${version}" "User commands"
.SH NAME
dqs \\- forecast data quality from the history of rule results
.SH SYNOPSIS
.B dqs
.I command
.RI [ options ]
.SH DESCRIPTION
${paragraphs(about)}
.SH COMMANDS
${[...commands].map(([heading, definitions]) => `.SS ${text(heading.replace(/:$/, ''))}\n${definitions.map(entry).join('\n')}`).join('\n')}
.SH OPTIONS OF ALL COMMANDS
${EVERYWHERE.map(option).join('\n')}
.SH HOW LOGS ARE READ
${paragraphs('Commands that read logs of results take these too; dqs help input tells of columns and formats.')}
${HOW_LOGS_ARE_READ.filter((name) => !name.startsWith('results'))
  .map(option)
  .join('\n')}
.SH ENVIRONMENT
${paragraphs(`Every option may be set by a variable, as ${environmentName('threads')}=2 for --threads. Options override variables, which override the settings file.`)}
.SH FILES
.TP
.I ${text(CONFIG_FILE)}
Settings, read from the current folder or as \\-\\-config names it.
.SH EXIT STATUS
${[
  ['0', 'fine'],
  ['1', 'the job failed'],
  ['2', 'wrong use: nothing was done'],
  ['3', 'a gate failed'],
  ['130', 'interrupted'],
]
  .map(([code, meaning]) => `.TP\n.B ${code!}\n${text(meaning!)}`)
  .join('\n')}
`;
}

function entry({ name, summary, description, positionals = [], settings, examples }: CommandDefinition): string {
  const elsewhere = new Set(toldElsewhere(settings));
  const own = settings.filter((setting) => !elsewhere.has(setting));
  const syntax = positionals.map((one) => ` ${one.syntax}`).join('');
  return [
    `.SS ${text(`dqs ${name}${syntax}`)}`,
    paragraphs(sentence(summary)),
    ...(description === undefined ? [] : ['.PP', paragraphs(description)]),
    ...own.map(option),
    '.PP\n.EX',
    text(exampleLines(examples, EXAMPLE_WIDTH)),
    '.EE',
  ].join('\n');
}

function option(name: SettingName): string {
  const setting = settingOf(name);
  return `.TP\n.B ${text(setting.flags)}\n${text(helpOf(setting))}`;
}

function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`;
}

function paragraphs(words: string): string {
  return words
    .split('\n\n')
    .map((paragraph) => text(paragraph))
    .join('\n.PP\n');
}

/** A text as it is: nothing in it is a request, an escape or a dash of another kind. */
function text(words: string): string {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&')
    .replace(/[^\x20-\x7e\n]/gu, (sign) => `\\[u${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`);
}

import type { Command, CommandUnknownOpts } from '@commander-js/extra-typings';
import { DQS_VERSION, EXIT } from '@dqs/core';
import { CommanderError, Command as UntypedCommand } from 'commander';

import { COMMAND_NAMES, COMMANDS } from './definitions/index.js';
import { defineCommand } from './definitions/command.js';
import { writeStdout } from './output/stdout.js';
import { helpWidth } from './help/width.js';
import { inLine, printableJson, wrapProse } from '@dqs/reports/terminal';

export const ABOUT = `Forecasts data quality from the history of rule results.

A history records, for each dataset, rule and day, how many executions passed. From it dqs trains a model, \
compares it with naive forecasts, and predicts what to expect tomorrow.`;

const EXAMPLES = `
Examples:
  $ dqs generate --rows 100000 --out history.csv.gz
  $ dqs train --input history.csv.gz --out model
  $ dqs predict --model model --all --top 10

How inputs are read: dqs help input
Settings: options override environment variables (DQS_THREADS=2), which override dqs.config.json.
Exit codes: 0 fine, 1 the job failed, 2 wrong use, 3 a gate failed, 130 interrupted.`;

/**
 * The program, ready to parse.
 *
 * @param first the first argument: if it names a command, only that one is defined, since defining the options of all
 * commands takes several times as long.
 */
export function createProgram(first = ''): Command {
  // The types of extra-typings, without loading its modules.
  const program = new UntypedCommand('dqs') as unknown as Command;
  program
    .description(ABOUT)
    .version(DQS_VERSION)
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', () => wrapProse(EXAMPLES, helpWidth()))
    .exitOverride();
  const isNamed = COMMAND_NAMES.some((name) => wordOf(name) === first);
  for (const [group, definitions] of COMMANDS) {
    for (const definition of definitions) {
      if (isNamed && wordOf(definition.name) !== first) continue;
      defineCommand(program, definition, group, COMMAND_NAMES);
    }
  }
  return program;
}

/** The first word of a command: its own name or that of its group. */
function wordOf(name: string): string {
  return name.split(' ', 1)[0]!;
}

/** Parses the arguments, runs the command they name and sets the exit code of the process. */
export async function main(args: readonly string[]): Promise<void> {
  endQuietlyWithReader();
  if (args[0] === 'help' && args[1] === 'input' && args.length === 2) {
    const { inputTopic } = await import('./help/input-topic.js');
    return writeStdout(await inputTopic());
  }
  const isJson = args.includes('--json');
  const program = createProgram(args[0]);
  for (const command of withSubcommands(program)) {
    command.configureOutput({
      outputError: (message, write) => write(usageError(message, isJson)),
      getOutHelpWidth: helpWidth,
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse;
  }
}

/** A command and all below it. */
function withSubcommands(command: CommandUnknownOpts): CommandUnknownOpts[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** A closed reader, as in `dqs … | head`, ends the process without a message. */
function endQuietlyWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.ok);
    });
  }
}

/** commander's message in the form of all our errors; its suggestion becomes the hint. */
function usageError(text: string, isJson: boolean): string {
  const [first = '', ...rest] = text.trim().split('\n');
  const message = first.replace(/^error: /, '');
  const hint = rest.join(' ').replace(/^\((.*)\)$/, '$1') || 'see dqs --help';
  if (isJson) return `${printableJson(JSON.stringify({ error: { code: 'config-invalid', message, hint } }))}\n`;
  return `error [config-invalid]: ${inLine(message)}\nhint: ${inLine(hint)}\n`;
}

import { EXIT, errorEntry } from '@dqs/core';
import { printable, printableJson, screenWidth, wrapProse } from '@dqs/reports/terminal';
import type { AppHooks } from '@dqs/runtime';
import { assertPlaces, type PlaceRules } from '@dqs/runtime/program';
import { EVERYWHERE, readSettings, type SettingName, type SettingValue } from '@dqs/runtime/settings';

import { failureOf, failureText } from './failure.js';
import { listenForInterrupt } from './interrupt.js';
import { programLogger } from './output/program-logger.js';
import { openProgress, progressLine } from './output/progress.js';
import { writeStdout } from './output/stdout.js';

/**
 * The input of a command: the settings listed by its definition, and those of every command; undefined if not given.
 */
export interface CommandContext<N extends SettingName> {
  readonly settings: { readonly [K in N | (typeof EVERYWHERE)[number]]: SettingValue<K> | undefined };
  readonly hooks: AppHooks;
}

/** The result of a command in two forms, of which one is printed. */
export interface CommandResult {
  /** For `--json`; survives JSON. */
  readonly json: unknown;
  /** For people; made only when it is printed. */
  readonly text: () => string | Promise<string>;
  /** True if the text is the content of a file, such as CSV, printed byte for byte; only a terminal gets it sanitized. */
  readonly isData?: boolean;
  /** The exit code. @default 0 */
  readonly exitCode?: number;
}

/** The part of a definition that running a command needs. */
export interface RunnableCommand {
  readonly name: string;
  readonly settings: readonly SettingName[];
  readonly places?: PlaceRules;
  readonly work: (context: CommandContext<SettingName>) => Promise<CommandResult>;
}

/**
 * Runs a command: reads its settings, provides progress, logs and Ctrl-C, prints the result on stdout or the error on
 * stderr and sets the exit code.
 */
export async function runCommand(
  { name: section, settings: names, places, work }: RunnableCommand,
  flags: Readonly<Record<string, unknown>>,
  sections: readonly string[],
): Promise<void> {
  const style = { json: flags['json'] === true, stack: flags['verbose'] === true || isDebug() };
  const progress = openProgress(progressLine);
  const interrupt = listenForInterrupt(() => {
    progress.close();
    if (process.stderr.isTTY) process.stderr.write('stopping … (Ctrl-C again to stop at once)\n');
  });
  try {
    const sources = { env: process.env, cwd: process.cwd(), section, sections };
    const settings = await readSettings([...names, ...EVERYWHERE], flags, sources);
    style.json = settings.json === true;
    style.stack ||= settings.verbose === true;
    await assertPlaces(settings, places);
    const logger = programLogger(settings);
    await registerBackends(settings.backends);
    const onProgress = settings.quiet || style.json ? undefined : progress.listener;
    const result = await work({
      settings: settings as CommandContext<SettingName>['settings'],
      hooks: { signal: interrupt.signal, logger, onProgress },
    });
    progress.close();
    await writeStdout(style.json ? jsonOf(result) : await textOf(result));
    process.exitCode = result.exitCode ?? EXIT.ok;
  } catch (error) {
    progress.close();
    const failure = failureOf(error);
    process.stderr.write(failureText(failure, error, style));
    process.exitCode = errorEntry(failure.code).exitCode;
  } finally {
    interrupt.release();
  }
}

function jsonOf({ json }: CommandResult): string {
  const text = `${JSON.stringify(json, null, 2)}\n`;
  return process.stdout.isTTY ? printableJson(text) : text;
}

async function textOf({ text, isData = false }: CommandResult): Promise<string> {
  if (isData && !process.stdout.isTTY) return text();
  const shown = printable(await text());
  const width = screenWidth();
  return isData || width === undefined ? shown : wrapProse(shown, width);
}

/** Registers the backends of other packages. Only the settings of the program name such packages, never a bundle. */
async function registerBackends(packages: readonly string[] | undefined): Promise<void> {
  if (packages === undefined) return;
  const { registerBackendPackages } = await import('@dqs/model-backends');
  await registerBackendPackages(packages, process.cwd());
}

function isDebug(): boolean {
  const value = process.env['DQS_DEBUG'];
  return value !== undefined && value !== '' && value !== '0';
}

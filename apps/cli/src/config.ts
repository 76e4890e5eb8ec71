import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { DqsError, nearestName } from '@dqs/core';
import type * as z from 'zod/mini';

import { COMMAND_SETTINGS, COMMON_SETTINGS, OPTIONS, type CommandName, type SettingName } from './options.js';
import { CONFIG_FILE, environmentName, flagKey, longFlag } from './setting-names.js';
import { foundProblem } from './found-settings.js';
import { TYPES } from './types.js';

/** Value of a setting, checked. */
export type SettingValue<N extends SettingName> = z.output<(typeof TYPES)[N]>;

/** The checked settings of a command; undefined where neither given nor required. */
export type Settings<C extends CommandName> = {
  readonly [N in (typeof COMMAND_SETTINGS)[C][number] | (typeof COMMON_SETTINGS)[number]]?: SettingValue<N>;
};

/** Where settings come from beside the command line. */
export interface SettingSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

interface Given {
  readonly value: unknown;
  /** Where it was found, for messages: `--rounds`, `DQS_ROUNDS`, `rounds in dqs.config.json`. */
  readonly where: string;
  /** True where the file was found in the current folder, and not named by anybody. */
  readonly isFound?: boolean;
}

/**
 * The settings of a command: flags win over environment variables (`DQS_*`), those over `dqs.config.json`; defaults are
 * filled in by whoever uses a setting. A `dqs.config.json` that lies in the current folder may have come with somebody's
 * data: what would run code, or write elsewhere, is only taken from a file that was named.
 *
 * @throws DqsError `config-invalid` that lists every problem with the place it was found in.
 */
export async function readSettings<C extends CommandName>(
  command: C,
  flags: Readonly<Record<string, unknown>>,
  sources: SettingSources,
): Promise<Settings<C>> {
  const names: readonly SettingName[] = [...COMMAND_SETTINGS[command], ...COMMON_SETTINGS];
  const problems: string[] = [];
  const file = await fromFile(command, flags, sources, problems);
  const settings: Partial<Record<SettingName, unknown>> = {};
  for (const name of names) {
    const given = fromFlags(name, flags) ?? fromEnvironment(name, sources.env) ?? file.get(name);
    if (given === undefined) continue;
    const found = given.isFound === true ? await foundProblem(name, given.value, sources.cwd) : undefined;
    if (found !== undefined) problems.push(`${given.where}: ${found}`);
    const result = TYPES[name].safeParse(given.value);
    if (result.success) settings[name] = result.data;
    else problems.push(...result.error.issues.map((issue) => problemOf(issue, given)));
  }
  if (problems.length > 0) throw invalid(problems);
  return settings as Settings<C>;
}

function fromFlags(name: SettingName, flags: Readonly<Record<string, unknown>>): Given | undefined {
  const value = flags[flagKey(name)];
  return value === undefined ? undefined : { value, where: longFlag(name) };
}

function fromEnvironment(name: SettingName, env: SettingSources['env']): Given | undefined {
  const variable = environmentName(name);
  const value = env[variable];
  return value === undefined || value === '' ? undefined : { value, where: variable };
}

/** Settings of a file: those at the top are for every command, those under a command's name for it alone. */
async function fromFile(
  command: CommandName,
  flags: Readonly<Record<string, unknown>>,
  { env, cwd }: SettingSources,
  problems: string[],
): Promise<Map<SettingName, Given>> {
  const asked = fromFlags('config', flags) ?? fromEnvironment('config', env);
  const path = asked === undefined ? CONFIG_FILE : String(asked.value);
  const content = await readJson(path, cwd, asked !== undefined);
  const settings = new Map<SettingName, Given>();
  const known = [...Object.keys(OPTIONS), ...Object.keys(COMMAND_SETTINGS)];
  const section = content[command];
  for (const [part, at] of [
    [content, ''],
    [section, `${command}.`],
  ] as const) {
    if (!isObject(part)) continue;
    for (const [name, value] of Object.entries(part)) {
      if (at === '' && Object.hasOwn(COMMAND_SETTINGS, name)) {
        if (!isObject(value)) problems.push(`${name} in ${path}: expected an object of settings`);
        continue;
      }
      if (Object.hasOwn(OPTIONS, name)) {
        const given = { value, where: `${at}${name} in ${path}`, isFound: asked === undefined };
        settings.set(name as SettingName, given);
      } else problems.push(`${at}${name} in ${path}: unknown setting${didYouMean(name, known)}`);
    }
  }
  return settings;
}

async function readJson(path: string, cwd: string, isAsked: boolean): Promise<Record<string, unknown>> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(resolve(cwd, path), 'utf8'));
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing && !isAsked) return {};
    const what = isMissing ? 'found no file' : (cause as Error).message;
    throw new DqsError('config-invalid', `expected a JSON file of settings at ${path}: ${what}`, { cause });
  }
  if (isObject(content)) return content;
  throw new DqsError('config-invalid', `expected an object of settings in ${path}, got ${JSON.stringify(content)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function problemOf(issue: z.core.$ZodIssue, { value, where }: Given): string {
  const at = issue.path.length > 0 ? ` (${issue.path.join('.')})` : '';
  const values = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  // zod's own sentences end with what arrived, which follows here as it was given.
  const sentence = lowerFirst(issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, ''));
  const expected = values.length > 0 ? `expected ${values.join(', ')}` : sentence;
  const hint = typeof value === 'string' ? didYouMean(value, values) : '';
  return `${where}${at}: ${expected}, got ${JSON.stringify(value)}${hint}`;
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function didYouMean(name: string, candidates: readonly string[]): string {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? '' : `; did you mean "${nearest}"?`;
}

function invalid(problems: readonly string[]): DqsError {
  const message =
    problems.length === 1 ? problems[0]! : `${problems.length} invalid settings:\n  ${problems.join('\n  ')}`;
  return new DqsError('config-invalid', message, { details: { problems } });
}

import { didYouMean, DqsError } from '@dqs/core';
import * as z from 'zod/mini';

import { foundProblem } from './found-settings.js';
import { environmentName, flagKey, longFlag } from './names.js';
import { readSettingsFile, type Given } from './settings-file.js';
import { settingOf, type SettingName, type Settings } from './settings.js';

/** Where settings come from beside the command line. */
export interface SettingSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Name of the section of the settings file that is for this command alone. */
  readonly section: string;
  /** All sections that a settings file may have: the names of the commands. */
  readonly sections: readonly string[];
}

/**
 * Reads settings: flags win over environment variables (`DQS_*`), those over `dqs.config.json`; defaults are filled in by
 * whoever uses a setting. A `dqs.config.json` that lies in the current folder may have come with somebody's
 * data: what would run code, or write elsewhere, is only taken from a file that was named.
 *
 * @param names the settings that are asked for.
 * @param flags what the command line gave, by the names of the parser.
 * @throws DqsError `config-invalid` that lists every problem with the place it was found in.
 */
export async function readSettings<N extends SettingName>(
  names: readonly N[],
  flags: Readonly<Record<string, unknown>>,
  sources: SettingSources,
): Promise<Settings<N>> {
  const problems: string[] = [];
  const { env, cwd, section, sections } = sources;
  const asked = fromFlags('config', flags) ?? fromEnvironment('config', env);
  const file = await readSettingsFile({ path: asked?.value, cwd, section, sections }, problems);
  const settings: Partial<Record<SettingName, unknown>> = {};
  for (const name of names) {
    const given = fromFlags(name, flags) ?? fromEnvironment(name, env) ?? file.get(name);
    if (given === undefined) continue;
    const found = given.isFound === true ? await foundProblem(name, given.value, cwd) : undefined;
    if (found !== undefined) problems.push(`${given.where}: ${found}`);
    const result = check(name, given);
    if (result.problems.length === 0) settings[name] = result.value;
    else problems.push(...result.problems);
  }
  if (problems.length > 0) throw invalid(problems);
  return settings as Settings<N>;
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

function check(name: SettingName, given: Given): { readonly value?: unknown; readonly problems: readonly string[] } {
  const { schema, read, expected, isSecret = false } = settingOf(name);
  const value = read === undefined ? given.value : read(given.value);
  // Not `z.core.safeParse`: a bundler keeps all of a namespace inside a namespace, here every language zod speaks.
  const result = z.safeParse(schema, value);
  if (result.success) return { value: result.data, problems: [] };
  const isOfOtherType = typeof value !== 'number' && expected !== undefined;
  return {
    problems: result.error.issues.map((issue) =>
      problemOf(issue, given, { expected: isOfOtherType ? expected : undefined, isSecret }),
    ),
  };
}

interface Telling {
  readonly expected: string | undefined;
  readonly isSecret: boolean;
}

function problemOf(issue: z.core.$ZodIssue, { value, where }: Given, { expected: type, isSecret }: Telling): string {
  const at = issue.path.length > 0 ? ` (${issue.path.join('.')})` : '';
  const values = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  // zod's own sentences end with what arrived, which follows here as it was given.
  const sentence = lowerFirst(issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, ''));
  const expected = values.length > 0 ? `expected ${values.join(', ')}` : (type ?? sentence);
  const hint = typeof value === 'string' ? didYouMean(value, values) : '';
  return `${where}${at}: ${expected}, got ${isSecret ? 'something that is not shown' : JSON.stringify(value)}${hint}`;
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function invalid(problems: readonly string[]): DqsError {
  const message =
    problems.length === 1 ? problems[0]! : `${problems.length} invalid settings:\n  ${problems.join('\n  ')}`;
  return new DqsError('config-invalid', message, { details: { problems } });
}

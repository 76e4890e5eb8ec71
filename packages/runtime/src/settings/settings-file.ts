import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { didYouMean, DqsError } from '@dqs/core';

import { CONFIG_FILE } from './names.js';
import { SETTINGS, type SettingName } from './settings.js';

/** A value that was given for a setting. */
export interface Given {
  readonly value: unknown;
  /** Where it was found, for messages: `--rounds`, `DQS_ROUNDS`, `rounds in dqs.config.json`. */
  readonly where: string;
  /** True where the file was found in the current folder, and not named by anybody. */
  readonly isFound?: boolean;
}

/** Which file, and which of its sections. */
export interface FileQuestion {
  /** The file that was asked for; undefined for `dqs.config.json`, if there is one. */
  readonly path: unknown;
  readonly cwd: string;
  readonly section: string;
  readonly sections: readonly string[];
}

/**
 * Settings of a file: those at the top are for every command, those under a command's name for it alone.
 *
 * @param problems gets a line for every name that is no setting.
 * @throws DqsError `config-invalid` if the file is no JSON object, or was asked for and is not there.
 */
export async function readSettingsFile(
  { path: asked, cwd, section, sections }: FileQuestion,
  problems: string[],
): Promise<Map<SettingName, Given>> {
  const path = asked === undefined ? CONFIG_FILE : String(asked);
  const content = await readJson(path, cwd, asked !== undefined);
  const settings = new Map<SettingName, Given>();
  const known = [...Object.keys(SETTINGS), ...sections];
  for (const [part, at] of [
    [content, ''],
    [content[section], `${section}.`],
  ] as const) {
    if (!isObject(part)) continue;
    for (const [name, value] of Object.entries(part)) {
      if (at === '' && sections.includes(name)) {
        if (!isObject(value)) problems.push(`${name} in ${path}: expected an object of settings`);
      } else if (Object.hasOwn(SETTINGS, name)) {
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

/** Whether a value of JSON is an object with names, and no list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

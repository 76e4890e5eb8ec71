import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { DqsError, compareText, nearestName } from '@dqs/core';

import { KNOWN_EXTENSIONS, importerOfName, isWrittenByTool } from '../importers/list.js';
import { unreadable } from './faults.js';
import { expandGlob, isGlob } from './glob.js';

/** The name that stands for standard input. */
export const STDIN = '-';

/**
 * The files that paths, folders and patterns refer to, each once, sorted by name. A folder means the files in it (not
 * in subfolders) with a known extension, of those that end in `.json` the ones that a tool wrote; `-` stays unchanged.
 *
 * @param search whether a folder means every file with a known extension below it instead, but for hidden and installed ones.
 * @throws DqsError `input-not-found` if one of them matches nothing, with the nearest existing name.
 */
export async function resolveInputs(inputs: readonly string[], search = false): Promise<string[]> {
  if (inputs.length === 0) {
    throw new DqsError('invalid-argument', 'expected at least one input: a file, a folder, a pattern, or - for stdin');
  }
  const found = new Map<string, string>();
  for (const input of inputs) {
    for (const path of await resolveOne(input, search)) {
      const id = path === STDIN ? STDIN : resolve(path);
      if (!found.has(id)) found.set(id, path);
    }
  }
  return [...found.values()].sort(compareText);
}

async function resolveOne(input: string, search: boolean): Promise<string[]> {
  if (input === STDIN) return [input];
  const kind = await kindOf(input);
  if (kind === 'file') return [input];
  if (kind === 'folder') return some(input, await (search ? filesBelow(input) : filesOfFolder(input)));
  const matches = isGlob(input) ? await expandGlob(input) : [];
  if (matches.length > 0) return matches;
  throw await notFound(input);
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unreadable(path, cause);
  }
}

async function filesOfFolder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(folder, cause);
  });
  // A pipe in a folder would block until it has a writer; a pipe to read must be named explicitly.
  const named = entries.filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && isInputName(entry.name));
  const files: string[] = [];
  for (const path of named.map((entry) => join(folder, entry.name))) {
    // Settings and metadata are JSON too.
    if (importerOfName(path)?.name !== 'json' || (await isWrittenByTool(path))) files.push(path);
  }
  return files;
}

function some(folder: string, files: string[]): string[] {
  if (files.length > 0) return files;
  const message = `expected files named ${KNOWN_EXTENSIONS} in the folder ${folder}, found none`;
  throw new DqsError('input-not-found', message, { details: { path: folder } });
}

function isInputName(name: string): boolean {
  return !name.startsWith('.') && importerOfName(name) !== undefined;
}

/** Folders of other people's files, which a search does not enter. */
const INSTALLED = new Set(['node_modules', 'dbt_packages', 'dbt_modules', 'site-packages', '__pycache__']);

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(folder, cause);
  });
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory() && !entry.name.startsWith('.') && !INSTALLED.has(entry.name);
    if (isFolder) found.push(...(await filesBelow(path)));
    else if (entry.isFile() && isInputName(entry.name)) found.push(path);
  }
  return found;
}

async function notFound(input: string): Promise<DqsError> {
  if (isGlob(input)) {
    return new DqsError('input-not-found', `no file matches the pattern ${input}; check it, and quote it in a shell`, {
      details: { path: input },
    });
  }
  const folder = dirname(input);
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) {
    return new DqsError('input-not-found', `there is no folder ${folder}, so no file ${input}; check the path`, {
      details: { path: input },
    });
  }
  const near = nearestName(basename(input), names);
  const hint = near === undefined ? 'check the path' : `did you mean ${join(folder, near)}?`;
  return new DqsError('input-not-found', `there is no file ${input}; ${hint}`, { details: { path: input, near } });
}

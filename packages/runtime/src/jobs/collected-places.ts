import { lstat, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { didYouMean, DqsError } from '@dqs/core';
import { INPUT_FORMATS, resolveInputs, type InputFormat } from '@dqs/ingestion';

/** A folder that is searched for results, with those below it. */
export interface CollectedPlace {
  /** As it was set. */
  readonly text: string;
  readonly folder: string;
  /** What reads all its files; undefined where each says for itself what it is. */
  readonly importer?: InputFormat;
}

/** An importer in front of a folder. A folder with such a name is written with `./` in front. */
const WITH_IMPORTER = /^([A-Za-z0-9_-]+)=(.+)$/su;
const URL_LIKE = /^[a-z][a-z0-9+.-]+:/iu;

/**
 * A folder by its path or `file:` URL, perhaps after the importer that reads what is in it: `dbt=warehouse/target`.
 *
 * @throws DqsError `config-invalid` for an importer that there is not, with the nearest one, and for a URL of another kind.
 */
export function collectedPlace(text: string): CollectedPlace {
  const [, name, rest] = WITH_IMPORTER.exec(text) ?? [];
  const importer = name === undefined ? undefined : importerOf(name);
  return { text, folder: folderOf(rest ?? text), ...(importer && { importer }) };
}

function importerOf(name: string): InputFormat {
  const known = INPUT_FORMATS.find((one) => one === name);
  if (known !== undefined) return known;
  const hint = didYouMean(name, INPUT_FORMATS, '; a folder of such a name is written with ./ in front');
  throw new DqsError(
    'config-invalid',
    `--from: expected the name of an importer before =, got ${JSON.stringify(name)}${hint}`,
  );
}

function folderOf(text: string): string {
  if (!URL_LIKE.test(text)) return text;
  try {
    return fileURLToPath(text);
  } catch (cause) {
    const message = `--from: expected a folder or a file: URL of one, got ${JSON.stringify(text)}; mount what is elsewhere, or send it by the API`;
    throw new DqsError('config-invalid', message, { cause });
  }
}

/** The files below a place that may hold results, relative to it, sorted; neither links nor what is hidden or installed. */
export async function filesIn({ folder }: CollectedPlace): Promise<readonly string[]> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    throw new DqsError(
      'input-not-found',
      `--from: expected a folder of results, and there is none at ${folder}; make it, or name another one`,
    );
  }
  const paths = await resolveInputs([folder], true).catch((cause: unknown) => {
    // Nothing is there yet.
    if (DqsError.is(cause) && cause.code === 'input-not-found') return [];
    throw cause;
  });
  return paths.map((path) => relative(folder, path));
}

/**
 * The path of a file below a place.
 *
 * @throws DqsError `input-not-found` for what is not below it, or is no file any more.
 */
export async function fileIn({ folder }: Pick<CollectedPlace, 'folder'>, name: string): Promise<string> {
  const path = join(folder, name);
  const isBelow = !relative(folder, path).split(sep).includes('..');
  const file = isBelow ? await lstat(path).catch(() => undefined) : undefined;
  if (file?.isFile()) return path;
  throw new DqsError('input-not-found', `expected a file below ${folder}, got ${JSON.stringify(name.slice(0, 200))}`);
}

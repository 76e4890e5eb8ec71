// What a run of the tests leaves in the workspace: tracked files that it changed, files that it made and nobody ignores.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * The files that are not as the last commit has them, each with what is in it.
 *
 * @returns undefined where the folder is no checkout, such as an unpacked archive.
 */
export function changedFiles(folder = root) {
  const { status, stdout } = spawnSync(
    'git',
    ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  if (status !== 0) return undefined;
  const entries = stdout.split('\0').filter((entry) => entry !== '');
  return new Map(
    entries.map((entry) => [entry.slice(3), `${entry.slice(0, 2)} ${digestOf(join(folder, entry.slice(3)))}`]),
  );
}

/** The files that were changed, made or removed between two looks, in the order of their names. */
export function leftovers(before, after) {
  if (before === undefined || after === undefined) return [];
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name)).sort();
}

function digestOf(path) {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return 'gone';
  }
}

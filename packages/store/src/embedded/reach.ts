import { cp, open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { DqsError } from '@dqs/core';

import type { Programs } from './programs.js';
import type { ServerUser } from './server-user.js';

/** The number of the descriptor by which a server has a folder that it could not walk to. */
const DESCRIPTOR = 3;

/** A folder as the server's user gets to it. */
export interface ReachedFolder {
  /** What the program is told. */
  readonly path: string;
  /** What it inherits beside its three streams. */
  readonly descriptors: readonly number[];
  close(): Promise<void>;
}

/** The folder on the way that does not let the server's user through; undefined if all do. */
export async function blockedAt({ uid, gid }: ServerUser, folder: string): Promise<string | undefined> {
  if (uid === undefined) return undefined;
  for (let path = folder; ; path = dirname(path)) {
    const found = await stat(path).catch(() => undefined);
    const bit = found?.uid === uid ? 0o100 : found?.gid === gid ? 0o010 : 0o001;
    if (found !== undefined && (found.mode & bit) === 0) return path;
    if (path === dirname(path)) return undefined;
  }
}

/**
 * A folder for a program of the server's user. Where a folder above is closed to that user, such as `/root`, the program gets
 * the folder as an open descriptor, which needs no way.
 *
 * @throws DqsError `store-unreachable` where descriptors are no paths: outside Linux.
 */
export async function reachFolder(user: ServerUser, folder: string): Promise<ReachedFolder> {
  const blocked = await blockedAt(user, dirname(folder));
  if (blocked === undefined) return { path: folder, descriptors: [], close: async () => undefined };
  if (process.platform !== 'linux') {
    throw new DqsError(
      'store-unreachable',
      `as root, PostgreSQL is run as user ${user.uid}, who may not pass through ${blocked}; use a folder elsewhere, ` +
        `chmod o+x ${blocked}, or set DATABASE_URL to a server`,
    );
  }
  const handle = await open(folder);
  return { path: `/proc/self/fd/${DESCRIPTOR}`, descriptors: [handle.fd], close: () => handle.close() };
}

/** Programs that the server's user can run: copies, if they are installed where it may not go. */
export async function reachPrograms(user: ServerUser, programs: Programs, runFolder: string): Promise<Programs> {
  const native = dirname(programs.libraries);
  if ((await blockedAt(user, dirname(programs.postgres))) === undefined) return programs;
  const copy = join(runFolder, 'native');
  const isNeeded = (path: string) => !path.endsWith('.a') && basename(path) !== 'pgxs' && basename(path) !== 'include';
  // Links, if an install script made them, would lead back to where this user may not go.
  await cp(native, copy, { recursive: true, dereference: true, filter: isNeeded });
  const moved = (path: string) => join(copy, path.slice(native.length));
  const links = new Map([...programs.links].map(([name, file]) => [name, moved(file)]));
  const { initdb, postgres, libraries } = programs;
  return { initdb: moved(initdb), postgres: moved(postgres), libraries: moved(libraries), links };
}

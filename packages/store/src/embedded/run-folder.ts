import { createHash } from 'node:crypto';
import { chown, lstat, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DqsError } from '@dqs/core';

import { SOCKET_NUMBER } from './places.js';
import { blockedAt } from './reach.js';
import type { ServerUser } from './server-user.js';

/** Longest path of a unix socket in bytes: 107 on Linux, 103 on macOS. */
export const MAX_SOCKET_BYTES = process.platform === 'darwin' ? 103 : 107;
/** A folder of ours has a name of this form; another's is never removed. */
const NAME = /^dqs-[0-9a-f]{8}-\w{6}$/;

/** The path of the socket in a folder. */
export function socketIn(runFolder: string): string {
  return join(runFolder, `.s.PGSQL.${SOCKET_NUMBER}`);
}

/**
 * Makes the folder of the socket: short, new and with a name that nobody can foresee or prepare, open to the server's
 * user alone.
 *
 * @throws DqsError `store-unreachable` if every folder for temporary files is too long or cannot be written to.
 */
export async function makeRunFolder(data: string, user: ServerUser, folders = temporaryFolders()): Promise<string> {
  const prefix = `dqs-${createHash('sha256').update(data).digest('hex').slice(0, 8)}-`;
  const problems: string[] = [];
  for (const folder of folders) {
    const bytes = Buffer.byteLength(socketIn(join(folder, `${prefix}xxxxxx`)));
    if (bytes > MAX_SOCKET_BYTES) {
      problems.push(`${folder} is too long: the socket would have ${bytes} bytes, ${MAX_SOCKET_BYTES} are possible`);
      continue;
    }
    const blocked = await blockedAt(user, folder);
    if (blocked !== undefined) {
      problems.push(`user ${user.uid}, whom the server runs as, may not pass through ${blocked}`);
      continue;
    }
    try {
      const made = await mkdtemp(join(folder, prefix));
      if (user.uid !== undefined && user.gid !== undefined) await chown(made, user.uid, user.gid);
      return made;
    } catch (cause) {
      problems.push((cause as Error).message);
    }
  }
  throw new DqsError(
    'store-unreachable',
    `no folder for the socket of the database can be made (${problems.join('; ')}); set TMPDIR to a short folder that ` +
      'can be written to',
  );
}

function temporaryFolders(): readonly string[] {
  return [...new Set([tmpdir(), '/tmp', '/dev/shm'])];
}

/**
 * Makes sure that a folder of a socket is the server's own: where cleaners of temporary files have removed it, anybody
 * could have made another one of that name.
 *
 * @throws DqsError `store-unreachable` if it is somebody else's.
 */
export async function assertOwnRunFolder(runFolder: string, { uid = process.getuid?.() }: ServerUser): Promise<void> {
  const found = await lstat(runFolder).catch(() => undefined);
  if (found === undefined || (found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0)) return;
  throw new DqsError(
    'store-unreachable',
    `${runFolder}, the folder of the database's socket, was replaced by somebody else's (user ${found.uid}, mode ` +
      `${(found.mode & 0o777).toString(8)}); remove it and run again`,
    { details: { path: runFolder, uid: found.uid } },
  );
}

/** Removes the folder of a server that has ended. */
export async function removeRunFolder(runFolder: string): Promise<void> {
  const name = runFolder.slice(runFolder.lastIndexOf('/') + 1);
  if (NAME.test(name)) await rm(runFolder, { recursive: true, force: true }).catch(() => undefined);
}

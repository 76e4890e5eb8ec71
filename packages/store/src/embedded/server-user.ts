import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { DqsError } from '@dqs/core';

/** Whom the server runs as; empty if as ourselves. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** `nobody`: PostgreSQL refuses to run as root, and no user has to be created for this one. */
const NOBODY = 65_534;

/**
 * Whom the server of a data folder runs as: ourselves or, if we are root, the owner of the data, at first `nobody`.
 *
 * @throws DqsError `store-unreachable` if the data belong to another user.
 */
export async function serverUser(data: string): Promise<ServerUser> {
  const found = await stat(data).catch(() => undefined);
  const self = process.getuid?.();
  if (self === undefined) return {};
  if (self === 0) {
    if (found?.uid === 0) {
      const advice = `chown -R ${NOBODY}:${NOBODY} ${data}`;
      throw unusable(`${data} belongs to root, whom PostgreSQL refuses to run as; give it to another user: ${advice}`);
    }
    return found === undefined ? { uid: NOBODY, gid: NOBODY } : { uid: found.uid, gid: found.gid };
  }
  if (found !== undefined && found.uid !== self) {
    throw unusable(`${data} belongs to user ${found.uid}, but this is user ${self}; run as that user or as root`);
  }
  return {};
}

/**
 * Makes sure that the user of the server can run its program and reach its data.
 *
 * @throws DqsError `store-unreachable` naming what is in the way.
 */
export async function assertUsable(user: ServerUser, program: string, data: string, env: NodeJS.ProcessEnv) {
  if (user.uid === undefined) return;
  await assertReachable(user, dirname(data));
  const { error, status, stderr } = spawnSync(program, ['--version'], { ...user, env, cwd: '/', encoding: 'utf8' });
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'EPERM') {
    throw unusable(
      `as root, PostgreSQL is run as user ${user.uid}, but this process may not change its user; ` +
        'run as another user, allow it (CAP_SETUID and CAP_SETGID), or set DATABASE_URL to a server',
    );
  }
  if (code === 'EACCES') {
    await assertReachable(user, dirname(program));
    throw unusable(`user ${user.uid}, whom PostgreSQL runs as, may not execute ${program}; check its permissions`);
  }
  if (error !== undefined || status !== 0) {
    throw unusable(`${program} does not run here: ${error?.message ?? stderr.trim()}; set DATABASE_URL to a server`);
  }
}

/** Every folder on the way must let the user through. */
async function assertReachable({ uid, gid }: ServerUser, folder: string): Promise<void> {
  for (let path = folder; ; path = dirname(path)) {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) {
      const bit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
      if ((found.mode & bit) === 0) {
        throw unusable(
          `as root, PostgreSQL is run as user ${uid}, who may not pass through ${path} (mode ` +
            `${(found.mode & 0o777).toString(8)}); use a folder elsewhere, chmod o+x ${path}, or set DATABASE_URL to a server`,
        );
      }
    }
    if (path === dirname(path)) return;
  }
}

function unusable(message: string): DqsError {
  return new DqsError('store-unreachable', message);
}

import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';

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
 * Makes sure that the user of the server can run its program.
 *
 * @throws DqsError `store-unreachable` naming what is in the way.
 */
export function assertRuns(user: ServerUser, program: string, env: NodeJS.ProcessEnv): void {
  const { error, status, stderr } = spawnSync(program, ['--version'], { ...user, env, cwd: '/', encoding: 'utf8' });
  if (error === undefined && status === 0) return;
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'EPERM' && user.uid !== undefined) {
    throw unusable(
      `as root, PostgreSQL is run as user ${user.uid}, but this process may not change its user; ` +
        'run as another user, allow it (CAP_SETUID and CAP_SETGID), or set DATABASE_URL to a server',
    );
  }
  throw unusable(`${program} does not run here: ${error?.message ?? stderr.trim()}; set DATABASE_URL to a server`);
}

function unusable(message: string): DqsError {
  return new DqsError('store-unreachable', message);
}

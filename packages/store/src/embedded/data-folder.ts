import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DqsError } from '@dqs/core';

import { OWNER, type Places } from './places.js';
import { EMBEDDED_MAJOR, type Programs } from './programs.js';
import { reachFolder } from './reach.js';
import type { ServerUser } from './server-user.js';
import { startFailure } from './start-failure.js';

/** How programs of the server are run. */
export interface Surroundings {
  readonly programs: Programs;
  readonly user: ServerUser;
  readonly runFolder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Makes the data under another name, so that they are complete or not there. */
export async function makeData(places: Places, { programs, user, runFolder, env }: Surroundings): Promise<void> {
  await removeDrafts(places);
  if ((await stat(join(places.data, 'PG_VERSION')).catch(() => undefined)) !== undefined) return;
  const draft = join(places.folder, `data.new-${process.pid}`);
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(runFolder, 'password');
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  for (const path of user.uid === undefined ? [] : [draft, passwordFile]) await chown(path, user.uid!, user.gid!);
  const reached = await reachFolder(user, draft);
  const args = ['-D', reached.path, '-U', OWNER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  const child = spawn(programs.initdb, [...args, '--locale=C', '--no-instructions'], {
    ...user,
    cwd: '/',
    env,
    stdio: ['ignore', 'pipe', 'pipe', ...reached.descriptors],
  });
  const { code, output } = await ended(child);
  await reached.close();
  await rm(passwordFile, { force: true });
  if (code !== 0) {
    await rm(draft, { recursive: true, force: true });
    throw startFailure(places, 'initdb', output);
  }
  // In the form that psql reads: any host, port and database.
  await rm(places.password, { force: true });
  await writeFile(places.password, `*:*:*:${OWNER}:${password}\n`, { mode: 0o600, flush: true });
  await rename(draft, places.data);
}

async function removeDrafts({ folder }: Places): Promise<void> {
  const drafts = (await readdir(folder)).filter((name) => name.startsWith('data.new-'));
  for (const name of drafts) await rm(join(folder, name), { recursive: true, force: true });
}

function ended(child: ChildProcess): Promise<{ readonly code: number | null; readonly output: string }> {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve({ code, output }));
  });
}

/** @throws DqsError `store-version` if the data are of another PostgreSQL. */
export async function assertMajor({ data }: Places): Promise<void> {
  const major = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (major === String(EMBEDDED_MAJOR)) return;
  throw new DqsError(
    'store-version',
    `the data in ${data} are of PostgreSQL ${major}, the embedded server is ${EMBEDDED_MAJOR}; make a backup with the ` +
      'version of DQS that wrote them (dqs store backup), and restore it into a new folder with this one',
    { details: { path: data, found: major, expected: EMBEDDED_MAJOR } },
  );
}

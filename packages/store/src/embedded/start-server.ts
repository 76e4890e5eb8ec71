import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chown, mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { DqsError } from '@dqs/core';
import { notWritable, ownIdentity } from '@dqs/core/io';

import { OWNER, SOCKET_NUMBER, type Places } from './places.js';
import { EMBEDDED_MAJOR, findPrograms, linkLibraries, type Programs } from './programs.js';
import { makeRunFolder, removeRunFolder } from './run-folder.js';
import { isAlive, readRecord, runningServer, writeRecord, type RunningServer } from './server-record.js';
import { assertUsable, serverUser, type ServerUser } from './server-user.js';
import { startFailure } from './start-failure.js';

/** How long a server may take to start or to stop, in milliseconds; after a crash it first repairs its data. */
const START_MS = 120_000;
const STOP_MS = 30_000;
const POLL_MS = 15;
/** The log of the server starts anew beyond this size, in bytes. */
const MAX_LOG_BYTES = 1e6;

/**
 * What differs from PostgreSQL's defaults: a socket and no port, readable by the server's user alone; long pauses between
 * checkpoints for loads in bulk; no shared memory beside the first block, of which containers have little.
 */
const SETTINGS = new Map<string, string | number>([
  ['listen_addresses', ''],
  ['port', SOCKET_NUMBER],
  ['unix_socket_permissions', '0700'],
  ['max_connections', 60],
  ['shared_buffers', '128MB'],
  ['max_wal_size', '2GB'],
  ['checkpoint_timeout', '15min'],
  ['max_parallel_workers_per_gather', 0],
  ['max_parallel_maintenance_workers', 0],
  ['io_method', 'sync'],
  ['jit', 'off'],
  ['log_checkpoints', 'off'],
  ['timezone', 'UTC'],
  ['log_timezone', 'UTC'],
]);

/** Whether a started server can be used: true once it answers. */
export type Probe = (runFolder: string) => Promise<boolean>;

/**
 * Starts the server of an embedded database, which is made first if there is none. The caller holds the lock.
 *
 * @throws DqsError `store-missing`, `store-unreachable`, `store-version`, `store-full` or `store-busy`.
 */
export async function startServer(places: Places, isReady: Probe): Promise<RunningServer> {
  const programs = findPrograms();
  const user = await serverUser(places.data);
  const earlier = await readRecord(places);
  if (earlier !== undefined) await removeRunFolder(earlier.runFolder);
  const runFolder = await makeRunFolder(places.data, user);
  try {
    const libraries = await linkLibraries(programs, join(runFolder, 'lib'));
    const env = { ...environment(), ...libraries };
    await assertUsable(user, programs.postgres, places.data, env);
    await makeData(places, programs, user, { runFolder, env });
    await assertMajor(places);
    await writeRecord(places, { starter: ownIdentity(), runFolder });
    return await launched(places, programs, user, { runFolder, env, isReady });
  } catch (cause) {
    await removeRunFolder(runFolder);
    throw DqsError.is(cause) ? cause : notWritable(places.folder, cause);
  }
}

function environment(): NodeJS.ProcessEnv {
  // Nothing of ours: PGDATA, PGOPTIONS and the like would change what the programs do.
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

interface Surroundings {
  readonly runFolder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Makes the data under another name, so that they are complete or not there. */
async function makeData(places: Places, { initdb }: Programs, user: ServerUser, { runFolder, env }: Surroundings) {
  await removeDrafts(places);
  if ((await stat(join(places.data, 'PG_VERSION')).catch(() => undefined)) !== undefined) return;
  const draft = join(places.folder, `data.new-${process.pid}`);
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(runFolder, 'password');
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  for (const path of user.uid === undefined ? [] : [draft, passwordFile]) await chown(path, user.uid!, user.gid!);
  const args = ['-D', draft, '-U', OWNER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  const child = spawn(initdb, [...args, '--locale=C', '--no-instructions'], {
    ...user,
    cwd: '/',
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code, output } = await ended(child);
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

async function assertMajor({ data }: Places): Promise<void> {
  const major = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (major === String(EMBEDDED_MAJOR)) return;
  throw new DqsError(
    'store-version',
    `the data in ${data} are of PostgreSQL ${major}, the embedded server is ${EMBEDDED_MAJOR}; make a backup with the ` +
      'version of DQS that wrote them (dqs store backup), and restore it into a new folder with this one',
    { details: { path: data, found: major, expected: EMBEDDED_MAJOR } },
  );
}

interface Launch extends Surroundings {
  readonly isReady: Probe;
}

/** Starts the program in a session of its own: Ctrl-C and the end of this process do not reach it. */
async function launched(places: Places, { postgres }: Programs, user: ServerUser, launch: Launch) {
  const { runFolder, env, isReady } = launch;
  await removeStrangersPidFile(places);
  const log = await openLog(places.log);
  const from = (await log.stat()).size;
  const settings = [...SETTINGS, ['unix_socket_directories', runFolder] as const];
  const args = ['-D', places.data, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const child = spawn(postgres, args, { ...user, cwd: '/', env, detached: true, stdio: ['ignore', log.fd, log.fd] });
  let failure: Error | 'ended' | undefined;
  child.on('error', (error) => (failure = error)).on('exit', () => (failure = 'ended'));
  child.unref();
  await log.close();
  const deadline = performance.now() + START_MS;
  while (failure === undefined && performance.now() < deadline) {
    if (await isReady(runFolder)) return { pid: child.pid!, runFolder };
    await sleep(POLL_MS);
  }
  if (failure === undefined) child.kill('SIGQUIT');
  if (failure instanceof Error) throw startFailure(places, 'postgres', failure.message);
  throw startFailure(places, 'postgres', (await readFile(places.log, 'utf8')).slice(from));
}

/** PostgreSQL believes its file if any process has that number, which in a container is likely. */
async function removeStrangersPidFile(places: Places): Promise<void> {
  const path = join(places.data, 'postmaster.pid');
  const pid = Number((await readFile(path, 'utf8').catch(() => '')).split('\n')[0]);
  if (pid > 0 && isAlive(pid) && (await runningServer(places)) === undefined) await rm(path, { force: true });
}

async function openLog(path: string) {
  const { O_APPEND, O_CREAT, O_WRONLY, O_TRUNC } = constants;
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  return open(path, O_APPEND | O_CREAT | O_WRONLY | (size > MAX_LOG_BYTES ? O_TRUNC : 0), 0o600);
}

/** Asks a server to end, waits for it, and removes what it needed while it ran. The caller holds the lock. */
export async function stopServer(places: Places, server: RunningServer): Promise<void> {
  if (!(await endedAfter(server.pid, 'SIGINT'))) await endedAfter(server.pid, 'SIGQUIT');
  await removeRunFolder(server.runFolder);
  await rm(places.record, { force: true });
}

async function endedAfter(pid: number, signal: 'SIGINT' | 'SIGQUIT'): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return true;
    throw cause;
  }
  const deadline = performance.now() + STOP_MS;
  while (performance.now() < deadline) {
    if (!isAlive(pid)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

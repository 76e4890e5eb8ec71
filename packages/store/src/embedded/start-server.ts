import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { DqsError } from '@dqs/core';
import { notWritable, ownIdentity } from '@dqs/core/io';

import { assertMajor, makeData, type Surroundings } from './data-folder.js';
import { SOCKET_NUMBER, type Places } from './places.js';
import { findPrograms, linkLibraries } from './programs.js';
import { reachFolder, reachPrograms } from './reach.js';
import { makeRunFolder, removeRunFolder } from './run-folder.js';
import { isAlive, readRecord, runningServer, writeRecord, type RunningServer } from './server-record.js';
import { assertRuns, serverUser } from './server-user.js';
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
  const installed = findPrograms();
  const user = await serverUser(places.data);
  const earlier = await readRecord(places);
  if (earlier !== undefined) await removeRunFolder(earlier.runFolder);
  const runFolder = await makeRunFolder(places.data, user);
  try {
    const programs = await reachPrograms(user, installed, runFolder);
    const env = { ...environment(), ...(await linkLibraries(programs, join(runFolder, 'lib'))) };
    const surroundings = { programs, user, runFolder, env };
    assertRuns(user, programs.postgres, env);
    await makeData(places, surroundings);
    await assertMajor(places);
    await writeRecord(places, { starter: ownIdentity(), runFolder });
    return await launched(places, surroundings, isReady);
  } catch (cause) {
    await removeRunFolder(runFolder);
    throw DqsError.is(cause) ? cause : notWritable(places.folder, cause);
  }
}

function environment(): NodeJS.ProcessEnv {
  // Nothing of ours: PGDATA, PGOPTIONS and the like would change what the programs do.
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

/** Starts the program in a session of its own: Ctrl-C and the end of this process do not reach it. */
async function launched(places: Places, surroundings: Surroundings, isReady: Probe): Promise<RunningServer> {
  const { programs, user, runFolder, env } = surroundings;
  await removeStrangersPidFile(places);
  const log = await openLog(places.log);
  const from = (await log.stat()).size;
  const settings = [...SETTINGS, ['unix_socket_directories', runFolder] as const];
  const data = await reachFolder(user, places.data);
  const args = ['-D', data.path, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const stdio = ['ignore', log.fd, log.fd, ...data.descriptors] as const;
  const child = spawn(programs.postgres, args, { ...user, cwd: '/', env, detached: true, stdio: [...stdio] });
  let failure: Error | 'ended' | undefined;
  child.on('error', (error) => (failure = error)).on('exit', () => (failure = 'ended'));
  child.unref();
  await log.close();
  await data.close();
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

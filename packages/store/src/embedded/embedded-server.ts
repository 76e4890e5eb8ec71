import { rmSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { DqsError } from '@dqs/core';
import { notWritable, withFileLock } from '@dqs/core/io';

import { answerOf } from './answers.js';
import { addLease, endLease } from './leases.js';
import { OWNER, placesIn, SOCKET_NUMBER, type Places } from './places.js';
import { assertOwnRunFolder } from './run-folder.js';
import { isAlive, runningServer, type RunningServer } from './server-record.js';
import { serverUser } from './server-user.js';
import { startServer, stopServer } from './start-server.js';

/** How to reach a server by its socket. */
export interface Endpoint {
  /** The folder of the socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** How long to wait for another process to start or stop the server, in milliseconds. */
const LOCK_MS = 180_000;
/** How long a server of which nothing is heard may take to end by itself, in milliseconds. */
const SILENCE_MS = 10_000;

/** Servers in use by this process; what is left at its end is released in its last moment. */
const inUse = new Set<EmbeddedServer>();
let listens = false;

/**
 * A share in the embedded PostgreSQL of a folder. The first process that uses the folder starts the server, the last one
 * to leave stops it; the shares of processes that were killed do not count.
 */
export class EmbeddedServer {
  readonly #places: Places;
  #lease: string | undefined;
  #last: RunningServer | undefined;

  private constructor(places: Places) {
    this.#places = places;
  }

  /**
   * Takes a share, and starts the server if it does not run.
   *
   * @param folder the folder of the database, made if it is not there.
   * @throws DqsError `store-missing`, `store-unreachable`, `store-busy`, `store-version`, `store-full` or
   * `output-not-writable`.
   */
  static async open(folder: string): Promise<EmbeddedServer> {
    const places = placesIn(resolve(folder));
    await mkdir(places.folder, { recursive: true, mode: 0o711 }).catch((cause: unknown) => {
      throw notWritable(folder, cause);
    });
    const server = new EmbeddedServer(places);
    listenForExit();
    inUse.add(server);
    try {
      await server.endpoint();
    } catch (cause) {
      await server.close().catch(() => undefined);
      throw cause;
    }
    return server;
  }

  /** The folder of the database. */
  get folder(): string {
    return this.#places.folder;
  }

  /** The process of the server, and the folder of its socket. */
  get running(): RunningServer | undefined {
    return this.#last;
  }

  /** How to reach the server, which is started again if it has ended. */
  endpoint(): Promise<Endpoint> {
    const places = this.#places;
    return withLock(places, 'use', async () => {
      this.#lease ??= await addLease(places.leases);
      this.#last = (await usableServer(places)) ?? (await started(places));
      return endpointOf(places, this.#last);
    });
  }

  /** Gives the share back, and stops the server if no process uses it any more. */
  async close(): Promise<void> {
    if (!inUse.delete(this)) return;
    const places = this.#places;
    const lease = this.#lease;
    await withLock(places, 'leave', async () => {
      if (endLease(places.leases, lease) > 0) return;
      const server = await runningServer(places);
      if (server !== undefined) await stopServer(places, server);
    });
  }

  /** The last act of a process that exits at once: nothing in it waits. */
  leaveAtOnce(): void {
    try {
      const users = endLease(this.#places.leases, this.#lease);
      if (users > 0 || this.#last === undefined || !isAlive(this.#last.pid)) return;
      process.kill(this.#last.pid, 'SIGINT');
      rmSync(this.#last.runFolder, { recursive: true, force: true });
    } catch {
      // Whoever opens the database next puts it in order.
    }
  }
}

function listenForExit(): void {
  if (listens) return;
  listens = true;
  process.on('exit', () => inUse.forEach((server) => server.leaveAtOnce()));
}

function withLock<T>(places: Places, purpose: string, work: () => Promise<T>): Promise<T> {
  return withFileLock(places.lock, { target: places.folder, purpose, busyCode: 'store-busy', waitMs: LOCK_MS }, work);
}

/** The running server once it answers; one whose socket is gone is stopped. */
async function usableServer(places: Places): Promise<RunningServer | undefined> {
  const server = await runningServer(places);
  if (server === undefined) return undefined;
  await assertOwnRunFolder(server.runFolder, await serverUser(places.data));
  const start = performance.now();
  while (isAlive(server.pid)) {
    const answer = await answerOf(server.runFolder);
    if (answer === 'ready') return server;
    if (performance.now() - start > (answer === 'silent' ? SILENCE_MS : LOCK_MS)) await stopServer(places, server);
    await sleep(20);
  }
  return undefined;
}

/** The processes of a killed server hold its memory for a moment. */
async function started(places: Places): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startServer(places, async (folder) => (await answerOf(folder)) === 'ready');
    } catch (cause) {
      if (attempt === 20 || !DqsError.is(cause) || cause.code !== 'store-busy') throw cause;
      await sleep(100);
    }
  }
}

async function endpointOf({ password: file }: Places, { runFolder }: RunningServer): Promise<Endpoint> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new DqsError('store-unreachable', `${file}, the password of the database, cannot be read`, { cause });
  });
  const password = text.trim().split(':').at(-1)!;
  return { host: runFolder, port: SOCKET_NUMBER, user: OWNER, password, database: 'postgres' };
}

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

import { DqsError, notWritable } from '@dqs/core';

/** Who holds a lock: what its file says. */
interface Owner {
  readonly host: string;
  readonly pid: number;
}

/**
 * Runs work while no other program updates the same saved panel: two that read the old panel and write a new one each
 * would lose the rows of the first. The lock is a file beside the panel; one that a dead process of this machine left
 * behind is taken over.
 *
 * @throws DqsError `panel-busy` where another update is under way, `output-not-writable` where no lock can be made.
 */
export async function withStoreLock<T>(store: string, work: () => Promise<T>): Promise<T> {
  const lock = `${store}.lock`;
  if (!(await tryLock(lock, store))) {
    const owner = await ownerOf(lock);
    if (owner && isAlive(owner)) throw busy(store, lock, owner);
    await rm(lock, { force: true });
    if (!(await tryLock(lock, store))) throw busy(store, lock, await ownerOf(lock));
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function tryLock(lock: string, store: string): Promise<boolean> {
  const owner: Owner = { host: hostname(), pid: process.pid };
  try {
    await mkdir(dirname(lock), { recursive: true });
    await writeFile(lock, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (cause) {
    // mkdir says EEXIST too, where a part of the path is a file; only the write says it of the lock itself.
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST' && syscall === 'open') return false;
    throw notWritable(store, cause);
  }
}

/** Undefined where the lock is gone or does not say; a lock is written in one go, so that is a damaged one. */
async function ownerOf(lock: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(lock, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

function isAlive({ host, pid }: Owner): boolean {
  // Nothing can be known of a process on another machine, so it counts as alive.
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function busy(store: string, lock: string, owner: Owner | undefined): DqsError {
  const who = owner ? `process ${owner.pid} on ${owner.host}` : 'another process';
  return new DqsError(
    'panel-busy',
    `expected to be the only one to update ${store}, but ${who} is at it; run again when it has ended ` +
      `(or remove ${lock} where it has)`,
    { details: { store, lock, ...owner } },
  );
}

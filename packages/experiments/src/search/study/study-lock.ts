import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';

import { DqsError, notWritable } from '@dqs/core';

/** A held lock. */
export interface StudyLock {
  release(): Promise<void>;
}

interface Owner {
  readonly host: string;
  readonly pid: number;
}

/**
 * Keeps other processes from a study: two that append would each believe the other's trials to be their own. One that a
 * dead process of this machine left behind is taken over.
 *
 * @throws DqsError `study-busy` where another process holds it, `output-not-writable` where no lock can be made.
 */
export async function lockStudy(path: string): Promise<StudyLock> {
  const lock = `${path}.lock`;
  if (!(await tryLock(lock, path))) {
    const owner = await ownerOf(lock);
    if (owner && isAlive(owner)) throw busy(path, lock, owner);
    await rm(lock, { force: true });
    if (!(await tryLock(lock, path))) throw busy(path, lock, await ownerOf(lock));
  }
  return { release: () => rm(lock, { force: true }) };
}

async function tryLock(lock: string, path: string): Promise<boolean> {
  const owner: Owner = { host: hostname(), pid: process.pid };
  try {
    await mkdir(dirname(lock), { recursive: true });
    await writeFile(lock, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (cause) {
    // mkdir says EEXIST too, where a part of the path is a file; only the write says it of the lock itself.
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST' && syscall === 'open') return false;
    throw notWritable(path, cause);
  }
}

/** Undefined where the lock is gone or does not say. */
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

function busy(path: string, lock: string, owner: Owner | undefined): DqsError {
  const who = owner ? `process ${owner.pid} on ${owner.host}` : 'another process';
  return new DqsError(
    'study-busy',
    `expected to be the only one to search with ${path}, but ${who} is at it; run again when it has ended ` +
      `(or remove ${lock} where it has)`,
    { details: { path, lock, ...owner } },
  );
}

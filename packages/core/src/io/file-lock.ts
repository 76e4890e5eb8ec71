import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { ErrorCode } from '../errors/catalogue.js';
import { DqsError } from '../errors/dqs-error.js';
import { draftName, removeAbandonedDrafts } from './draft-names.js';
import { assertLocalPath } from './local-path.js';
import { linkedNow, ownerIn, textOf } from './lock-file.js';
import { notWritable } from './not-writable.js';
import { mayBeAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';

/** The purpose of a lock, and the error if another process holds it. */
export interface FileLockOptions {
  /** The file or folder used by one process at a time; errors name it. */
  readonly target: string;
  /** The action on the target, as in the message: "cannot … the target". */
  readonly purpose: string;
  /** The error code if a running process keeps the lock. */
  readonly busyCode: ErrorCode;
  /** How long to wait for a running process to release it, in milliseconds. @default 0, which fails at once */
  readonly waitMs?: number;
}

/** A held lock. */
export interface FileLock {
  /** Releases the lock. Does nothing if the lock is no longer ours. */
  release(): Promise<void>;
}

/** How long to wait for another process to finish taking over a lock, in milliseconds; it takes only a few. */
const TAKEOVER_WAIT_MS = 30_000;
/** Longest pause between two attempts, in milliseconds. */
const MAX_PAUSE_MS = 16;
/** Prefix of takeover locks: hidden, and distinct from the user's own files. */
const HIDDEN = '.dqs-lock-';

/**
 * Takes the lock file at a path for this process; no other caller in this or another process gets it until it is
 * released. The lock of a process that has ended is taken over by exactly one process, independent of clocks and of
 * reused process numbers. A process on another machine or in another container counts as alive.
 *
 * @param path the lock file. Its folder is created; the file system must support hard links.
 * @throws DqsError `options.busyCode` if a running process keeps the lock, `output-not-writable` if none can be
 * created, `invalid-argument` for a URL.
 *
 * @example
 * const lock = await takeFileLock('panel.lock', { target: 'panel', purpose: 'update', busyCode: 'panel-busy' });
 * try {
 *   // work that only one process may do
 * } finally {
 *   await lock.release();
 * }
 */
export async function takeFileLock(path: string, options: FileLockOptions): Promise<FileLock> {
  assertLocalPath(path);
  const id = randomUUID();
  const self = ownIdentity();
  // No two locks ever have the same text, so the text identifies the owner.
  const own = JSON.stringify({ id, ...self });
  const folder = dirname(path);
  const draft = join(folder, draftName(basename(path)));
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandonedDrafts(folder);
    await removeDeadLocks(folder, (name) => name.startsWith(HIDDEN));
    await writeFile(draft, own, { flag: 'wx' });
    await acquire(path, draft, self, options);
  } catch (cause) {
    throw DqsError.is(cause) ? cause : notWritable(options.target, cause);
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
  return { release: () => removeOwn(path, own) };
}

/**
 * Runs work while holding a lock file; see {@link takeFileLock}.
 *
 * @returns what the work returns.
 * @throws DqsError as `takeFileLock`; errors of the work pass through.
 */
export async function withFileLock<T>(path: string, options: FileLockOptions, work: () => Promise<T>): Promise<T> {
  const lock = await takeFileLock(path, options);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

const swept = new Set<string>();

/**
 * Removes locks left in a folder by killed processes that may never be requested again, once per process. Each is taken
 * over first, so that no lock in use is removed.
 *
 * @param isLock whether a file is a lock, by its name.
 */
export async function removeDeadLocks(folder: string, isLock: (name: string) => boolean): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  const options: FileLockOptions = { target: folder, purpose: 'clear', busyCode: 'artifact-busy' };
  for (const name of (await readdir(folder).catch(() => [])).filter(isLock)) {
    const path = join(folder, name);
    const owner = ownerIn((await textOf(path).catch(() => undefined)) ?? '');
    if (owner === undefined || mayBeAlive(owner, ownIdentity())) continue;
    await withFileLock(path, options, async () => undefined).catch(() => undefined);
  }
}

/** The lock that must be held to take over another, named after one dead lock and no other. */
export function takeoverPath(path: string, dead: string): string {
  const digest = createHash('sha256')
    .update(`${basename(path)}\n${dead}`)
    .digest('hex');
  return join(dirname(path), HIDDEN + digest.slice(0, 32));
}

/** Returns once the lock file is ours. A link is created atomically, by at most one of many. */
async function acquire(path: string, draft: string, self: ProcessIdentity, options: FileLockOptions): Promise<void> {
  // Not the time of day, which can be set back while waiting.
  const deadline = performance.now() + (options.waitMs ?? 0);
  for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    if (await linkedNow(draft, path)) return;
    const text = await textOf(path);
    if (text === undefined) continue;
    const owner = ownerIn(text);
    if (owner === undefined || !mayBeAlive(owner, self)) {
      if (await takenOver(path, draft, text, options)) return;
      continue;
    }
    if (performance.now() >= deadline) throw busy(path, owner, options);
    await sleep(Math.random() * pauseMs);
  }
}

/**
 * Replaces the lock of a dead process with ours, unless another process already has. Between check and replacement the
 * lock must not change, so only the holder of a second lock may do it. That lock may itself be left by a dead process;
 * it is taken over in the same way.
 */
function takenOver(path: string, draft: string, dead: string, options: FileLockOptions): Promise<boolean> {
  return withFileLock(takeoverPath(path, dead), { ...options, waitMs: TAKEOVER_WAIT_MS }, async () => {
    if ((await textOf(path)) !== dead) return false;
    await rename(draft, path);
    return true;
  });
}

/** A lock removed by hand may belong to another process by now. */
async function removeOwn(path: string, own: string): Promise<void> {
  if ((await textOf(path)) === own) await rm(path, { force: true });
}

function busy(path: string, { pid, host }: ProcessIdentity, options: FileLockOptions): DqsError {
  const { target, purpose, busyCode, waitMs = 0 } = options;
  const since = waitMs > 0 ? ` (waited ${waitMs / 1000} s)` : '';
  return new DqsError(
    busyCode,
    `cannot ${purpose} ${target}: process ${pid} on ${host} is already using it${since}; run again when ` +
      `it has ended (or remove ${path} if it already has)`,
    { details: { path: target, lock: path, pid, host } },
  );
}

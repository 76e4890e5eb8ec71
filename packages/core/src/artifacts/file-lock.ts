import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { DqsError } from '../errors/dqs-error.js';
import { mayBeAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';

/** How long to wait for a lock that another process holds, in milliseconds. Work under a lock takes a few of them. */
const TIMEOUT_MS = 30_000;
/** Longest pause between two looks at a lock, in milliseconds. */
const MAX_PAUSE_MS = 16;

/** What a lock file says: who holds it, and a mark that no other lock ever had. */
interface Owner extends ProcessIdentity {
  readonly id: string;
}

/** Stands for an owner whose file cannot be read as one; only a machine that lost power leaves such. */
const DAMAGED = 'damaged';

/**
 * Runs work while nobody else holds the lock file at a path, in this process or another on this machine. A lock whose
 * holder was killed is taken over, by one process only; no clock is involved in that. The folder must exist or be
 * creatable, on a file system with hard links.
 *
 * @throws DqsError `artifact-busy` where a living process keeps the lock for more than half a minute; what the system
 * throws where no file can be made.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const own = { id: randomUUID(), ...ownIdentity() };
  const draft = join(dirname(path), `${own.id}.draft`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(draft, JSON.stringify(own), { flag: 'wx' });
  try {
    await acquire(path, draft, own);
  } finally {
    await rm(draft, { force: true });
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** Ends when the lock file is ours. A link is made whole or not at all, and by one of many at most. */
async function acquire(path: string, draft: string, own: Owner): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
    if (await linkedNow(draft, path)) return;
    const owner = await ownerOf(path);
    if (owner === undefined) continue;
    if (owner === DAMAGED || !mayBeAlive(owner, own)) {
      if (await takenOver(path, draft, owner)) return;
      continue;
    }
    if (Date.now() > deadline) throw busy(path, owner);
    await sleep(Math.random() * pauseMs);
  }
}

/**
 * Replaces the lock of a dead process by ours, unless somebody else has by now. Between the look and the replacement the
 * lock must not change, so only the holder of a second lock may do it, one named after the dead lock and no other. That
 * lock may be left behind by a dead process in its turn; it is taken over in the same way.
 */
async function takenOver(path: string, draft: string, dead: Owner | typeof DAMAGED): Promise<boolean> {
  const second = dead === DAMAGED ? `${path}.${DAMAGED}` : join(dirname(path), dead.id);
  return withFileLock(second, async () => {
    const owner = await ownerOf(path);
    if (owner === undefined || idOf(owner) !== idOf(dead)) return false;
    await rename(draft, path);
    return true;
  });
}

function idOf(owner: Owner | typeof DAMAGED): string {
  return owner === DAMAGED ? DAMAGED : owner.id;
}

async function linkedNow(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/** Undefined where the lock is free by now. */
async function ownerOf(path: string): Promise<Owner | typeof DAMAGED | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return DAMAGED;
  }
}

function busy(path: string, { pid, host }: Owner): DqsError {
  return new DqsError(
    'artifact-busy',
    `expected process ${pid} on ${host} to release its lock within ${TIMEOUT_MS / 1000} s, it did not; run again when ` +
      `it has ended, or remove ${path} where it has`,
    { details: { path, pid, host } },
  );
}

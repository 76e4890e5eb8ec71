import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { mayBeAlive, ownIdentity, writeFileAtomic, type ProcessIdentity } from '@dqs/core/io';

const SUFFIX = '.json';

/** Takes part in the use of a server. @returns the file that says so. */
export async function addLease(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomUUID()}${SUFFIX}`);
  await writeFileAtomic(path, JSON.stringify(ownIdentity()));
  return path;
}

/**
 * Ends a part in the use and removes those of processes that have ended. Synchronous: it is also the last act of a process
 * that exits at once.
 *
 * @returns how many users remain.
 */
export function endLease(folder: string, own?: string): number {
  if (own !== undefined) rmSync(own, { force: true });
  const self = ownIdentity();
  let users = 0;
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const owner = ownerOf(path);
    if (isHere(owner, self)) users += 1;
    else rmSync(path, { force: true });
  }
  return users;
}

/** The processes that use a server. */
export function leaseHolders(folder: string): readonly ProcessIdentity[] {
  const self = ownIdentity();
  const owners = namesIn(folder).map((name) => ownerOf(join(folder, name)));
  return owners.filter((owner) => isHere(owner, self));
}

/** A unix socket is not reached from another machine or container: what was left from there uses nothing. */
function isHere(owner: ProcessIdentity | undefined, self: ProcessIdentity): owner is ProcessIdentity {
  return owner?.host === self.host && owner.namespace === self.namespace && mayBeAlive(owner, self);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(SUFFIX));
  } catch {
    return [];
  }
}

function ownerOf(path: string): ProcessIdentity | undefined {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessIdentity> | null;
    return typeof owner?.pid === 'number' && typeof owner.host === 'string' ? (owner as ProcessIdentity) : undefined;
  } catch {
    return undefined;
  }
}

import { link, readFile } from 'node:fs/promises';

import type { ProcessIdentity } from './process-identity.js';

/** Whether a draft now has the name of a lock, which only one of many processes can give it. */
export async function linkedNow(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/** Content of a lock file; undefined if the lock is free by now. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw cause;
  }
}

/** The holder of a lock; undefined if the text names none, which happens only after a power loss. */
export function ownerIn(text: string): ProcessIdentity | undefined {
  try {
    const owner = JSON.parse(text) as Partial<ProcessIdentity> | null;
    return typeof owner?.host === 'string' && Number.isInteger(owner.pid) ? (owner as ProcessIdentity) : undefined;
  } catch {
    return undefined;
  }
}

import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { mayBeAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';

/** What is unfinished (`tmp`), or was there before and is about to go (`old`). */
export type DraftEnding = 'tmp' | 'old';

/** A name that {@link draftName} made, taken apart. */
export interface Draft {
  readonly name: string;
  /** What it is a draft of; see {@link stemOf}. */
  readonly stem: string;
  /** Who made it, and a number that tells its drafts apart. */
  readonly id: string;
  readonly ending: DraftEnding;
}

const NAME = /^\.(.+)\.([0-9a-f]{8}-\d+-\d+-[0-9a-f]{8})\.(tmp|old)$/s;
/** Longest name, in bytes, that leaves room for the rest of a draft's. */
const MAX_STEM_BYTES = 180;

/**
 * A new name for something unfinished, hidden, that tells of what it is and which process makes it, so that others can
 * remove it once that process has ended, and never before.
 *
 * @param of the name of what it will be.
 */
export function draftName(of: string): string {
  const { pid, started = '0' } = self();
  const id = `${machineOf(self())}-${pid}-${started}-${randomUUID().slice(0, 8)}`;
  return `.${stemOf(of)}.${id}.tmp`;
}

/** The same draft with another ending. */
export function withEnding({ stem, id }: Draft, ending: DraftEnding): string {
  return `.${stem}.${id}.${ending}`;
}

/** The part of a draft's name that tells what it is of: a name, or its hash where it is long. */
export function stemOf(name: string): string {
  return Buffer.byteLength(name) <= MAX_STEM_BYTES ? name : createHash('sha256').update(name).digest('hex');
}

/** Takes the name of a draft apart; undefined for any other name. */
export function draftOf(name: string): Draft | undefined {
  const [, stem, id, ending] = NAME.exec(name) ?? [];
  return id === undefined ? undefined : { name, stem: stem!, id, ending: ending as DraftEnding };
}

/**
 * True only if the process that made a draft has certainly ended; of one on another machine or in another container
 * nothing is known but when it touched the draft last.
 */
export async function isAbandoned(folder: string, { name, id }: Draft): Promise<boolean> {
  const [machine, pid, started] = id.split('-') as [string, string, string, string];
  const own = self();
  if (machine !== machineOf(own)) return isUntouched(join(folder, name));
  const maker = { host: own.host, pid: Number(pid), started: started === '0' ? undefined : started };
  return !mayBeAlive(maker, own);
}

/** Time without a change after which a draft of a process we know nothing of is given up, in milliseconds. */
const UNTOUCHED_MS = 86_400_000;

/** True for what nobody has written to for a day. */
export async function isUntouched(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > UNTOUCHED_MS;
}

const swept = new Set<string>();

/**
 * Removes what killed processes left unfinished in a folder, once in the life of this process. What is needed to bring a
 * replaced folder back stays.
 */
export async function removeAbandonedDrafts(folder: string): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  const drafts = (await readdir(folder).catch(() => [])).map(draftOf).filter((draft) => draft !== undefined);
  const replaced = new Set(drafts.filter(({ ending }) => ending === 'old').map(({ id }) => id));
  for (const draft of drafts) {
    if (replaced.has(draft.id) || !(await isAbandoned(folder, draft))) continue;
    await rm(join(folder, draft.name), { force: true, recursive: true }).catch(() => undefined);
  }
}

let known: ProcessIdentity | undefined;

/** A fork would be another process, but Node does not fork. */
function self(): ProcessIdentity {
  return (known ??= ownIdentity());
}

/** Process numbers mean something only within this. The start of the machine is not part of it: after it, all have ended. */
function machineOf({ host, namespace = '' }: ProcessIdentity): string {
  return createHash('sha256').update(`${host}\n${namespace}`).digest('hex').slice(0, 8);
}

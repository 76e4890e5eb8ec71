import { createHash, randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { MS_PER_DAY } from '../days.js';
import { mayBeAlive, ownIdentity, type ProcessIdentity } from './process-identity.js';

/** An unfinished file or folder (`tmp`), or a replaced one that is about to be removed (`old`). */
export type DraftEnding = 'tmp' | 'old';

/** A name that {@link draftName} made, taken apart. */
export interface Draft {
  readonly name: string;
  /** The name it is a draft of; see {@link stemOf}. */
  readonly stem: string;
  /** The process that made it, and a number that is unique among its drafts. */
  readonly id: string;
  readonly ending: DraftEnding;
}

const NAME = /^\.(.+)\.([0-9a-f]{8}-\d+-\d+-[0-9a-f]{8})\.(tmp|old)$/s;
/** Longest name, in bytes, that a draft's name can contain whole. */
const MAX_STEM_BYTES = 180;

/**
 * A new, hidden name for something unfinished. It names the target and the process that makes it, so that others can
 * remove it once that process has ended, and never before.
 *
 * @param of the name of the target.
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

/** The part of a draft's name that identifies its target: the target's name, or a hash of a long one. */
export function stemOf(name: string): string {
  return Buffer.byteLength(name) <= MAX_STEM_BYTES ? name : createHash('sha256').update(name).digest('hex');
}

/** Takes the name of a draft apart; undefined for any other name. */
export function draftOf(name: string): Draft | undefined {
  const [, stem, id, ending] = NAME.exec(name) ?? [];
  return id === undefined ? undefined : { name, stem: stem!, id, ending: ending as DraftEnding };
}

/**
 * True only if the process that made a draft has certainly ended. Of a process on another machine or in another
 * container, only the time of its last change to the draft is known.
 */
export async function isAbandoned(folder: string, { name, id }: Draft): Promise<boolean> {
  const [machine, pid, started] = id.split('-') as [string, string, string, string];
  const own = self();
  if (machine !== machineOf(own)) return isUntouched(join(folder, name));
  const maker = { host: own.host, pid: Number(pid), started: started === '0' ? undefined : started };
  return !mayBeAlive(maker, own);
}

/** Milliseconds without a change after which the draft of an unknown process counts as abandoned. */
const UNTOUCHED_MS = MS_PER_DAY;

/** Whether a file or folder has not been written to for a day. */
export async function isUntouched(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > UNTOUCHED_MS;
}

const swept = new Set<string>();

/**
 * Removes what killed processes left unfinished in a folder, once in the life of this process. It keeps what
 * is needed to restore a replaced folder.
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

/** Fixed for the life of the process, since Node does not fork. */
function self(): ProcessIdentity {
  return (known ??= ownIdentity());
}

/** Process numbers mean something only within this. The start of the machine is not part of it: after it, all have ended. */
function machineOf({ host, namespace = '' }: ProcessIdentity): string {
  return createHash('sha256').update(`${host}\n${namespace}`).digest('hex').slice(0, 8);
}

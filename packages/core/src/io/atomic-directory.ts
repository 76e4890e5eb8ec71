import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { syncPath, writeAndSync } from './atomic-write.js';
import {
  draftName,
  draftOf,
  isAbandoned,
  removeAbandonedDrafts,
  stemOf,
  withEnding,
  type Draft,
} from './draft-names.js';
import { assertLocalPath } from './local-path.js';
import { notWritable } from './not-writable.js';
import { endOfLinks } from './output-place.js';

/** Concurrent replacements of the same directory before giving up. */
const MAX_RIVALS = 20;

/**
 * Writes a directory of files that appears whole or not at all. An existing directory at `path` is replaced; a symbolic
 * link to one is followed and stays. A process killed between moving the old directory away and naming the new one
 * leaves both, and {@link recoverDirectory} finishes its work.
 *
 * @param files content by file name (no subfolders).
 * @throws DqsError `output-not-writable` if the system refuses, or where there is a file; `invalid-argument` for a URL.
 */
export async function writeDirectoryAtomic(
  path: string,
  files: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
  assertLocalPath(path);
  try {
    const place = await directoryPlace(path);
    await mkdir(place.folder, { recursive: true });
    await removeAbandonedDrafts(place.folder);
    await finishReplacements(place);
    const draft = draftOf(draftName(place.name))!;
    await fill(join(place.folder, draft.name), files);
    await exchange(place, draft);
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

/**
 * Finishes a {@link writeDirectoryAtomic} that was killed: names the new directory, which was complete before the old
 * one was moved away. Call it before opening such a directory; it does nothing if the directory exists.
 */
export async function recoverDirectory(path: string): Promise<void> {
  const place = await directoryPlace(path).catch(() => undefined);
  if (place !== undefined && !place.isThere) await finishReplacements(place).catch(() => undefined);
}

/** A directory, existing or not, by its folder and its name in it. */
interface DirectoryPlace {
  readonly folder: string;
  readonly name: string;
  readonly isThere: boolean;
}

async function directoryPlace(path: string): Promise<DirectoryPlace> {
  const { path: end, found } = await endOfLinks(path);
  if (found !== undefined && !found.isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
  return { folder: dirname(end), name: basename(end), isThere: found !== undefined };
}

async function fill(folder: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  try {
    await mkdir(folder);
    for (const [name, content] of files) await writeAndSync(join(folder, name), content);
    await syncPath(folder);
  } catch (cause) {
    await rm(folder, { force: true, recursive: true }).catch(() => undefined);
    throw cause;
  }
}

/** Replaces what exists with a complete draft. */
async function exchange({ folder, name }: DirectoryPlace, draft: Draft): Promise<void> {
  const [path, made, old] = [join(folder, name), join(folder, draft.name), join(folder, withEnding(draft, 'old'))];
  for (let rivals = 0; ; rivals += 1) {
    const hadOld = await renamed(path, old);
    try {
      // If it is gone, another process has found our old one and done this for us.
      await renamed(made, path);
    } catch (cause) {
      if (rivals < MAX_RIVALS && isTaken(cause)) {
        if (hadOld) await discard(folder, draft);
        continue;
      }
      if (hadOld) await rename(old, path).catch(() => undefined);
      await rm(made, { force: true, recursive: true }).catch(() => undefined);
      throw cause;
    }
    await syncPath(folder);
    if (hadOld) await discard(folder, draft);
    return;
  }
}

/** Finishes replacements of a directory started by others: by killed processes, or one in progress. */
async function finishReplacements({ folder, name }: DirectoryPlace): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const begun = names.map(draftOf).filter((draft) => draft?.ending === 'old' && draft.stem === stemOf(name));
  for (const draft of begun as Draft[]) {
    // A non-empty directory is never renamed over: what exists by now stays.
    if (!(await renamedUnlessTaken(join(folder, withEnding(draft, 'tmp')), join(folder, name)))) {
      await renamedUnlessTaken(join(folder, draft.name), join(folder, name));
    }
    if (await isAbandoned(folder, draft)) await discard(folder, draft);
  }
}

/**
 * Removes what was replaced, under another name first, so that half of it is never mistaken for a directory to restore.
 */
async function discard(folder: string, draft: Draft): Promise<void> {
  const going = join(folder, draftName(draft.stem));
  if (await renamed(join(folder, withEnding(draft, 'old')), going)) await rm(going, { force: true, recursive: true });
}

/** @returns false if there is nothing to rename. */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}

/** @returns true if the name is taken, by us or another process. */
async function renamedUnlessTaken(from: string, to: string): Promise<boolean> {
  return renamed(from, to).catch((cause: unknown) => {
    if (isTaken(cause)) return true;
    throw cause;
  });
}

function isTaken(cause: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST'].includes((cause as NodeJS.ErrnoException).code ?? '');
}

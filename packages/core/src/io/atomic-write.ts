import { mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { DqsError } from '../errors/dqs-error.js';
import { draftName, removeAbandonedDrafts } from './draft-names.js';
import { notWritable } from './not-writable.js';
import { copyToStream, outputPlace, type OutputPlace } from './output-place.js';

/**
 * Writes a whole file or none: bytes go to a temporary name in the same folder, are flushed to disk, then renamed.
 * Missing folders are created. Symbolic links are followed and kept; a device or a pipe (`/dev/null`, `/dev/stdout`, a
 * FIFO) is written to and never replaced.
 *
 * @throws DqsError `output-not-writable` if the system refuses, or if there is a folder; the old file, if any, is
 * untouched. `invalid-argument` for a URL.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  await writeAtomically(path, async (temporary) => writeAndSync(temporary, content));
}

/**
 * Gives `produce` a temporary path; the file it creates there gets its final name only when `produce` has succeeded and
 * the bytes are on disk. Links, devices and pipes are treated as in {@link writeFileAtomic}.
 *
 * @throws DqsError `output-not-writable` if the system refuses; errors of `produce` that are DqsErrors pass through.
 */
export async function writeAtomically(path: string, produce: (temporary: string) => Promise<void>): Promise<void> {
  const place = await outputPlace(path);
  try {
    await (place.kind === 'file' ? replaceFile(place, produce) : writeToStream(place, produce));
  } catch (cause) {
    throw DqsError.is(cause) ? cause : notWritable(path, cause);
  }
}

async function replaceFile({ path }: OutputPlace, produce: (temporary: string) => Promise<void>): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, draftName(basename(path)));
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandonedDrafts(folder);
    await produce(temporary);
    await syncPath(temporary);
    await rename(temporary, path);
    await syncPath(folder);
  } catch (cause) {
    await rm(temporary, { force: true, recursive: true }).catch(() => undefined);
    throw cause;
  }
}

/** Sends nothing before everything is complete. */
async function writeToStream(place: OutputPlace, produce: (temporary: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dqs-output-'));
  try {
    const temporary = join(folder, 'whole');
    await produce(temporary);
    await copyToStream(temporary, place);
  } finally {
    await rm(folder, { force: true, recursive: true }).catch(() => undefined);
  }
}

/** Writes a new file and flushes it to disk. */
export async function writeAndSync(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Flushes a file, or the entries of a folder, to disk. */
export async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

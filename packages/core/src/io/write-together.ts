import { access, constants, mkdir, open } from 'node:fs/promises';

import { writeAtomically } from './atomic-write.js';
import { notWritable } from './not-writable.js';

/** A file to be written, and how. */
export interface PlannedFile {
  readonly path: string;
  /** Makes the whole file at the temporary path it is given. */
  readonly produce: (temporary: string) => Promise<void>;
}

/**
 * Writes several files that belong together: none gets its final name before all of them are complete on disk.
 *
 * @throws DqsError `output-not-writable` if the system refuses one; what was there before is untouched.
 */
export async function writeTogether([first, ...others]: readonly PlannedFile[]): Promise<void> {
  if (first === undefined) return;
  await writeAtomically(first.path, async (temporary) => {
    await first.produce(temporary);
    await writeTogether(others);
  });
}

const BATCH_CHARACTERS = 1 << 20;

/** A producer of text that comes in pieces; keeps about a megabyte of it in memory. */
export function textFile(path: string, pieces: () => Iterable<string>): PlannedFile {
  return {
    path,
    produce: async (temporary) => {
      const file = await open(temporary, 'wx');
      try {
        for (const batch of batches(pieces())) await file.writeFile(batch);
      } finally {
        await file.close();
      }
    },
  };
}

function* batches(pieces: Iterable<string>): Generator<string> {
  let batch: string[] = [];
  let characters = 0;
  for (const piece of pieces) {
    batch.push(piece);
    characters += piece.length;
    if (characters < BATCH_CHARACTERS) continue;
    yield batch.join('');
    [batch, characters] = [[], 0];
  }
  yield batch.join('');
}

/**
 * Creates an output folder, or makes sure that it can be written to, before long work begins.
 *
 * @throws DqsError `output-not-writable`.
 */
export async function assertOutputFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    await access(path, constants.W_OK);
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

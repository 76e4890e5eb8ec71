import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { DqsError } from '@dqs/core';
import { assertLocalPath, notWritable, takeFileLock, type FileLock } from '@dqs/core/io';

import { JOURNAL, readJournal } from './journal.js';

/** Folder of the shard results inside a run folder. */
export const PARTS = 'parts';
/** File name of a run's requests converted to text, if they arrive in another format. */
export const REQUESTS_AS_TEXT = 'requests-as-text.csv';

/** True for the name of a shard's output or dead letters, finished or not. */
export function isPartName(name: string): boolean {
  return /^(?:\d{8,}\.(?:output|dead)|\.\d{8,}\.(?:output|dead)\.unfinished)$/.test(name);
}

/** What may exist before the journal: a lock with its temporary files, and parts. */
function isOwnName(name: string): boolean {
  return name === PARTS || name === 'lock' || /^\.(?:lock\.|dqs-lock-)/.test(name) || name.includes(REQUESTS_AS_TEXT);
}

/**
 * Checks that a folder is new, empty or a run's own before anything in it is written or removed.
 *
 * @throws DqsError `batch-state-invalid` if it holds other files, `output-not-writable` if it is a file,
 * `invalid-argument` for a URL.
 */
export async function assertRunFolder(directory: string): Promise<void> {
  assertLocalPath(directory);
  const names = await namesIn(directory);
  if (names.includes(JOURNAL)) {
    await readJournal(join(directory, JOURNAL));
    return;
  }
  const parts = names.includes(PARTS) ? await namesIn(join(directory, PARTS)) : [];
  const foreign = [...names.filter((name) => !isOwnName(name)), ...parts.filter((name) => !isPartName(name))];
  if (foreign.length === 0) return;
  throw new DqsError(
    'batch-state-invalid',
    `expected a new or empty folder, or one of a batch run, at ${directory}, found other files, such as ` +
      `${JSON.stringify(foreign[0])}; nothing was changed; choose another folder for the state of the run`,
    { details: { directory, foreign: foreign.slice(0, 20) } },
  );
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw notWritable(folder, cause);
  });
}

const FILE = 'lock';

/**
 * Locks a state folder for this process. The lock of a killed process is ignored.
 *
 * @throws DqsError `batch-busy` if a running process holds it, `output-not-writable` if no lock can be created.
 */
export function lockRun(directory: string): Promise<FileLock> {
  const options = { target: directory, purpose: 'work on the run in', busyCode: 'batch-busy' } as const;
  return takeFileLock(join(directory, FILE), options);
}

import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

import { DqsError } from '@dqs/core';
import { notWritable, takeFileLock, type FileLock } from '@dqs/core/io';

import { parseStudy, recordLine, STUDY_VERSION, type StudyContent, type StudyRecord } from './records.js';

/**
 * The append-only file of a search, one JSON line per record, on disk before the search continues. A killed process
 * loses at most the running trials, which are then run again.
 */
export class StudyFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #lock: FileLock;
  /** Records are written one after another, in the order of the calls. */
  #last: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle, lock: FileLock) {
    this.#path = path;
    this.#file = file;
    this.#lock = lock;
  }

  /**
   * Opens a study, or creates a new one.
   *
   * @param settings what must match for the study to be resumed; plain data.
   * @throws DqsError `invalid-argument` if the study has other settings, `study-busy` if another process is using it,
   * `study-invalid` if the file is not a study, `output-not-writable`.
   */
  static async open(
    path: string,
    settings: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly file: StudyFile; readonly content: StudyContent }> {
    const lock = await lockStudy(path);
    try {
      const content = await readStudy(path);
      if (content.settings) checkSettings(path, content.settings, settings);
      const handle = await openForAppend(path, content.wholeBytes);
      const file = new StudyFile(path, handle, lock);
      if (!content.settings) await file.append({ record: 'study', version: STUDY_VERSION, settings });
      return { file, content };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Resolves when the record is on disk. */
  append(record: StudyRecord): Promise<void> {
    const written = this.#last.then(async () => {
      try {
        await this.#file.appendFile(recordLine(record));
        await this.#file.datasync();
      } catch (cause) {
        throw notWritable(this.#path, cause);
      }
    });
    this.#last = written.catch(() => undefined);
    return written;
  }

  /** Waits for pending writes, then closes the file. */
  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
    await this.#lock.release();
  }
}

/**
 * Reads a study file; an empty study if there is none.
 *
 * @throws DqsError `study-invalid` if the file is not a study.
 */
export async function readStudy(path: string): Promise<StudyContent> {
  try {
    return parseStudy(await readFile(path), path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return parseStudy(new Uint8Array(), path);
    throw cause;
  }
}

async function openForAppend(path: string, wholeBytes: number): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, 'a');
    await handle.truncate(wholeBytes);
    return handle;
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

/** The same data with sorted keys, so that a file written by hand or by an older version compares equal. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function checkSettings(
  path: string,
  saved: Readonly<Record<string, unknown>>,
  asked: Readonly<Record<string, unknown>>,
): void {
  const names = [...new Set([...Object.keys(saved), ...Object.keys(asked)])];
  const different = names.filter((name) => canonical(saved[name]) !== canonical(asked[name]));
  if (different.length === 0) return;
  throw new DqsError(
    'invalid-argument',
    `expected the settings that the study ${path} started with, got a different ${different.join(', ')}; ` +
      'use the original settings, or another file for a new study',
    { details: { path, different, saved, asked } },
  );
}

/**
 * Locks a study against other processes: two writers would take each other's trials for their own.
 *
 * @throws DqsError `study-busy` if another process holds it, `output-not-writable` if no lock can be created.
 */
function lockStudy(path: string): Promise<FileLock> {
  return takeFileLock(`${path}.lock`, { target: path, purpose: 'search with', busyCode: 'study-busy' });
}

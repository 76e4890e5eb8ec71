import { open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

import { notWritable } from '@dqs/core/io';
import type { z } from 'zod';

import type { LogContent } from './experiment-store.js';

/** When appended lines are flushed to disk: after each call, or when the system decides. */
export type FsyncPolicy = 'always' | 'never';

const NEWLINE = 0x0a;

/** Maximum characters of whole lines per write; the system appends each write atomically. */
const WRITE_LENGTH = 262_144;

/**
 * Appends records to a file of JSON lines, whole lines at a time, so that several processes may append at once. With
 * the policy `always` the lines are on disk (fdatasync) when this returns: neither `kill -9` nor a power cut loses
 * them. With `never` a power cut may lose them, but `kill -9` does not, since the system has them.
 *
 * A killed process may have left half a line. It is first terminated with a newline so that it does no harm.
 *
 * @throws DqsError `output-not-writable`.
 */
export async function appendJsonLines(path: string, records: readonly unknown[], fsync: FsyncPolicy): Promise<void> {
  if (records.length === 0) return;
  try {
    const file = await open(path, 'a+');
    try {
      const { size } = await file.stat();
      if (!(await endsInLine(file, size))) await file.appendFile('\n');
      for (const lines of chunksOf(records)) await file.appendFile(lines);
      if (fsync === 'always') await file.datasync();
      // A new file survives a power cut only if its folder entry is on disk too.
      if (fsync === 'always' && size === 0) await syncFolder(dirname(path));
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

function* chunksOf(records: readonly unknown[]): Generator<string> {
  let lines = '';
  for (const record of records) {
    lines += `${JSON.stringify(record)}\n`;
    if (lines.length < WRITE_LENGTH) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}

/** Flushes the entries of a folder to disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** True for an empty file too. */
async function endsInLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  await file.read(last, 0, 1, size - 1);
  return last[0] === NEWLINE;
}

/**
 * Reads the records of a file of JSON lines. Lines that are not complete records are counted and skipped: a killed
 * process leaves a torn line.
 *
 * @returns no records if there is no file.
 */
export async function readJsonLines<T>(path: string, schema: z.ZodType<T>): Promise<LogContent<T>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const records: T[] = [];
  let damaged = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const result = schema.safeParse(parsed(line));
    if (result.success) records.push(result.data);
    else damaged += 1;
  }
  return { records, damaged };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

import { open, readFile, truncate, type FileHandle } from 'node:fs/promises';

import { DqsError } from '@dqs/core';
import { notWritable } from '@dqs/core/io';

import type { SourceIdentity } from '../source/batch-source.js';
import type { PartFile } from './part-file.js';

/** File name of the journal in a run folder. */
export const JOURNAL = 'journal.jsonl';

/** First line of a journal: the identity of the run. */
export interface RunHeader {
  /** Version of the layout. */
  readonly dqs_batch: 1;
  readonly input: SourceIdentity;
  /** Everything besides the input that the result depends on: model, configuration. */
  readonly identity: Readonly<Record<string, string>>;
  readonly shard_rows: number;
  readonly shard_bytes: number;
  /** ISO 8601, for people only; no decision depends on a clock. */
  readonly started_at: string;
}

/** A further line: a shard whose result is on disk. */
export interface ShardEntry {
  readonly shard: number;
  readonly records: number;
  readonly rows: number;
  readonly dead_letters: number;
  readonly reasons: Readonly<Record<string, number>>;
  /** sha256 of the shard's bytes in the input. */
  readonly input_sha256: string;
  readonly output: PartFile;
  readonly dead: PartFile | null;
}

/** Last line: the final files are in place. */
export interface FinishedEntry {
  readonly finished: true;
  readonly records: number;
  readonly rows: number;
  readonly dead_letters: number;
  readonly output: string;
  readonly dead_letter_file: string;
  readonly finished_at: string;
}

/** The content of a journal. */
export interface JournalContent {
  readonly header: RunHeader;
  readonly shards: ReadonlyMap<number, ShardEntry>;
  readonly finished: FinishedEntry | undefined;
  /** Bytes up to the end of the last whole line. */
  readonly wholeBytes: number;
}

/**
 * The manifest of a run: append-only JSON lines. A line cut short by a kill or a full disk does not count, and its
 * shard is redone.
 */
export class Journal {
  readonly #file: FileHandle;
  readonly #path: string;

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  /** Starts a journal, replacing an existing one. */
  static async create(path: string, header: RunHeader): Promise<Journal> {
    try {
      const journal = new Journal(await open(path, 'w'), path);
      await journal.append(header);
      return journal;
    } catch (cause) {
      throw notWritable(path, cause);
    }
  }

  /** Continues a journal after its last complete line. */
  static async reopen(path: string, content: JournalContent): Promise<Journal> {
    try {
      await truncate(path, content.wholeBytes);
      return new Journal(await open(path, 'a'), path);
    } catch (cause) {
      throw notWritable(path, cause);
    }
  }

  /** Adds a line and waits until it is on disk. */
  async append(line: RunHeader | ShardEntry | FinishedEntry): Promise<void> {
    try {
      await this.#file.appendFile(`${JSON.stringify(line)}\n`);
      await this.#file.datasync();
    } catch (cause) {
      throw notWritable(this.#path, cause);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/**
 * Reads a journal.
 *
 * @returns undefined if there is none or its first line is incomplete.
 * @throws DqsError `batch-state-invalid` if the file is something else.
 */
export async function readJournal(path: string): Promise<JournalContent | undefined> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw new DqsError('batch-state-invalid', `cannot read ${path}: ${cause.message}`, { cause });
  });
  if (text === undefined) return undefined;
  const lines = text.split('\n').slice(0, -1).map(parseLine);
  const cut = lines.indexOf(undefined);
  const whole = (cut < 0 ? lines : lines.slice(0, cut)) as object[];
  if (whole.length === 0) {
    // A kill can leave only the beginning of a first line.
    if (FIRST_LINE.startsWith(text.slice(0, FIRST_LINE.length)) && !text.includes('\n')) return undefined;
    throw foreign(path);
  }
  const header = whole[0] as RunHeader;
  if (header.dqs_batch !== 1) {
    throw foreign(path);
  }
  const shards = new Map<number, ShardEntry>();
  let finished: FinishedEntry | undefined;
  for (const line of whole.slice(1)) {
    if ('finished' in line) finished = line as FinishedEntry;
    else shards.set((line as ShardEntry).shard, line as ShardEntry);
  }
  const wholeLines = text.split('\n').slice(0, whole.length);
  const wholeBytes = wholeLines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  return { header, shards, finished, wholeBytes };
}

/** What every journal begins with. */
const FIRST_LINE = '{"dqs_batch":1,';

function foreign(path: string): DqsError {
  return new DqsError(
    'batch-state-invalid',
    `expected a version 1 batch journal in ${path}, found something else; choose another folder for the run`,
    { details: { path } },
  );
}

function parseLine(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

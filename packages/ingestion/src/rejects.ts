import { randomUUID } from 'node:crypto';
import { appendFile, copyFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { writeAtomically } from '@dqs/core/io';

import { REJECT_REASONS, type RejectReason } from './rows/interpret.js';

/** One line of a rejects file. */
export interface RejectedRow {
  /** The input as named by the caller. */
  readonly file: string;
  /** 1 for the first record after the header. */
  readonly record: number;
  /** Byte the record starts at in the uncompressed input, null if the format has none (Parquet). */
  readonly byteOffset: number | null;
  readonly reason: RejectReason;
  readonly message: string;
  /** The record as it appears in the input. */
  readonly raw: string;
}

const FLUSH_AT_LINES = 10_000;

/**
 * Collects rejected rows and writes them in full when reading has ended. Keeps only a few in memory, however many there
 * are.
 */
export class RejectLog {
  readonly #path: string | undefined;
  readonly #spool = join(tmpdir(), `dqs-rejects-${randomUUID()}.jsonl`);
  #lines: string[] = [];
  #hasSpooled = false;

  /** @param path the rejects file; undefined keeps only the counts. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** Whether rows are kept, so that their text is worth extracting. */
  get isKept(): boolean {
    return this.#path !== undefined;
  }

  /** Takes a rejected row; its message is added here. */
  add(row: Omit<RejectedRow, 'message'>): void {
    const { file, record, byteOffset, reason, raw } = row;
    const line: RejectedRow = { file, record, byteOffset, reason, message: REJECT_REASONS[reason], raw };
    this.#lines.push(`${JSON.stringify(line)}\n`);
  }

  /** Moves collected rows out of memory if there are many. */
  async relieve(): Promise<void> {
    if (this.#lines.length < FLUSH_AT_LINES) return;
    await appendFile(this.#spool, this.#take(), { mode: 0o600 });
    this.#hasSpooled = true;
  }

  /**
   * Writes the rejects file even if it is empty, so that an old one is not mistaken for this run's.
   *
   * @throws DqsError `output-not-writable`.
   */
  async write(): Promise<void> {
    if (this.#path === undefined) return;
    await writeAtomically(this.#path, async (temporary) => {
      if (this.#hasSpooled) await copyFile(this.#spool, temporary);
      await (this.#hasSpooled ? appendFile(temporary, this.#take()) : writeFile(temporary, this.#take()));
    });
  }

  /** Removes temporary files; call when done, whatever happened. */
  async close(): Promise<void> {
    if (this.#hasSpooled) await rm(this.#spool, { force: true });
  }

  #take(): string {
    const text = this.#lines.join('');
    this.#lines = [];
    return text;
  }
}

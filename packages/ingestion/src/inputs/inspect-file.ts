import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

import { DqsError } from '@dqs/core';

import type { StructureScan } from '../native/binding.js';
import { throwIfAborted, unreadable } from './faults.js';
import { openFile } from './bytes.js';
import { QuoteScan } from './quote-scan.js';
import { openStructureScan } from './structure-scan.js';
import { Utf8Scan } from './utf8-scan.js';

/** Result of a pass over all bytes of a file. */
export interface FileInspection {
  /** sha256 of the bytes as stored, in hex. */
  readonly sha256: string;
  /** Why DuckDB and a strict reader may read it differently; undefined if they do not. */
  readonly doubt: string | undefined;
  /** Records, including the header; meaningless if there is a doubt. */
  readonly records: number;
}

/** Checks on a delimited file. */
export interface InspectedFormat {
  readonly isGzip: boolean;
  readonly delimiter: string;
  /** The longest record DuckDB is trusted with. */
  readonly maxRecordBytes: number;
}

const BUFFER_BYTES = 1024 * 1024;

/**
 * Scans a delimited file while DuckDB reads it. A gzipped file is decompressed on the way, which verifies that it is
 * complete: DuckDB does not check the checksum at its end.
 *
 * @throws DqsError `input-truncated`, `input-unreadable`, `aborted`.
 */
export async function inspectFile(
  path: string,
  format: InspectedFormat,
  signal?: AbortSignal,
): Promise<FileInspection> {
  const scan = new TextScan(format);
  if (!format.isGzip) return { sha256: await hashPlain(path, scan, signal), ...scan.result() };
  const source = openFile(path, true, signal);
  for await (const chunk of source.chunks) scan.add(chunk);
  return { sha256: source.sha256(), ...scan.result() };
}

/**
 * sha256 of a file's bytes, in hex.
 *
 * @throws DqsError `input-unreadable`, `aborted`.
 */
export function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  return hashPlain(path, undefined, signal);
}

class TextScan {
  readonly #quotes = new QuoteScan();
  readonly #utf8 = new Utf8Scan();
  readonly #structure: StructureScan;

  constructor({ delimiter, maxRecordBytes }: InspectedFormat) {
    this.#structure = openStructureScan(delimiter, maxRecordBytes);
  }

  add(chunk: Buffer): void {
    this.#quotes.add(chunk);
    this.#utf8.add(chunk);
    this.#structure.add(chunk);
  }

  result(): Pick<FileInspection, 'doubt' | 'records'> {
    const { isDoubtful, records } = this.#structure.result();
    return { doubt: this.#doubt(isDoubtful), records };
  }

  #doubt(isStructureDoubtful: boolean): string | undefined {
    // DuckDB does not check the bytes of columns that are not requested.
    if (!this.#utf8.isValid()) return 'it is not UTF-8 throughout';
    return this.#quotes.isDoubtful || isStructureDoubtful ? 'readers may disagree on its records' : undefined;
  }
}

async function hashPlain(path: string, scan: TextScan | undefined, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  try {
    const file = await open(path, 'r');
    try {
      for (;;) {
        throwIfAborted(signal);
        const { bytesRead } = await file.read(buffer, 0, BUFFER_BYTES, null);
        if (bytesRead === 0) return hash.digest('hex');
        const bytes = buffer.subarray(0, bytesRead);
        hash.update(bytes);
        scan?.add(bytes);
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw DqsError.is(cause) ? cause : unreadable(path, cause);
  }
}

import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

import { isDqsError } from '@dqs/core';

import { throwIfAborted } from './abort.js';
import { openFile } from './bytes.js';
import { QuoteScan } from './quote-scan.js';
import { unreadable } from './resolve-inputs.js';

/** What a pass over all bytes of a file tells. */
export interface FileInspection {
  /** sha256 of the bytes as stored, in hex. */
  readonly sha256: string;
  /** Whether it holds quotes that readers of CSV take differently; see {@link QuoteScan}. */
  readonly hasDoubtfulQuotes: boolean;
}

const BUFFER_BYTES = 1024 * 1024;

/**
 * Passes over a file while DuckDB reads it. A gzipped file is decompressed on the way, which shows whether it is whole:
 * DuckDB does not look at the checksum at its end.
 *
 * @throws DqsError `input-truncated`, `input-unreadable`, `aborted`.
 */
export async function inspectFile(path: string, isGzip: boolean, signal?: AbortSignal): Promise<FileInspection> {
  const scan = new QuoteScan();
  if (!isGzip) return { sha256: await hashPlain(path, scan, signal), hasDoubtfulQuotes: scan.isDoubtful };
  const source = openFile(path, true, signal);
  for await (const chunk of source.chunks) scan.add(chunk);
  return { sha256: source.sha256(), hasDoubtfulQuotes: scan.isDoubtful };
}

async function hashPlain(path: string, scan: QuoteScan, signal: AbortSignal | undefined): Promise<string> {
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
        scan.add(bytes);
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw isDqsError(cause) ? cause : unreadable(path, cause);
  }
}

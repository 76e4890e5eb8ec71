import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

import { DqsError } from '@dqs/core';
import { notWritable } from '@dqs/core/io';

import { temporaryPath } from './durable-file.js';

/** Size and hash of a file of the run. */
export interface PartFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** Size and hash of bytes. */
export function describePart(bytes: Uint8Array): PartFile {
  return { bytes: bytes.length, sha256: sha256(bytes) };
}

/** sha256 in hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Writes a part under its temporary name; `commitFile` makes it durable and renames it. Synchronous, for workers.
 *
 * @throws DqsError `output-not-writable`.
 */
export function writePart(path: string, bytes: Uint8Array): void {
  try {
    const file = openSync(temporaryPath(path), 'w');
    try {
      writeWhole(file, bytes, 0);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

/** A part and its position in the final file. */
export interface PartCopy {
  readonly part: string;
  /** The part as the journal records it. */
  readonly expected: PartFile;
  readonly file: string;
  /** Byte of `file` where the part begins. */
  readonly position: number;
}

/**
 * Copies a part to its place. Synchronous, for workers.
 *
 * @throws DqsError `batch-state-invalid` if the part does not match the journal; `output-not-writable`.
 */
export function copyPart({ part, expected, file, position }: PartCopy): void {
  const source = openPart(part);
  const hash = createHash('sha256');
  let length = 0;
  try {
    const target = openSync(file, 'r+');
    try {
      for (let count = readSync(source, piece); count > 0; count = readSync(source, piece)) {
        const bytes = piece.subarray(0, count);
        hash.update(bytes);
        writeWhole(target, bytes, position + length);
        length += count;
      }
    } finally {
      closeSync(target);
    }
  } catch (cause) {
    throw notWritable(file, cause);
  } finally {
    closeSync(source);
  }
  if (length === expected.bytes && hash.digest('hex') === expected.sha256) return;
  throw new DqsError('batch-state-invalid', `the result of a shard, ${part}, has changed; run again to recreate it`);
}

function openPart(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new DqsError('batch-state-invalid', `the result of a shard, ${path}, is missing; run again to recreate it`, {
      cause,
    });
  }
}

/** Small writes use memory the system has at hand; a write of megabytes makes it look for one large block. */
const PIECE_BYTES = 256 * 1024;
const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);

/** A nearly full disk accepts part of a write; only the next write fails. */
function writeWhole(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, Math.min(PIECE_BYTES, bytes.length - done), position + done);
  }
}

import { gunzipSync } from 'node:zlib';

import { type DailyPanel, decodePanel, DqsError } from '@dqs/core';

import { BUNDLE_FILES, MOST_FILE_BYTES, type BundleFile } from './manifest.js';

/** Bytes of the shortest gzip file, and of the size at its end. */
const LEAST_GZIP_BYTES = 18;
const SIZE_BYTES = 4;

/**
 * The bytes of a packed history. Unpacking takes no more memory than the size that the bundle announces.
 *
 * @param announced the manifest's record of the file; without a size, the end of the gzip file gives it.
 * @throws DqsError `bundle-corrupt` if it unpacks to another size, or is no gzip file.
 */
export function unpackedHistory(packed: Uint8Array, announced: BundleFile | undefined): Uint8Array {
  const size = announced?.unpackedBytes ?? sizeAtEnd(packed);
  let bytes: Uint8Array | undefined;
  let cause: unknown;
  try {
    bytes = gunzipSync(packed, { maxOutputLength: Math.min(MOST_FILE_BYTES, Math.max(1, size)) });
  } catch (error) {
    cause = error;
  }
  if (bytes?.length === size) return bytes;
  throw damaged(`expected it to unpack to the announced ${size} bytes`, cause);
}

/**
 * The panel of an unpacked history.
 *
 * @throws DqsError `bundle-corrupt` if the bytes are no panel of this version.
 */
export function panelOfHistory(bytes: Uint8Array): DailyPanel {
  try {
    return decodePanel(bytes);
  } catch (cause) {
    if (!DqsError.is(cause)) throw cause;
    throw damaged(cause.message, cause);
  }
}

function sizeAtEnd(packed: Uint8Array): number {
  if (packed.length < LEAST_GZIP_BYTES) throw damaged(`expected a gzip file, got ${packed.length} bytes`);
  return Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength).readUInt32LE(packed.length - SIZE_BYTES);
}

function damaged(reason: string, cause?: unknown): DqsError {
  return new DqsError('bundle-corrupt', `the history in the bundle (${BUNDLE_FILES.history}) is damaged: ${reason}`, {
    cause,
    details: { file: BUNDLE_FILES.history },
  });
}

import { createHash } from 'node:crypto';

import { DqsError } from '../errors/dqs-error.js';
import type { BulkWritten } from './bulk-store.js';

/**
 * The pieces of a whole object, compared with what was written once the last one is through: whoever acts on them before
 * the end acts on bytes that nobody has checked.
 *
 * @example
 * for await (const piece of checkedPieces(store.read(part.key), part)) take(piece);
 * @throws DqsError `artifact-corrupt` after the last piece if size or sha256 differ.
 */
export async function* checkedPieces(
  pieces: AsyncIterable<Uint8Array>,
  { key, bytes, sha256 }: BulkWritten,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  let seen = 0;
  for await (const piece of pieces) {
    seen += piece.byteLength;
    hash.update(piece);
    yield piece;
  }
  const actual = hash.digest('hex');
  if (actual === sha256 && seen === bytes) return;
  throw new DqsError(
    'artifact-corrupt',
    `expected ${bytes} bytes with the sha256 ${sha256.slice(0, 12)}… under the key ${key}, got ${seen} bytes with ` +
      `${actual.slice(0, 12)}…: the object was changed or damaged; write it again`,
    { details: { key, bytes: seen, sha256: actual } },
  );
}

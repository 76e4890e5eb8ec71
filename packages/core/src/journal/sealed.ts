import { createHash } from 'node:crypto';

import type { DqsError } from '../errors/dqs-error.js';

/** Length of a sha256 in hexadecimal. */
const HASH_LENGTH = 64;

/**
 * The error for an artifact whose bytes have changed since they were written.
 *
 * @param key the artifact, so that it can be restored.
 * @param problem what is wrong with it, in words.
 */
export type Damaged = (key: string, problem: string, cause?: unknown) => DqsError;

/** A document sealed with its hash. */
export interface Sealed {
  /** The stored bytes: the sha256 of the rest in hexadecimal, a line end, the document as JSON, a line end. */
  readonly bytes: Uint8Array;
  /** The first line of `bytes`. */
  readonly hash: string;
}

/** Seals a document so that any flipped byte is detected. `tail -n +2 | sha256sum` checks one by hand. */
export function seal(document: unknown): Sealed {
  const text = `${JSON.stringify(document)}\n`;
  const hash = sha256(text);
  return { bytes: Buffer.from(`${hash}\n${text}`), hash };
}

/**
 * The verified document of sealed bytes.
 *
 * @param key name of the bytes in the message.
 * @param damaged makes the error for bytes that are not what was written; it is thrown.
 */
export function unseal(
  bytes: Uint8Array,
  key: string,
  damaged: Damaged,
): { readonly document: unknown; readonly hash: string } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hash = buffer.toString('latin1', 0, HASH_LENGTH);
  const content = buffer.subarray(HASH_LENGTH + 1);
  const isWhole = buffer[HASH_LENGTH] === 0x0a && hash === sha256(content);
  if (!isWhole) throw damaged(key, 'its bytes do not match the sha256 in its first line');
  try {
    return { document: JSON.parse(content.toString('utf8')), hash };
  } catch (cause) {
    throw damaged(key, 'it is not valid JSON', cause);
  }
}

/** sha256 in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

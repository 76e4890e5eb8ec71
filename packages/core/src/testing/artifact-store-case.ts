import { AssertionError } from 'node:assert/strict';

import type { ArtifactStore } from '../artifacts/artifact-store.js';
import type { ErrorCode } from '../errors/catalogue.js';
import { DqsError } from '../errors/dqs-error.js';

/** Opens a store on a place; two calls give two store objects on the same place, as two processes would have. */
export type OpenStore = () => ArtifactStore;

/** One promise of the contract: a title that states a fact, and the check, which throws if the fact does not hold. */
export interface ArtifactStoreCase {
  readonly title: string;
  /** @param open opens stores on a place that is empty when the check begins, a new place for every check. */
  readonly run: (open: OpenStore) => Promise<void>;
}

/** A text as the bytes of an artifact. */
export const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));
/** The bytes of an artifact as text. */
export const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString();

/** A test of an error: whether it has a code. */
export function hasCode(code: ErrorCode) {
  return (error: unknown) => DqsError.is(error) && error.code === code;
}

/**
 * Checks that a put is refused. Where its answer was lost, the store may not know; it is made again until it does, as a
 * condition that does not hold lets nothing be written however often it is tried.
 */
export async function isRefused(put: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await put();
    } catch (error) {
      if (hasCode('artifact-unknown')(error)) continue;
      if (hasCode('artifact-conflict')(error)) return;
      throw error;
    }
    throw new AssertionError({ message: 'expected the put to be refused with artifact-conflict, it was accepted' });
  }
}

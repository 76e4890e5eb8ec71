import type { Hooks } from '@dqs/core';

import type { SourceFault, SourceIdentity } from './batch-source.js';

/** Maximum bytes per chunk of an uncompressed input. */
export const CHUNK_BYTES = 1024 * 1024;

/** Returns memory of at least the given size. */
export type Room = (size: number) => Buffer;

/** Bytes `start … end − 1` of an input. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** The bytes of an input, wherever they are. */
export interface InputBytes {
  /** Name for messages and files. */
  readonly path: string;
  /** Why the last read ended early: a truncated or damaged gzip stream. */
  readonly fault: SourceFault | undefined;
  /** Size and sha256 of the input as stored. */
  identify(hooks?: Pick<Hooks, 'signal'>): Promise<SourceIdentity>;
  /** Whether it is gzipped, so that a span of it means nothing. */
  isCompressed(): Promise<boolean>;
  /**
   * The bytes in chunks, each valid until the next one.
   *
   * @param onBytes called with the number of bytes read so far, as stored.
   * @param room returns memory to read into if the input is not compressed; chunks are then parts of it.
   */
  chunks(onBytes?: (bytes: number) => void, room?: Room): AsyncGenerator<Buffer>;
}

/** Reuses the same memory for every chunk. */
export function ownRoom(): Room {
  const memory = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  return () => memory;
}

/** Whether bytes begin as those of a gzip stream do. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * How many bytes to read next, and from where. Chunks of a span end where those of the whole input end: what a cutter makes
 * of damaged records depends on how far it has seen, and must not depend on where a span begins.
 */
export function sizeAt({ start, end }: ByteSpan, done: number): [size: number, position: number] {
  const position = start + done;
  return [Math.max(0, Math.min(CHUNK_BYTES - (position % CHUNK_BYTES), end - position)), position];
}

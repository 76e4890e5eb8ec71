import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { PassThrough, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { DqsError, throwIfAborted, type Hooks } from '@dqs/core';

import type { SourceFault, SourceIdentity } from './batch-source.js';

/** Maximum bytes per chunk of an uncompressed file. */
export const CHUNK_BYTES = 1024 * 1024;

/** Returns memory of at least the given size. */
export type Room = (size: number) => Buffer;

/** Reuses the same memory for every chunk. */
function ownRoom(): Room {
  const memory = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  return () => memory;
}

/** A file read from its start, decompressed if it is gzipped. */
export class FileBytes {
  readonly path: string;
  #fault: SourceFault | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** Why the last read ended early: a truncated or damaged gzip stream. */
  get fault(): SourceFault | undefined {
    return this.#fault;
  }

  /** Size and sha256 of the file as stored. */
  async identify({ signal }: Pick<Hooks, 'signal'> = {}): Promise<SourceIdentity> {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of this.#plain(() => {}, ownRoom())) {
      throwIfAborted(signal);
      hash.update(chunk);
      bytes += chunk.length;
    }
    return { name: this.path, bytes, sha256: hash.digest('hex') };
  }

  /**
   * The bytes in chunks, each valid until the next one.
   *
   * @param onBytes called with the number of bytes read so far, as stored.
   * @param room returns memory to read into if the file is not compressed; chunks are then parts of it.
   */
  async *chunks(onBytes: (bytes: number) => void = () => {}, room: Room = ownRoom()): AsyncGenerator<Buffer> {
    this.#fault = undefined;
    if (await startsLikeGzip(this.path)) yield* this.#unzipped(onBytes);
    else yield* this.#plain(onBytes, room);
  }

  async *#plain(onBytes: (bytes: number) => void, room: Room): AsyncGenerator<Buffer> {
    const file = await openForReading(this.path);
    try {
      for (let total = 0; ; ) {
        const memory = room(CHUNK_BYTES);
        const { bytesRead } = await file.read(memory, 0, CHUNK_BYTES, null).catch((cause: unknown) => {
          throw readFault(this.path, cause);
        });
        if (bytesRead === 0) return;
        total += bytesRead;
        onBytes(total);
        yield memory.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  async *#unzipped(onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
    const stream = createReadStream(this.path, { highWaterMark: CHUNK_BYTES });
    // The PassThrough at the end passes an error of any stage on to the reader.
    const bytes = pipeline(stream, createGunzip({ chunkSize: CHUNK_BYTES }), new PassThrough(), () => undefined);
    try {
      for await (const chunk of bytes) {
        onBytes(stream.bytesRead);
        yield chunk as Buffer;
      }
    } catch (cause) {
      this.#fault = gzipFault(this.path, cause);
      if (this.#fault === undefined) throw readFault(this.path, cause);
    } finally {
      stream.destroy();
    }
  }
}

async function startsLikeGzip(path: string): Promise<boolean> {
  const file = await openForReading(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } catch (cause) {
    throw readFault(path, cause);
  } finally {
    await file.close();
  }
}

async function openForReading(path: string) {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new DqsError('input-unreadable', `expected a file at ${path}, found a folder`);
    return await open(path, 'r');
  } catch (cause) {
    throw readFault(path, cause);
  }
}

function gzipFault(path: string, cause: unknown): SourceFault | undefined {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code?.startsWith('Z_') !== true) return undefined;
  return { reason: 'input-truncated', message: `${path} is truncated or damaged (${message}); fetch it again` };
}

function readFault(path: string, cause: unknown): Error {
  if (DqsError.is(cause)) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new DqsError('input-not-found', `there is no file ${path}; check the path`, { cause, details: { path } });
  }
  const reason = code === 'EACCES' ? 'permission denied; change its permissions' : message;
  return new DqsError('input-unreadable', `cannot read ${path}: ${reason}`, { cause, details: { path, code } });
}

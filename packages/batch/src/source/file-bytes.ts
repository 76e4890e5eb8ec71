import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { PassThrough, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { DqsError, throwIfAborted, type Hooks } from '@dqs/core';

import type { SourceFault, SourceIdentity } from './batch-source.js';
import { CHUNK_BYTES, isGzip, ownRoom, sizeAt, type ByteSpan, type InputBytes, type Room } from './input-bytes.js';

/** A file read from its start, decompressed if it is gzipped, or a span of its bytes as they stand. */
export class FileBytes implements InputBytes {
  readonly path: string;
  readonly #span: ByteSpan | undefined;
  #fault: SourceFault | undefined;

  /** @param span what to read. @default all */
  constructor(path: string, span?: ByteSpan) {
    this.path = path;
    this.#span = span;
  }

  get fault(): SourceFault | undefined {
    return this.#fault;
  }

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

  /** Size in bytes, as stored. */
  async size(): Promise<number> {
    const file = await openForReading(this.path);
    try {
      return (await file.stat()).size;
    } finally {
      await file.close();
    }
  }

  async isCompressed(): Promise<boolean> {
    const file = await openForReading(this.path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
      return isGzip(buffer.subarray(0, bytesRead));
    } catch (cause) {
      throw readFault(this.path, cause);
    } finally {
      await file.close();
    }
  }

  async *chunks(onBytes: (bytes: number) => void = () => {}, room: Room = ownRoom()): AsyncGenerator<Buffer> {
    this.#fault = undefined;
    if (this.#span === undefined && (await this.isCompressed())) yield* this.#unzipped(onBytes);
    else yield* this.#plain(onBytes, room);
  }

  async *#plain(onBytes: (bytes: number) => void, room: Room): AsyncGenerator<Buffer> {
    const file = await openForReading(this.path);
    try {
      for (let total = 0; ; ) {
        const memory = room(CHUNK_BYTES);
        // A whole file may be a pipe, which has no positions.
        const [size, position] = this.#span === undefined ? [CHUNK_BYTES, null] : sizeAt(this.#span, total);
        const { bytesRead } = await file.read(memory, 0, size, position).catch((cause: unknown) => {
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

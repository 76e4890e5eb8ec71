import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough, pipeline, type Readable } from 'node:stream';

import { DqsError } from '@dqs/core';

import { throwIfAborted, unreadable } from './faults.js';

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const CHUNK_BYTES = 256 * 1024;

/** What the first bytes of an input reveal about it. */
export interface Magic {
  readonly isGzip: boolean;
  readonly isParquet: boolean;
  readonly isUtf16: boolean;
}

/** Reads the first bytes of a file, as they are stored: as many as asked for, or as there are. */
export async function fileStart(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await file.close();
  }
}

/** Inspects the first bytes of an input. */
export function magicOf(bytes: Buffer): Magic {
  const utf16 = bytes.length >= 2 && ['fffe', 'feff'].includes(bytes.toString('hex', 0, 2));
  return {
    isGzip: bytes.subarray(0, 2).equals(GZIP_MAGIC),
    isParquet: bytes.toString('latin1', 0, 4) === 'PAR1',
    isUtf16: utf16,
  };
}

/** The bytes of an input, decompressed if needed, and the fingerprint of what was read. */
export interface ByteSource {
  readonly chunks: AsyncIterable<Buffer>;
  /** sha256 of the bytes as stored (compressed if they are), in hex; known once `chunks` has ended. */
  readonly sha256: () => string;
}

/** Opens a file for one pass. */
export function openFile(path: string, isGzip: boolean, signal?: AbortSignal): ByteSource {
  return openStream(createReadStream(path, { highWaterMark: CHUNK_BYTES }), path, isGzip, signal);
}

/** Reads a stream once; with `isGzip` undefined it is detected from the first bytes. */
export function openStream(
  stream: Readable,
  name: string,
  isGzip: boolean | undefined,
  signal?: AbortSignal,
): ByteSource {
  const hash = createHash('sha256');
  let digest: string | undefined;
  return {
    chunks: decodeChunks(
      hashed(stream, (chunk) => hash.update(chunk)),
      name,
      isGzip,
      signal,
    ),
    sha256: () => (digest ??= hash.digest('hex')),
  };
}

async function* hashed(stream: Readable, update: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    if (bytes.length === 0) continue;
    update(bytes);
    yield bytes;
  }
}

async function* decodeChunks(
  source: AsyncGenerator<Buffer>,
  name: string,
  isGzip: boolean | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  try {
    const chunks = isGzip === false ? source : await decoded(source, isGzip);
    let isFirst = true;
    for await (const chunk of chunks) {
      throwIfAborted(signal);
      if (isFirst) refuseForeign(magicOf(chunk), name);
      isFirst = false;
      yield chunk;
    }
  } catch (cause) {
    throw DqsError.is(cause) ? cause : describeFault(cause, name);
  }
}

/** What the first bytes of a gzipped input decompress to; nothing where they are damaged, which reading will tell. */
export async function gunzipStart(start: Buffer): Promise<Buffer> {
  const { constants, gunzipSync } = await import('node:zlib');
  try {
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return Buffer.alloc(0);
  }
}

/** The start of a source, of so many bytes where it has them, and the source whole. */
export async function peek(source: ByteSource, bytes: number): Promise<{ start: Buffer; whole: ByteSource }> {
  const iterator = source.chunks[Symbol.asyncIterator]();
  const rest = { [Symbol.asyncIterator]: () => iterator };
  const start = await firstBytes(iterator, bytes);
  return { start, whole: { ...source, chunks: rejoin(start, rest) } };
}

async function decoded(source: AsyncGenerator<Buffer>, isGzip: boolean | undefined): Promise<AsyncIterable<Buffer>> {
  const first = await firstBytes(source, 4);
  const whole = rejoin(first, source);
  return (isGzip ?? magicOf(first).isGzip) ? await gunzip(whole) : whole;
}

async function firstBytes(source: AsyncIterator<Buffer>, count: number): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  while (bytes.length < count) {
    const { value, done } = await source.next();
    if (done) break;
    bytes = Buffer.concat([bytes, value]);
  }
  return bytes;
}

async function* rejoin(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

async function gunzip(source: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer>> {
  const { createGunzip } = await import('node:zlib');
  // The PassThrough at the end passes an error of any stage on to the reader.
  return pipeline(source, createGunzip({ chunkSize: CHUNK_BYTES }), new PassThrough(), () => undefined);
}

function refuseForeign(magic: Magic, name: string): void {
  if (magic.isParquet) {
    throw new DqsError('input-unreadable', `${name} holds Parquet, which cannot be read from a stream; give its path`);
  }
  if (magic.isUtf16) {
    throw new DqsError('input-unreadable', `expected UTF-8 text in ${name}, got UTF-16; save it as UTF-8`, {
      details: { path: name },
    });
  }
}

function describeFault(cause: unknown, name: string): DqsError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code?.startsWith('Z_')) {
    const message_ = `${name} is truncated or damaged (${message}); nothing was read from it, fetch it again`;
    return new DqsError('input-truncated', message_, { cause, details: { path: name, code } });
  }
  return unreadable(name, cause);
}

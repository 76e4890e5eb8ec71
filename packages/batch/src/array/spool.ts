import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { notWritable } from '@dqs/core/io';

import type { PartFile } from '../state/part-file.js';

/** Bytes that are kept in memory; more go to a temporary file. */
const MEMORY_BYTES = 8 * 1024 * 1024;

/** Bytes that are gathered before they are written anywhere: the name of a part is known when its last byte is. */
export class Spool {
  readonly #hash = createHash('sha256');
  readonly #memoryBytes: number;
  readonly #folder: string;
  #pieces: Uint8Array[] = [];
  #held = 0;
  #bytes = 0;
  #file: { readonly folder: string; readonly path: string; readonly handle: FileHandle } | undefined;

  /** @param folder where the temporary file is made, if there has to be one. */
  constructor(memoryBytes = MEMORY_BYTES, folder = tmpdir()) {
    [this.#memoryBytes, this.#folder] = [memoryBytes, folder];
  }

  /**
   * Adds bytes, which the caller leaves alone from now on.
   *
   * @throws DqsError `output-not-writable` if the temporary folder is full.
   */
  async append(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#held += bytes.length;
    this.#pieces.push(bytes);
    if (this.#held > this.#memoryBytes) await this.#spill();
  }

  /** Size and hash of what was added. Nothing may be added afterwards. */
  describe(): PartFile {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** The bytes, from the first on. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    if (this.#file !== undefined) yield* createReadStream(this.#file.path) as AsyncIterable<Buffer>;
    yield* this.#pieces;
  }

  /** Removes the temporary file, if there is one. */
  async discard(): Promise<void> {
    this.#pieces = [];
    await this.#file?.handle.close();
    if (this.#file !== undefined) await rm(this.#file.folder, { recursive: true, force: true });
    this.#file = undefined;
  }

  async #spill(): Promise<void> {
    const pieces = this.#pieces;
    [this.#pieces, this.#held] = [[], 0];
    try {
      this.#file ??= await temporaryFile(this.#folder);
      for (const piece of pieces) await this.#file.handle.appendFile(piece);
    } catch (cause) {
      throw notWritable(this.#file?.path ?? this.#folder, cause);
    }
  }
}

async function temporaryFile(place: string) {
  const folder = await mkdtemp(join(place, 'dqs-part-'));
  const path = join(folder, 'part');
  return { folder, path, handle: await open(path, 'w') };
}

import { mkdtemp, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { DqsError } from '@dqs/core';
import { copyToStream, notWritable, outputPlace, type OutputPlace } from '@dqs/core/io';

import { ensureFolder, syncFolder, temporaryPath } from './state/durable-file.js';
import type { PartCopy, PartFile } from './state/part-file.js';

/** Turns the assembled file, at the first path, into the final one, at the second. */
export type FinishFile = (assembled: string, final: string) => Promise<void>;

/** Copies a part to its place, here or in a worker. */
export type CopyPart = (copy: PartCopy) => Promise<void> | void;

/**
 * A final file under construction. Parts are appended in order to a temporary file in the target folder, which is then
 * renamed, so the final file appears whole. Links are followed; a device or a pipe is written to at the end and never
 * replaced.
 */
export class FileAssembler {
  readonly path: string;
  readonly #place: OutputPlace;
  readonly #temporary: string;
  readonly #file: FileHandle;
  /** Where the next part begins. */
  #length: number;
  readonly #copies: Promise<void>[] = [];

  private constructor(path: string, place: OutputPlace, temporary: string, file: FileHandle, length: number) {
    this.path = path;
    this.#place = place;
    this.#temporary = temporary;
    this.#file = file;
    this.#length = length;
  }

  /** Starts a file with the bytes that precede the first part. */
  static async begin(path: string, header: Uint8Array): Promise<FileAssembler> {
    try {
      const place = await outputPlace(path);
      const temporary = await temporaryFor(place);
      const file = await open(temporary, 'w');
      await file.writeFile(header);
      return new FileAssembler(path, place, temporary, file, header.length);
    } catch (cause) {
      throw DqsError.is(cause) ? cause : notWritable(path, cause);
    }
  }

  /** Adds a part; several may be copied at once. {@link finish} reports any failure. */
  append(part: string, expected: PartFile, copy: CopyPart): void {
    const place = { part, expected, file: this.#temporary, position: this.#length };
    this.#length += expected.bytes;
    const copied = (async () => {
      await copy(place);
      // By the time the last part is copied, most of the file is on disk.
      await this.#file.datasync();
    })();
    copied.catch(() => undefined);
    this.#copies.push(copied);
  }

  /**
   * Waits for all parts, flushes the file, passes it through `finish` if given, and gives it its final name.
   *
   * @throws DqsError `batch-state-invalid` if a part does not match the journal; `output-not-writable`.
   */
  async finish(finish?: FinishFile): Promise<void> {
    try {
      await Promise.all(this.#copies);
      await this.#file.sync();
      await this.#file.close();
      if (finish !== undefined) await finish(this.#temporary, this.path);
      else if (this.#place.kind === 'stream') await copyToStream(this.#temporary, this.#place);
      else await rename(this.#temporary, this.#place.path);
      await this.#removeTemporary();
      if (this.#place.kind === 'file') await syncFolder(dirname(this.#place.path));
    } catch (cause) {
      throw DqsError.is(cause) ? cause : notWritable(this.path, cause);
    }
  }

  /** Gives up and leaves nothing behind. */
  async discard(): Promise<void> {
    await Promise.allSettled(this.#copies);
    await this.#file.close().catch(() => undefined);
    await this.#removeTemporary().catch(() => undefined);
  }

  async #removeTemporary(): Promise<void> {
    const isApart = this.#place.kind === 'stream';
    await rm(isApart ? dirname(this.#temporary) : this.#temporary, { force: true, recursive: isApart });
  }
}

/**
 * Next to the file, since a rename must not cross file systems; for a device or a pipe, in a separate temporary folder.
 */
async function temporaryFor({ kind, path }: OutputPlace): Promise<string> {
  if (kind === 'stream') return join(await mkdtemp(join(tmpdir(), 'dqs-output-')), 'whole');
  await ensureFolder(dirname(path));
  return temporaryPath(path);
}

import { open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

import { DqsError, notWritable } from '@dqs/core';

import { ensureFolder, syncFolder, temporaryPath } from './state/durable-file.js';
import { sha256, type PartFile } from './state/part-file.js';

/** Turns the assembled file, at the first path, into the final one, at the second. */
export type FinishFile = (assembled: string, final: string) => Promise<void>;

/**
 * A final file in the making: parts are added in order under a temporary name in the folder where the file will be; the
 * file itself appears whole, by a rename.
 */
export class FileAssembler {
  readonly path: string;
  readonly #temporary: string;
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#temporary = temporaryPath(path);
    this.#file = file;
  }

  /** Begins, with bytes that stand before the first part. */
  static async begin(path: string, header: Uint8Array): Promise<FileAssembler> {
    try {
      await ensureFolder(dirname(path));
      const file = await open(temporaryPath(path), 'w');
      await file.writeFile(header);
      return new FileAssembler(path, file);
    } catch (cause) {
      throw notWritable(path, cause);
    }
  }

  /**
   * Adds a part.
   *
   * @throws DqsError `batch-state-invalid` where its bytes are not those the journal tells.
   */
  async append(part: string, expected: PartFile): Promise<void> {
    const bytes = await readFile(part).catch((cause: unknown) => {
      throw new DqsError('batch-state-invalid', `the result of a shard, ${part}, is gone; run again to make it anew`, {
        cause,
      });
    });
    if (sha256(bytes) !== expected.sha256) {
      throw new DqsError(
        'batch-state-invalid',
        `the result of a shard, ${part}, has changed; run again to make it anew`,
      );
    }
    try {
      await this.#file.writeFile(bytes);
    } catch (cause) {
      throw notWritable(this.path, cause);
    }
  }

  /** Flushes the file and gives it its name, after `finish` has made of it what it shall be. */
  async finish(finish?: FinishFile): Promise<void> {
    try {
      await this.#file.sync();
      await this.#file.close();
      if (finish === undefined) await rename(this.#temporary, this.path);
      else {
        await finish(this.#temporary, this.path);
        await rm(this.#temporary, { force: true });
      }
      await syncFolder(dirname(this.path));
    } catch (cause) {
      throw cause instanceof DqsError ? cause : notWritable(this.path, cause);
    }
  }

  /** Gives up: nothing stays. */
  async discard(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    await rm(this.#temporary, { force: true }).catch(() => undefined);
  }
}

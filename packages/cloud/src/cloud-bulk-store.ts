import { createHash, randomUUID } from 'node:crypto';

import {
  artifactNotFound,
  checkedRange,
  DqsError,
  type BulkHead,
  type BulkStore,
  type BulkWritten,
  type ByteRange,
} from '@dqs/core';

import { pauseAfter } from './attempts.js';
import { nameOf } from './cloud-store.js';
import { conditionalPut } from './conditional-put.js';
import type { Driver, Marks, Upload } from './driver.js';
import { outcomeUnknown, storeFailed } from './errors.js';
import type { Remote } from './remote.js';

/** Large objects in a cloud, over a driver. A writing holds one part in memory, and up to twice that while it is sent. */
export class CloudBulkStore implements BulkStore {
  readonly #remote: Remote;

  constructor(remote: Remote) {
    this.#remote = remote;
  }

  async stat(key: string): Promise<BulkHead | undefined> {
    const name = nameOf(this.#remote, key);
    const found = await this.#remote.ask(`look at the key ${key}`, (driver) => driver.head(name));
    return found && { key, bytes: found.bytes };
  }

  async *read(key: string, range?: ByteRange): AsyncGenerator<Uint8Array, void, undefined> {
    const { start, end } = checkedRange(range);
    const name = nameOf(this.#remote, key);
    const driver = await this.#remote.driver();
    const found = await this.#remote.ask(`look at the key ${key}`, () => driver.head(name));
    if (found === undefined) throw artifactNotFound(key, this.#remote.placeOf(driver));
    const until = Math.min(end, found.bytes);
    let [at, attempt] = [start, 0];
    // A transfer that breaks off goes on where it was; only breaks without any byte in between use patience up.
    while (at < until) {
      try {
        const pieces = await driver.read(name, at, until, found.native);
        if (pieces === undefined) throw changed(key, this.#remote.placeOf(driver));
        for await (const piece of pieces) {
          [at, attempt] = [at + piece.byteLength, 0];
          yield piece;
        }
        if (at < until) throw new Error(`the answer ended at byte ${at} of ${until}`);
      } catch (error) {
        attempt += 1;
        if (DqsError.is(error)) throw error;
        if (driver.verdict(error) === 'refused') throw changed(key, this.#remote.placeOf(driver), error);
        const isOver = driver.verdict(error) === 'failed' || attempt >= this.#remote.patience.attempts;
        if (isOver) throw storeFailed(`read the key ${key}`, this.#remote.placeOf(driver), error);
        await pauseAfter(attempt, this.#remote.patience);
      }
    }
  }

  async write(key: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<BulkWritten> {
    const name = nameOf(this.#remote, key);
    const driver = await this.#remote.driver();
    const writing = new Writing(this.#remote, driver, key, name);
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      for await (const piece of pieces) {
        hash.update(piece);
        bytes += piece.byteLength;
        await writing.take(piece);
      }
      await writing.finish();
    } catch (error) {
      await writing.abandonUnless(error);
      throw error;
    }
    return { key, bytes, sha256: hash.digest('hex') };
  }
}

/** One object on its way: what fits into a part is a plain put, anything longer an upload of parts. */
class Writing {
  readonly #remote: Remote;
  readonly #driver: Driver;
  readonly #key: string;
  readonly #name: string;
  readonly #marks: Marks = { token: randomUUID(), over: '' };
  readonly #part: Uint8Array;
  #filled = 0;
  #parts = 0;
  #upload: Upload | undefined;

  constructor(remote: Remote, driver: Driver, key: string, name: string) {
    [this.#remote, this.#driver, this.#key, this.#name] = [remote, driver, key, name];
    this.#part = new Uint8Array(driver.partBytes);
  }

  async take(piece: Uint8Array): Promise<void> {
    for (let at = 0; at < piece.byteLength; ) {
      if (this.#filled === this.#part.byteLength) await this.#send();
      const next = piece.subarray(at, at + this.#part.byteLength - this.#filled);
      this.#part.set(next, this.#filled);
      this.#filled += next.byteLength;
      at += next.byteLength;
    }
  }

  async finish(): Promise<void> {
    if (this.#upload === undefined) {
      const content = this.#part.subarray(0, this.#filled);
      await conditionalPut(this.#remote, { key: this.#key, name: this.#name, content, condition: {} });
      return;
    }
    await this.#send();
    await this.#complete(this.#upload);
  }

  /** Removes the parts of a writing that has failed, unless it may yet become visible. */
  async abandonUnless(error: unknown): Promise<void> {
    if (DqsError.is(error) && error.code === 'artifact-unknown') return;
    // Parts that stay behind are removed by the lifecycle rule of the bucket; the first error is the one to tell.
    await this.#upload?.abandon().catch(() => undefined);
  }

  async #send(): Promise<void> {
    this.#upload ??= await this.#remote.ask(`begin the key ${this.#key}`, (driver) =>
      driver.upload(this.#name, this.#marks),
    );
    const upload = this.#upload;
    const bytes = this.#part.slice(0, this.#filled);
    this.#parts += 1;
    await this.#remote.ask(`write a part of the key ${this.#key}`, () => upload.part(this.#parts, bytes));
    this.#filled = 0;
  }

  /** Makes the object of the parts; after a lost answer the token tells whether it was made. */
  async #complete(upload: Upload): Promise<void> {
    let lost: { readonly error: unknown } | undefined;
    const place = this.#remote.placeOf(this.#driver);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await upload.finish();
      } catch (error) {
        const verdict = this.#driver.verdict(error);
        if (verdict === 'lost') lost ??= { error };
        if (lost && (await this.#isThere(lost.error))) return;
        if (verdict === 'failed' || attempt >= this.#remote.patience.attempts) {
          if (lost) throw outcomeUnknown(this.#key, place, 'it is not there yet', lost.error);
          throw storeFailed(`finish the key ${this.#key}`, place, error);
        }
        await pauseAfter(attempt, this.#remote.patience);
      }
    }
  }

  async #isThere(lost: unknown): Promise<boolean> {
    try {
      const found = await this.#remote.ask(`read back the key ${this.#key}`, (driver) => driver.head(this.#name));
      return found?.marks.token === this.#marks.token;
    } catch {
      const place = this.#remote.placeOf(this.#driver);
      throw outcomeUnknown(this.#key, place, 'the key cannot be read back', lost);
    }
  }
}

function changed(key: string, place: string, cause?: unknown): DqsError {
  return new DqsError(
    'artifact-corrupt',
    `the key ${key} in ${place} was replaced or removed while it was read: name large objects after their content, and ` +
      'read it again',
    { cause, details: { key } },
  );
}

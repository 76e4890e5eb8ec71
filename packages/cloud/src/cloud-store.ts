import {
  artifactNotFound,
  assertArtifactKey,
  compareText,
  DqsError,
  isArtifactName,
  type ArtifactHead,
  type ArtifactStore,
  type PutCondition,
  type StoredArtifact,
} from '@dqs/core';

import { conditionalPut } from './conditional-put.js';
import type { NamesPage } from './driver.js';
import { etagOf } from './etag.js';
import type { Remote } from './remote.js';

/** Longest name that S3, Azure and Google all take, in bytes. */
const MAX_NAME_BYTES = 1024;

/** An artifact store in a cloud, over a driver. */
export class CloudStore implements ArtifactStore {
  readonly #remote: Remote;

  constructor(remote: Remote) {
    this.#remote = remote;
  }

  async get(key: string): Promise<StoredArtifact> {
    const name = nameOf(this.#remote, key);
    const found = await this.#remote.ask(`read the key ${key}`, (driver) => driver.get(name));
    if (!found) throw artifactNotFound(key, this.#remote.placeOf(await this.#remote.driver()));
    return { key, etag: etagOf(found), bytes: found.bytes, content: found.content };
  }

  async head(key: string): Promise<ArtifactHead | undefined> {
    const name = nameOf(this.#remote, key);
    const found = await this.#remote.ask(`look at the key ${key}`, (driver) => driver.head(name));
    return found && { key, etag: etagOf(found), bytes: found.bytes };
  }

  async put(key: string, content: Uint8Array, condition: PutCondition = {}): Promise<ArtifactHead> {
    const name = nameOf(this.#remote, key);
    // The caller may change the bytes while they are on their way.
    return conditionalPut(this.#remote, { key, name, content: new Uint8Array(content), condition });
  }

  async list(prefix: string): Promise<readonly string[]> {
    const root = this.#remote.prefix;
    const names: string[] = [];
    for (let page: NamesPage | undefined; page === undefined || page.next !== undefined; ) {
      const from = page?.next;
      page = await this.#remote.ask(`list the keys that start with "${prefix}"`, (driver) =>
        driver.names(root + prefix, from),
      );
      names.push(...page.names);
    }
    const keys = names.map((name) => name.slice(root.length));
    return keys.filter((key) => key.split('/').every(isArtifactName)).sort(compareText);
  }

  async delete(key: string): Promise<void> {
    const name = nameOf(this.#remote, key);
    await this.#remote.ask(`delete the key ${key}`, (driver) => driver.remove(name));
  }
}

/**
 * The name of a key in a cloud.
 *
 * @throws DqsError `invalid-argument` for an invalid key, and for one that is too long behind the prefix of the place.
 */
export function nameOf({ prefix }: Remote, key: string): string {
  assertArtifactKey(key);
  const name = prefix + key;
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  throw new DqsError(
    'invalid-argument',
    `expected keys of at most ${MAX_NAME_BYTES - Buffer.byteLength(prefix)} characters below ${prefix}, got ${key.length}`,
    { details: { key } },
  );
}

import { randomUUID } from 'node:crypto';

import { artifactConflict, type ArtifactHead, type DqsError, type PutCondition } from '@dqs/core';

import { pauseAfter } from './attempts.js';
import type { Driver, Marks, RemoteCondition, RemoteHead } from './driver.js';
import { outcomeUnknown, storeFailed } from './errors.js';
import { etagOf, nativeOf } from './etag.js';
import type { Remote } from './remote.js';

/** A put to a place in a cloud. */
export interface PutRequest {
  readonly key: string;
  readonly name: string;
  readonly content: Uint8Array;
  readonly condition: PutCondition;
}

/**
 * Puts a content and finds out what became of it.
 *
 * A put whose answer is lost may have taken effect, and asking again then meets one's own object, which answers "refused".
 * So each put leaves a token and the etag of what it replaced beside the content, and after every answer but "done" the key
 * is read back:
 *
 * - our token: the put took effect;
 * - another's object that replaced ours: it took effect, too;
 * - what the condition asks for: the put did nothing yet, and is made again;
 * - anything else is a conflict if no answer was lost, or if that object replaced just what ours was to replace;
 * - otherwise ours may have been there for a while: `artifact-unknown`.
 *
 * The one history that this takes for a conflict although the put took effect: a creation whose answer was lost, deleted
 * by someone and created by someone, all before it is read back.
 */
export async function conditionalPut(remote: Remote, request: PutRequest): Promise<ArtifactHead> {
  const driver = await remote.driver();
  return new Putting(remote, driver, request).run();
}

class Putting {
  readonly #remote: Remote;
  readonly #driver: Driver;
  readonly #request: PutRequest;
  readonly #marks: Marks;
  /** The error of the first attempt that nobody answered. */
  #lost: { readonly error: unknown } | undefined;

  constructor(remote: Remote, driver: Driver, request: PutRequest) {
    const { ifNoneMatch, ifMatch } = request.condition;
    this.#remote = remote;
    this.#driver = driver;
    this.#request = request;
    this.#marks = { token: randomUUID(), over: ifNoneMatch === '*' ? 'none' : (ifMatch ?? '') };
  }

  async run(): Promise<ArtifactHead> {
    const { attempts } = this.#remote.patience;
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#attempt();
      if ('native' in result) return this.#headOf(etagOf({ native: result.native, marks: this.#marks }));
      const verdict = this.#driver.verdict(result.error);
      if (verdict === 'lost') this.#lost ??= result;
      if (verdict === 'failed' && !this.#lost) throw this.#failed(result.error);
      // Without a lost answer, "again" says that nothing happened; there is nothing to read back.
      const settled = verdict === 'again' && !this.#lost ? undefined : await this.#settle();
      if (settled !== undefined) return settled;
      if (attempt >= attempts || verdict === 'failed') throw this.#givenUp(result.error);
      await pauseAfter(attempt, this.#remote.patience);
    }
  }

  async #attempt(): Promise<{ readonly native: string } | { readonly error: unknown }> {
    const { name, content, condition } = this.#request;
    try {
      return { native: await this.#driver.put(name, content, this.#marks, remoteCondition(condition)) };
    } catch (error) {
      return { error };
    }
  }

  /** Reads back: the head of what was put, or undefined if the put is to be made again. */
  async #settle(): Promise<ArtifactHead | undefined> {
    const { key, condition } = this.#request;
    const found = await this.#readBack();
    if (found?.marks.token === this.#marks.token) return this.#headOf(etagOf(found));
    // What replaced ours names our etag, and so our token.
    if (found?.marks.over.endsWith(`~${this.#marks.token}`)) return this.#headOf(found.marks.over);
    if (allows(condition, found)) return undefined;
    if (this.#lost && !(found && this.#marks.over === found.marks.over)) {
      throw this.#unknown('the key holds what others have written since', this.#lost.error);
    }
    throw artifactConflict(key, condition, found && etagOf(found));
  }

  async #readBack(): Promise<RemoteHead | undefined> {
    const { key, name } = this.#request;
    try {
      return await this.#remote.ask(`read back the key ${key}`, (driver) => driver.head(name));
    } catch (error) {
      if (this.#lost) throw this.#unknown('the key cannot be read back', error);
      throw error;
    }
  }

  #headOf(etag: string): ArtifactHead {
    return { key: this.#request.key, etag, bytes: this.#request.content.byteLength };
  }

  #givenUp(error: unknown): DqsError {
    if (!this.#lost) return this.#failed(error);
    return this.#unknown('no later attempt was answered', this.#lost.error);
  }

  #failed(error: unknown): DqsError {
    return storeFailed(`write the key ${this.#request.key}`, this.#remote.placeOf(this.#driver), error);
  }

  #unknown(why: string, error: unknown): DqsError {
    return outcomeUnknown(this.#request.key, this.#remote.placeOf(this.#driver), why, error);
  }
}

function remoteCondition({ ifNoneMatch, ifMatch }: PutCondition): RemoteCondition {
  if (ifNoneMatch === '*') return 'absent';
  return ifMatch === undefined ? undefined : { native: nativeOf(ifMatch) };
}

/** Whether a put with that condition may still win over what is there. */
function allows({ ifNoneMatch, ifMatch }: PutCondition, found: RemoteHead | undefined): boolean {
  if (ifNoneMatch === '*') return found === undefined;
  return ifMatch === undefined || (found !== undefined && etagOf(found) === ifMatch);
}

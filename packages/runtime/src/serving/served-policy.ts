import { MAX_POLICY_LENGTH, readPolicy, type Policy } from '@dqs/alerting';
import { DqsError } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

import { assertClosed, KEPT_POLICY, keptPath } from '../alerting/kept-policy.js';
import type { Settings } from '../settings/settings.js';
import { inputFileText, MOST_BYTES_A_CHARACTER } from '../settings/small-file.js';
import { openStore } from '../stores/open-store.js';

/** A policy as it is written, and what it says. */
export interface WrittenPolicy {
  readonly text: string;
  /** Marks the text as a store of files marks a content: sha256, hex. */
  readonly etag: string;
  readonly policy: Policy;
}

/**
 * The alert policy that a server shows: a file of its machine, or one that the store keeps, which may be changed by any number of
 * servers at once. Each is read when it is asked for, so that a change counts everywhere at once.
 */
export class ServedPolicy {
  readonly #settings: Settings<'policy' | 'store'>;
  #last: WrittenPolicy | undefined;

  constructor({ policy, store }: Settings<'policy' | 'store'>) {
    this.#settings = { policy, store };
  }

  /**
   * The policy; undefined where there is none.
   *
   * @throws DqsError `input-not-found` for a file that was set and is gone, `policy-invalid` for one that is none.
   */
  async get(): Promise<WrittenPolicy | undefined> {
    const path = this.#settings.policy ?? keptPath(this.#settings);
    if (path === undefined) return undefined;
    const text = await inputFileText({
      path,
      what: 'an alert policy',
      mostBytes: MOST_BYTES_A_CHARACTER * MAX_POLICY_LENGTH,
    });
    const etag = sha256(text);
    if (this.#last?.etag !== etag) this.#last = { text, etag, policy: readPolicy(text, path).policy };
    return this.#last;
  }

  /**
   * Takes another policy, once it is known to be one.
   *
   * @param seen etag of the policy that it takes the place of; undefined for the first.
   * @throws DqsError `policy-invalid`; `precondition-failed` if another one is there meanwhile, `not-served` where the policy is a
   * file of the machine.
   */
  async put(text: string, seen: string | undefined): Promise<WrittenPolicy> {
    const { policy: path, store } = this.#settings;
    if (path !== undefined || store === undefined) {
      const message =
        'expected a server whose policy is kept in its store, got one whose policy is a file of its machine: dqs api --store, without --policy';
      throw new DqsError('not-served', message);
    }
    // What is read again has no byte order mark and no half characters, and the same etag as what was kept.
    const bytes = Buffer.from(text.replace(/^\uFEFF/u, ''));
    const kept = bytes.toString('utf8');
    const { policy } = readPolicy(kept, KEPT_POLICY);
    assertClosed(policy);
    try {
      await openStore(store).put(KEPT_POLICY, bytes, seen === undefined ? { ifNoneMatch: '*' } : { ifMatch: seen });
    } catch (cause) {
      if (!DqsError.is(cause) || cause.code !== 'artifact-conflict') throw cause;
      throw new DqsError(
        'precondition-failed',
        'expected the policy as the caller has seen it; another one is kept now',
      );
    }
    return { text: kept, etag: sha256(kept), policy };
  }
}

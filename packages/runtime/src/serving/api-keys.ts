import { timingSafeEqual } from 'node:crypto';

import { compareText, contentIfPresent, DqsError, SYSTEM_CLOCK, type ArtifactStore, type Clock } from '@dqs/core';
import * as z from 'zod/mini';

import { isKeyId, keyParts, keyText, newKeyParts, secretHash } from './key-text.js';
import { ACTIONS, areWithin, mayDo, ROLES, type Action, type Principal, type Role } from './principal.js';

/** A key as it is kept: everything but the secret. Times are ISO 8601. */
export interface ApiKey {
  readonly id: string;
  readonly env: string;
  /** For people. */
  readonly name: string;
  readonly role: Role;
  readonly tenants?: readonly string[];
  readonly scopes?: readonly Action[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string;
  readonly revokedAt?: string;
  readonly revokedBy?: string;
  /** When it was last used, to some minutes; undefined if it never was. */
  readonly lastUsedAt?: string;
}

/** A key to be made. */
export interface NewApiKey extends Pick<ApiKey, 'env' | 'name' | 'role' | 'tenants' | 'scopes'> {
  readonly by: string;
  /** How long it is good for, milliseconds. */
  readonly lifetimeMs: number;
}

const FOLDER = 'access/keys/';
/** When each key was last used: beside the keys, so that a use never stands against a revocation. */
const USES = 'access/uses/';
/** A use is written down once within this time by each process, milliseconds. */
const USE_MS = 5 * 60_000;
/** So long a key counts as what it was; a revoked one is refused after that at the latest, milliseconds. */
const FRESH_MS = 2000;
/** Keys that are remembered. */
const MOST_REMEMBERED = 10_000;

const KEPT = z.object({
  id: z.string(),
  env: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  tenants: z.optional(z.array(z.string()).check(z.minLength(1))),
  scopes: z.optional(z.array(z.enum(ACTIONS)).check(z.minLength(1))),
  hash: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  expiresAt: z.string(),
  revokedAt: z.optional(z.string()),
  revokedBy: z.optional(z.string()),
});

type Kept = z.infer<typeof KEPT>;

/**
 * The API keys of a store: under each id what the key may do and the hash of its secret, which is shown once and kept nowhere.
 * Any number of processes may make, use and revoke keys at once.
 */
export class ApiKeys {
  readonly #store: ArtifactStore;
  readonly #clock: Clock;
  readonly #remembered = new Map<string, { readonly key: Kept; readonly until: number }>();
  readonly #used = new Map<string, number>();

  constructor(store: ArtifactStore, { clock = SYSTEM_CLOCK }: { readonly clock?: Clock } = {}) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Makes a key.
   *
   * @returns the key and its text, which cannot be had again.
   * @throws DqsError `invalid-argument` for a name, an environment or tenants that are none, and for scopes beyond the role.
   */
  async create({
    env,
    name,
    role,
    tenants,
    scopes,
    by,
    lifetimeMs,
  }: NewApiKey): Promise<{ key: ApiKey; text: string }> {
    assertRequest({ name, role, tenants, scopes });
    const parts = newKeyParts(env);
    const now = this.#clock.now();
    const kept: Kept = {
      ...{ id: parts.id, env, name, role, hash: secretHash(parts.secret) },
      ...(tenants && { tenants: [...tenants] }),
      ...(scopes && { scopes: [...scopes] }),
      ...{ createdAt: timeText(now), createdBy: by, expiresAt: timeText(now + lifetimeMs) },
    };
    await this.#store.put(keyOf(parts.id), bytesOf(kept), { ifNoneMatch: '*' });
    return { key: withoutHash(kept), text: keyText(parts) };
  }

  /**
   * All keys, also those that are no longer good, by the time they were made.
   *
   * @param tenants only keys that are limited to some of these; undefined for all keys.
   */
  async list(tenants?: readonly string[]): Promise<readonly ApiKey[]> {
    const ids = (await this.#store.list(FOLDER)).map((key) => key.slice(FOLDER.length));
    const kept = await Promise.all(ids.map((id) => this.#read(id)));
    const theirs = kept.flatMap((found) => (found && areWithin(found.key.tenants, tenants) ? [found.key] : []));
    return (
      await Promise.all(theirs.map(async (key) => ({ ...withoutHash(key), ...(await this.#lastUse(key.id)) })))
    ).sort(byTime);
  }

  /**
   * Ends a key now; the first end counts.
   *
   * @param tenants a key that is not limited to some of these is not there; undefined for all keys.
   * @throws DqsError `key-unknown`.
   */
  async revoke(id: string, by: string, tenants?: readonly string[]): Promise<ApiKey> {
    for (;;) {
      const found = isKeyId(id) ? await this.#read(id) : undefined;
      if (!found || !areWithin(found.key.tenants, tenants)) {
        const message = `expected the id of an API key, got ${JSON.stringify(id.slice(0, 80))}, which the store does not hold; dqs keys list shows the ids`;
        throw new DqsError('key-unknown', message);
      }
      if (found.key.revokedAt !== undefined) return withoutHash(found.key);
      const revoked = { ...found.key, revokedAt: timeText(this.#clock.now()), revokedBy: by };
      this.#remembered.delete(id);
      try {
        await this.#store.put(keyOf(id), bytesOf(revoked), { ifMatch: found.etag });
        return withoutHash(revoked);
      } catch (error) {
        if (!DqsError.is(error) || error.code !== 'artifact-conflict') throw error;
      }
    }
  }

  /** Who holds a key; undefined for a text that is no key, is unknown, has expired or was revoked. */
  async principalOf(text: string): Promise<Principal | undefined> {
    const parts = keyParts(text);
    if (!parts) return undefined;
    const key = await this.#recent(parts.id);
    if (!key || key.env !== parts.env || !isSame(key.hash, secretHash(parts.secret))) return undefined;
    if (key.revokedAt !== undefined || Date.parse(key.expiresAt) <= this.#clock.now()) return undefined;
    const { id, name, role, tenants, scopes } = key;
    this.#noteUse(id);
    return { id, name, role, ...(tenants && { tenants }), ...(scopes && { scopes }) };
  }

  /** Writes down that a key was used. Nobody waits for it, and nobody is refused because it cannot be written. */
  #noteUse(id: string): void {
    const now = this.#clock.now();
    if (now - (this.#used.get(id) ?? Number.NEGATIVE_INFINITY) < USE_MS) return;
    if (this.#used.size >= MOST_REMEMBERED) this.#used.clear();
    this.#used.set(id, now);
    this.#store.put(`${USES}${id}`, Buffer.from(timeText(now))).catch(() => this.#used.delete(id));
  }

  async #lastUse(id: string): Promise<Pick<ApiKey, 'lastUsedAt'>> {
    const content = await contentIfPresent(this.#store, `${USES}${id}`);
    const text = content && Buffer.from(content).toString('utf8');
    return text === undefined || Number.isNaN(Date.parse(text)) ? {} : { lastUsedAt: text };
  }

  async #recent(id: string): Promise<Kept | undefined> {
    const now = this.#clock.now();
    const known = this.#remembered.get(id);
    if (known && known.until > now) return known.key;
    const found = await this.#read(id);
    this.#remembered.delete(id);
    if (!found) return undefined;
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(id, { key: found.key, until: now + FRESH_MS });
    return found.key;
  }

  async #read(id: string): Promise<{ readonly key: Kept; readonly etag: string } | undefined> {
    try {
      const { content, etag } = await this.#store.get(keyOf(id));
      return { key: z.parse(KEPT, JSON.parse(Buffer.from(content).toString('utf8'))), etag };
    } catch (error) {
      if (DqsError.is(error) && error.code === 'artifact-not-found') return undefined;
      throw error;
    }
  }
}

function assertRequest({ name, role, tenants, scopes }: Pick<NewApiKey, 'name' | 'role' | 'tenants' | 'scopes'>): void {
  const beyond = scopes?.find((action) => !mayDo({ role }, action));
  const problem =
    (/^[^\p{Cc}\p{Surrogate}]{1,100}$/u.test(name) ? undefined : 'a name of 1 to 100 characters') ??
    (tenants?.length === 0 ? 'at least one tenant, or none named for all' : undefined) ??
    (scopes?.length === 0 ? 'at least one scope, or none named for all of the role' : undefined) ??
    (beyond && `scopes that the role ${role} has, got ${beyond}`);
  if (problem !== undefined) throw new DqsError('invalid-argument', `expected an API key with ${problem}`);
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function byTime(a: ApiKey, b: ApiKey): number {
  return compareText(a.createdAt, b.createdAt) || compareText(a.id, b.id);
}

const keyOf = (id: string) => `${FOLDER}${id}`;
const bytesOf = (kept: Kept) => Buffer.from(JSON.stringify(kept, null, 2));
const timeText = (ms: number) => new Date(ms).toISOString();

function withoutHash({ hash: _, ...key }: Kept): ApiKey {
  return key;
}

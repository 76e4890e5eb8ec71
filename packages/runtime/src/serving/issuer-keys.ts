import { DqsError } from '@dqs/core';
import {
  createRemoteJWKSet,
  customFetch,
  type CryptoKey,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
  type RemoteJWKSet,
} from 'jose';
import * as z from 'zod/mini';

const DISCOVERY = '/.well-known/openid-configuration';
/** Times, milliseconds. An unknown key makes nobody ask the issuer again before the cool-down has passed; neither does a failure. */
const [TIMEOUT_MS, COOL_DOWN_MS, MOST_AGE_MS] = [5000, 30_000, 600_000];
/** Bytes of an answer; key sets have a few thousand. */
const MOST_BYTES = 262_144;

const METADATA = z.object({ issuer: z.string(), jwks_uri: z.string() });

/** How the keys of an issuer are asked for. */
export interface IssuerKeysOptions {
  /** Time between two attempts that bring no key, milliseconds. @default 30 s */
  readonly coolDownMs?: number;
}

/** The keys that an OpenID issuer signs with. They are asked for when they are first needed, and anew when it has others. */
export class IssuerKeys {
  readonly #issuer: string;
  readonly #coolDownMs: number;
  #set: Promise<RemoteJWKSet> | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;

  /** @throws DqsError `config-invalid` for an address that is none, or not https and not of this machine. */
  constructor(issuer: string, { coolDownMs = COOL_DOWN_MS }: IssuerKeysOptions = {}) {
    if (!isSafe(issuer)) {
      const message = `expected the address of an issuer, https://…, or http:// on this machine, got ${JSON.stringify(issuer.slice(0, 200))}`;
      throw new DqsError('config-invalid', message);
    }
    this.#issuer = issuer;
    this.#coolDownMs = coolDownMs;
  }

  /**
   * The key of a token's header.
   *
   * @throws DqsError `issuer-unreachable`; errors of jose for a token that no key of the issuer is for.
   */
  async key(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    const set = await this.#opened();
    return set(header, token);
  }

  async #opened(): Promise<RemoteJWKSet> {
    this.#set ??= this.#discovered().catch((cause: unknown) => {
      this.#set = undefined;
      throw cause;
    });
    return this.#set;
  }

  async #discovered(): Promise<RemoteJWKSet> {
    const answer = await this.#fetch(`${this.#issuer.replace(/\/$/, '')}${DISCOVERY}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const found = METADATA.safeParse(await answer.json().catch(() => undefined));
    if (!found.success || found.data.issuer !== this.#issuer || !isSafe(found.data.jwks_uri)) {
      throw this.#unreachable('its configuration names another issuer, or no safe place of its keys');
    }
    return createRemoteJWKSet(new URL(found.data.jwks_uri), {
      timeoutDuration: TIMEOUT_MS,
      cooldownDuration: this.#coolDownMs,
      cacheMaxAge: MOST_AGE_MS,
      [customFetch]: (url, options) => this.#fetch(url, options),
    });
  }

  async #fetch(url: string, options: RequestInit): Promise<Response> {
    if (performance.now() - this.#failedAt < this.#coolDownMs)
      throw this.#unreachable('it could not be asked just now');
    try {
      const answer = await fetch(url, { ...options, redirect: 'error' });
      if (answer.status !== 200) throw new Error(`it answers ${answer.status}`);
      return new Response(await limitedText(answer));
    } catch (cause) {
      this.#failedAt = performance.now();
      throw this.#unreachable((cause as Error).message, cause);
    }
  }

  #unreachable(why: string, cause?: unknown): DqsError {
    return new DqsError('issuer-unreachable', `expected the keys of ${this.#issuer}: ${why}`, { cause });
  }
}

async function limitedText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error(`it answers with more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isPrivate = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
  return isPrivate && username === '' && password === '';
}

import { createHmac } from 'node:crypto';

import { DqsError } from '@dqs/core';

import type { Secret } from '../secret.js';

const PREFIX = 'whsec_';
/** Bytes of a key, as the specification asks. */
const [SHORTEST, LONGEST] = [24, 64];

/** The keys of webhook secrets, `whsec_` and base64, each decoded once. */
export function signingKeys(secrets: readonly Secret[]): readonly Buffer[] {
  if (secrets.length === 0) throw new DqsError('config-invalid', 'expected a secret to sign a webhook with, got none');
  return secrets.map((secret) => {
    const text = secret.reveal();
    const encoded = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text;
    const key = Buffer.from(encoded, 'base64');
    const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded);
    if (isBase64 && key.length >= SHORTEST && key.length <= LONGEST) return key;
    // The secret itself is not shown.
    const got = isBase64 ? `a secret of ${key.length} bytes` : 'a secret that is no base64';
    throw new DqsError(
      'config-invalid',
      `expected ${PREFIX} and ${SHORTEST} to ${LONGEST} bytes as base64, got ${got}`,
    );
  });
}

/**
 * Header `webhook-signature` by Standard Webhooks: for each key `v1,` and the HMAC-SHA256 of `id.timestamp.body` as base64,
 * with a space between. A receiver accepts if one of them fits, so that secrets change without a gap: the new one is added
 * first, the old one is removed when receivers know the new.
 *
 * @param seconds since 1970, as in the header `webhook-timestamp`.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function webhookSignature(keys: readonly Buffer[], id: string, seconds: number, body: string): string {
  const signed = `${id}.${seconds}.${body}`;
  return keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`).join(' ');
}

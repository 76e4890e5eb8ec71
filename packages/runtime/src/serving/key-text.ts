import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { DqsError } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

/** The parts of an API key: `dqs_<env>_<id>_<secret><crc>`. */
export interface KeyParts {
  /** The environment it is for, so that nobody uses one of another by mistake: 1 to 12 lower-case letters and digits. */
  readonly env: string;
  /** Names the key; not secret. */
  readonly id: string;
  readonly secret: string;
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ENV = /^[a-z0-9]{1,12}$/;
const [ID_LENGTH, SECRET_LENGTH, CRC_LENGTH] = [12, 32, 6];
const KEY = /^dqs_([a-z0-9]{1,12})_([0-9A-Za-z]{12})_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/**
 * Parts of a new key; 190 random bits are secret.
 *
 * @throws DqsError `invalid-argument` for an environment that is none.
 */
export function newKeyParts(env: string): KeyParts {
  if (!ENV.test(env)) {
    const message = `expected an environment of 1 to 12 lower-case letters and digits, such as live, got ${JSON.stringify(env.slice(0, 80))}`;
    throw new DqsError('invalid-argument', message);
  }
  return { env, id: randomText(ID_LENGTH), secret: randomText(SECRET_LENGTH) };
}

/** The text of a key. It ends with a checksum, by which a mistyped or shortened key is known without a look at any store. */
export function keyText({ env, id, secret }: KeyParts): string {
  const text = `dqs_${env}_${id}_${secret}`;
  return `${text}${checksum(text)}`;
}

/** The parts of a text; undefined if it is no key or its checksum is wrong. */
export function keyParts(text: string): KeyParts | undefined {
  const [, env, id, secret, crc] = KEY.exec(text) ?? [];
  if (crc === undefined || checksum(text.slice(0, -CRC_LENGTH)) !== crc) return undefined;
  return { env: env!, id: id!, secret: secret! };
}

/** Whether a text may be the id of a key. */
export function isKeyId(text: string): boolean {
  return text.length === ID_LENGTH && /^[0-9A-Za-z]+$/.test(text);
}

/** What is kept of a secret, hex. A plain hash will do: nobody can guess 190 random bits. */
export function secretHash(secret: string): string {
  return sha256(secret);
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < CRC_LENGTH; i += 1) {
    digits = ALPHABET[rest % ALPHABET.length]! + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}

function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    // Bytes from 248 on are thrown away, so that every character is as likely as any other.
    for (const byte of randomBytes(2 * length)) {
      if (byte < 4 * ALPHABET.length && text.length < length) text += ALPHABET[byte % ALPHABET.length]!;
    }
  }
  return text;
}

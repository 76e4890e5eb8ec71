import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';

import { DqsError } from '@dqs/core';

import type { SecretReference } from '../policy/receiver-shape.js';

const HIDDEN = '[secret]';

/**
 * A text that must not be shown: a token, a key, an address that is one. It leaves this object only by {@link reveal};
 * printing, logging or serializing it gives `[secret]`.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The text itself, for the one place that sends it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

/** Where secrets are looked up. */
export interface SecretPlaces {
  readonly environment: NodeJS.ProcessEnv;
  /** Reads a file of secrets, such as one that Kubernetes mounts. @default from the disk */
  readonly readFile?: (path: string) => string;
}

/**
 * The secret that a policy names: a variable of the environment or a file. What surrounds it is cut off.
 *
 * @throws DqsError `config-invalid` if there is none, or an empty one.
 */
export function secretFrom({ env, file }: SecretReference, { environment, readFile = readText }: SecretPlaces): Secret {
  const place = env === undefined ? `the file ${file}` : `the environment variable ${env}`;
  let value: string | undefined;
  try {
    value = (env === undefined ? readFile(file!) : environment[env])?.trim();
  } catch (cause) {
    const message = `expected a secret in ${place}, which cannot be read; check the path and its permission`;
    throw new DqsError('config-invalid', message, { cause, details: { file } });
  }
  if (value) return new Secret(value);
  throw new DqsError('config-invalid', `expected a secret in ${place}, got none; set it`, { details: { env, file } });
}

function readText(path: string): string {
  return readFileSync(path, 'utf8');
}

/** Shorter texts are words that stand anywhere. */
const SHORTEST = 6;

/** A text without the secrets that it repeats, also as they stand in an address, and of an address also its parts. */
export function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  const forms = secrets.flatMap((secret) => formsOf(secret.reveal()));
  // The longest first: a part is within the whole.
  forms.sort((a, b) => b.length - a.length);
  return forms.reduce((clean, form) => clean.replaceAll(form, HIDDEN), text);
}

function formsOf(value: string): string[] {
  const parts = [value, encodeURIComponent(value)];
  if (URL.canParse(value)) {
    const { pathname, search, searchParams } = new URL(value);
    parts.push(pathname, search, ...pathname.split('/'), ...searchParams.values());
  }
  return parts.filter((part) => part.length >= SHORTEST);
}

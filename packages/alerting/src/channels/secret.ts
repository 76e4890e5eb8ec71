import { inspect } from 'node:util';

import { DqsError } from '@dqs/core';

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

/** Where a policy says that a secret is: `{ env: SLACK_TOKEN }`. Policies never hold one. */
export interface SecretReference {
  readonly env: string;
}

/**
 * The secret in a variable of the environment.
 *
 * @throws DqsError `config-invalid` if the variable is not set or empty.
 */
export function secretFrom({ env }: SecretReference, environment: NodeJS.ProcessEnv): Secret {
  const value = environment[env]?.trim();
  if (value) return new Secret(value);
  throw new DqsError('config-invalid', `expected a secret in the environment variable ${env}, got none; set it`, {
    details: { env },
  });
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

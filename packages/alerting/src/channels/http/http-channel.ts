import { DqsError, SYSTEM_CLOCK, type Hooks } from '@dqs/core';

import type { Outcome } from '../channel.js';
import type { Secret } from '../secret.js';
import type { HttpAnswer, HttpClient, HttpRequest } from './http-client.js';
import { answerOutcome, problemOutcome } from './outcome.js';

/** Sends a request and says what became of it; `accepted` looks at an answer of 2xx. */
export async function outcomeOf(
  client: HttpClient,
  request: HttpRequest,
  secrets: readonly Secret[],
  { signal, clock = SYSTEM_CLOCK }: Pick<Hooks, 'signal' | 'clock'> = {},
  accepted: (answer: HttpAnswer) => Outcome = () => ({ status: 'sent' }),
): Promise<Outcome> {
  try {
    const answer = await client.send(request, signal ? { signal } : {});
    const outcome = answerOutcome(answer, secrets, clock.now());
    return outcome.status === 'sent' ? accepted(answer) : outcome;
  } catch (problem) {
    return problemOutcome(problem, secrets);
  }
}

/** The headers of a body of JSON. */
export const JSON_HEADERS = [
  ['content-type', 'application/json; charset=utf-8'],
  ['user-agent', 'dqs'],
] as const;

/**
 * A secret as an address.
 *
 * @param what whose address it is, for the message, which does not show it.
 * @throws DqsError `config-invalid` if it is none.
 */
export function secretAddress(secret: Secret, what: string): URL {
  return addressOf(secret.reveal(), what, 'a secret that is no address');
}

/**
 * An address that stands in a policy.
 *
 * @param what whose address it is, for the message.
 * @throws DqsError `config-invalid` if it is none.
 */
export function writtenAddress(text: string, what: string): URL {
  return addressOf(text, what, JSON.stringify(text));
}

/** An address that paths are added to: `https://host/api` and `https://host/api/` are the same. */
export function baseAddress(text: string, what: string): URL {
  const url = writtenAddress(text, what);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** `host:9093` is an address, too, but none that HTTP has. */
function addressOf(text: string, what: string, got: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ['http:', 'https:'].includes(url.protocol)) return url;
  throw new DqsError('config-invalid', `expected the address of ${what}, https://…, got ${got}`);
}

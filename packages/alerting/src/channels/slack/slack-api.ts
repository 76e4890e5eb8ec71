import { SYSTEM_CLOCK, type Hooks } from '@dqs/core';
import { lineText } from '@dqs/core/wording';

import type { Outcome } from '../channel.js';
import { baseAddress, JSON_HEADERS, outcomeOf } from '../http/http-channel.js';
import type { HttpAnswer, HttpClient } from '../http/http-client.js';
import { withoutSecrets, type Secret } from '../secret.js';

const ADDRESS = 'https://slack.com/api/';

/** What Slack answers, as far as it is read. */
export interface SlackAnswer {
  readonly ok: boolean;
  readonly error?: string;
  /** The message's time, which is its name within the channel. */
  readonly ts?: string;
  readonly messages?: readonly { readonly ts: string; readonly metadata?: SlackMetadata }[];
}

/** What a message carries for programs. */
export interface SlackMetadata {
  readonly event_type?: string;
  readonly event_payload?: { readonly delivery?: unknown };
}

/** A call that succeeded, or what became of the delivery instead. */
export type SlackResult = { readonly answer: SlackAnswer } | { readonly outcome: Outcome; readonly error?: string };

/** Errors that another attempt may not meet. */
const LATER = new Set([
  'fatal_error',
  'internal_error',
  'ratelimited',
  'rate_limited',
  'request_timeout',
  'service_unavailable',
]);
/** Errors after which nothing will ever arrive. */
const GONE = new Set(['account_inactive', 'is_archived', 'token_revoked']);

/** The calls of Slack's Web API. */
export class SlackApi {
  readonly #client: HttpClient;
  readonly #token: Secret;
  readonly #address: URL;

  /** @throws DqsError `config-invalid` for an address that is none. */
  constructor(client: HttpClient, token: Secret, address = ADDRESS) {
    this.#client = client;
    this.#token = token;
    this.#address = baseAddress(address, "Slack's API");
  }

  /** Calls a method with a body of JSON. */
  post(method: string, body: unknown, hooks: Pick<Hooks, 'signal' | 'clock'>): Promise<SlackResult> {
    return this.#call(method, new URL(method, this.#address), hooks, JSON.stringify(body));
  }

  /** Calls a method that reads, with its arguments in the address. */
  get(
    method: string,
    values: readonly (readonly [string, string])[],
    hooks: Pick<Hooks, 'signal' | 'clock'>,
  ): Promise<SlackResult> {
    const url = new URL(method, this.#address);
    for (const [name, value] of values) url.searchParams.set(name, value);
    return this.#call(method, url, hooks);
  }

  async #call(
    method: string,
    url: URL,
    { signal, clock = SYSTEM_CLOCK }: Pick<Hooks, 'signal' | 'clock'>,
    body?: string,
  ): Promise<SlackResult> {
    const headers = [...JSON_HEADERS, ['authorization', `Bearer ${this.#token.reveal()}`]] as const;
    let read: SlackAnswer | undefined;
    let error: string | undefined;
    const request = { method: body === undefined ? ('GET' as const) : ('POST' as const), url, headers };
    const outcome = await outcomeOf(
      this.#client,
      { ...request, ...(body !== undefined && { body }) },
      [this.#token],
      { clock, ...(signal && { signal }) },
      (answer) => {
        read = answerOf(answer);
        error = read?.error;
        return read === undefined ? unreadable(method) : this.#said(method, read);
      },
    );
    if (outcome.status === 'sent') return { answer: read! };
    return { outcome, ...(error !== undefined && { error }) };
  }

  /** Slack answers 200 whatever happens; what happened stands in the body. */
  #said(method: string, { ok, error = 'no reason' }: SlackAnswer): Outcome {
    if (ok) return { status: 'sent' };
    const why = `Slack's ${method} answered ${lineText(withoutSecrets(String(error), [this.#token]), 100)}`;
    if (GONE.has(error)) return { status: 'gone', why };
    return LATER.has(error) ? { status: 'later', why } : { status: 'refused', why };
  }
}

function unreadable(method: string): Outcome {
  return { status: 'later', why: `Slack's ${method} answered something that is no JSON` };
}

function answerOf({ body }: HttpAnswer): SlackAnswer | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === 'object' && answer !== null ? (answer as SlackAnswer) : undefined;
  } catch {
    return undefined;
  }
}

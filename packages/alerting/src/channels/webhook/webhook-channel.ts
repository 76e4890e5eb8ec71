import { SYSTEM_CLOCK, type Hooks } from '@dqs/core';

import { CHANNEL_ABILITIES, notCarried, type Channel, type Delivery, type Outcome } from '../channel.js';
import { outcomeOf, secretAddress } from '../http/http-channel.js';
import type { HttpClient } from '../http/http-client.js';
import type { Secret } from '../secret.js';
import { webhookEvent } from './event.js';
import { signingKeys, webhookSignature } from './signature.js';

/** Where a webhook goes. */
export interface WebhookSettings {
  /** The address, often a secret itself; https unless its network is allowed. */
  readonly url: Secret;
  /** `whsec_…`; during a change the new one first, then the old one. At least one. */
  readonly secrets: readonly Secret[];
  /** A URI reference that names this installation. @default /dqs */
  readonly source?: string;
}

/** Posts events to an address; see {@link webhookEvent} for their form. */
export class WebhookChannel implements Channel {
  readonly kind = 'webhook';
  readonly abilities = CHANNEL_ABILITIES.webhook;
  readonly #client: HttpClient;
  readonly #url: URL;
  readonly #keys: readonly Buffer[];
  readonly #secrets: readonly Secret[];
  readonly #source: string;

  /** @throws DqsError `config-invalid` for an address or secrets that are none. */
  constructor({ url, secrets, source = '/dqs' }: WebhookSettings, client: HttpClient) {
    this.#client = client;
    this.#url = secretAddress(url, 'a webhook');
    this.#keys = signingKeys(secrets);
    this.#secrets = [url, ...secrets];
    this.#source = source;
  }

  async deliver(delivery: Delivery, hooks: Pick<Hooks, 'signal' | 'clock'> = {}): Promise<Outcome> {
    const { id, content } = delivery;
    if (content.kind === 'note') return notCarried(this.kind, content);
    const body = JSON.stringify(webhookEvent(delivery, this.#source));
    const seconds = Math.floor((hooks.clock ?? SYSTEM_CLOCK).now() / 1000);
    const headers = [
      ['content-type', 'application/cloudevents+json; charset=utf-8'],
      ['user-agent', 'dqs'],
      ['webhook-id', id],
      ['webhook-timestamp', String(seconds)],
      ['webhook-signature', webhookSignature(this.#keys, id, seconds, body)],
    ] as const;
    return outcomeOf(this.#client, { url: this.#url, headers, body }, this.#secrets, hooks);
  }
}

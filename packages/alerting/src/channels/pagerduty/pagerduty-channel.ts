import type { Hooks } from '@dqs/core';

import { CHANNEL_ABILITIES, notCarried, type Channel, type Delivery, type Outcome } from '../channel.js';
import { JSON_HEADERS, outcomeOf, writtenAddress } from '../http/http-channel.js';
import type { HttpClient } from '../http/http-client.js';
import type { Secret } from '../secret.js';
import { pagerDutyEvent } from './event.js';

const ADDRESS = 'https://events.pagerduty.com/v2/enqueue';

/** Which service of PagerDuty is told. */
export interface PagerDutySettings {
  /** The integration key of the service. */
  readonly routingKey: Secret;
  /** For another region, such as `https://events.eu.pagerduty.com/v2/enqueue`. @default the one of the US */
  readonly url?: string;
}

/**
 * Pages through PagerDuty's Events API v2. An incident is one alert there, held together by its `dedup_key`: what is sent
 * twice triggers, acknowledges or resolves the same one.
 */
export class PagerDutyChannel implements Channel {
  readonly kind = 'pagerduty';
  readonly abilities = CHANNEL_ABILITIES.pagerduty;
  readonly #client: HttpClient;
  readonly #routingKey: Secret;
  readonly #url: URL;

  /** @throws DqsError `config-invalid` for an address that is none. */
  constructor({ routingKey, url = ADDRESS }: PagerDutySettings, client: HttpClient) {
    this.#client = client;
    this.#routingKey = routingKey;
    this.#url = writtenAddress(url, 'PagerDuty');
  }

  async deliver({ content }: Delivery, hooks: Pick<Hooks, 'signal' | 'clock'> = {}): Promise<Outcome> {
    if (content.kind !== 'incident') return notCarried(this.kind, content);
    const event = { routing_key: this.#routingKey.reveal(), ...pagerDutyEvent(content) };
    const request = { url: this.#url, headers: JSON_HEADERS, body: JSON.stringify(event) };
    return outcomeOf(this.#client, request, [this.#routingKey], hooks, () => ({
      status: 'sent',
      handle: event.dedup_key,
    }));
  }
}

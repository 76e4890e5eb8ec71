import type { Hooks } from '@dqs/core';

import { CHANNEL_ABILITIES, notCarried, type Channel, type Delivery, type Outcome } from '../channel.js';
import { baseAddress, JSON_HEADERS, outcomeOf } from '../http/http-channel.js';
import type { HttpClient } from '../http/http-client.js';
import { alertsOf, labelsOf, type AlertLabels } from './alerts.js';

/** Which Alertmanager is told. */
export interface AlertmanagerSettings {
  /** Its address without `/api/v2`, such as `http://alertmanager:9093`; allow its network if it is private. */
  readonly url: string;
}

/** Posts incidents to Prometheus's Alertmanager (API v2), which routes and mutes them as it does its own. */
export class AlertmanagerChannel implements Channel {
  readonly kind = 'alertmanager';
  readonly abilities = CHANNEL_ABILITIES.alertmanager;
  readonly #client: HttpClient;
  readonly #url: URL;

  /** @throws DqsError `config-invalid` for an address that is none. */
  constructor({ url }: AlertmanagerSettings, client: HttpClient) {
    this.#client = client;
    this.#url = new URL('api/v2/alerts', baseAddress(url, 'an Alertmanager'));
  }

  async deliver({ content, handle }: Delivery, hooks: Pick<Hooks, 'signal' | 'clock'> = {}): Promise<Outcome> {
    if (content.kind !== 'incident') return notCarried(this.kind, content);
    const former = handle === undefined ? undefined : (JSON.parse(handle) as AlertLabels);
    const body = JSON.stringify(alertsOf(content, former));
    return outcomeOf(this.#client, { url: this.#url, headers: JSON_HEADERS, body }, [], hooks, () => ({
      status: 'sent',
      handle: JSON.stringify(labelsOf(content)),
    }));
  }
}

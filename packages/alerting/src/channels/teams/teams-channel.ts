import type { Hooks } from '@dqs/core';

import { CHANNEL_ABILITIES, notCarried, type Channel, type Delivery, type Outcome } from '../channel.js';
import { JSON_HEADERS, outcomeOf, secretAddress } from '../http/http-channel.js';
import type { HttpClient } from '../http/http-client.js';
import type { Secret } from '../secret.js';
import { teamsEnvelope } from './card.js';

/** Which workflow of Microsoft Teams is started. */
export interface TeamsSettings {
  /** Its address, which holds its signature. */
  readonly url: Secret;
}

/**
 * Posts adaptive cards through a workflow of Microsoft Teams ("when a webhook request is received"). A workflow gives no way
 * to change a card: a change of state is a card of its own, anything smaller is not told.
 */
export class TeamsChannel implements Channel {
  readonly kind = 'teams';
  readonly abilities = CHANNEL_ABILITIES.teams;
  readonly #client: HttpClient;
  readonly #url: URL;
  readonly #secrets: readonly Secret[];

  /** @throws DqsError `config-invalid` for an address that is none. */
  constructor({ url }: TeamsSettings, client: HttpClient) {
    this.#client = client;
    this.#url = secretAddress(url, 'a workflow of Teams');
    this.#secrets = [url];
  }

  async deliver({ content }: Delivery, hooks: Pick<Hooks, 'signal' | 'clock'> = {}): Promise<Outcome> {
    if (content.kind === 'note' || content.kind === 'event') return notCarried(this.kind, content);
    const request = {
      url: this.#url,
      headers: JSON_HEADERS,
      body: JSON.stringify(teamsEnvelope(content)),
    };
    return outcomeOf(this.#client, request, this.#secrets, hooks);
  }
}

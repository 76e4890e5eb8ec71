import { randomBytes, randomUUID } from 'node:crypto';
import { isIP } from 'node:net';

import type { OutboxEntry, SwitchedOff } from '@dqs/alerting';
import type { AddressRules } from '@dqs/alerting/channels';
import { DqsError, type Clock } from '@dqs/core';
import type { PostgresWebhooks, StoreDatabase, Webhook } from '@dqs/store';

import { areWithin } from '../serving/principal.js';
import type { Settings } from '../settings/settings.js';
import { loadStorePackage } from '../stores/open-database.js';

/** What a webhook is made with. */
export interface NewWebhook extends Pick<Webhook, 'url' | 'types' | 'tenants'> {
  readonly by: string;
}

type Tenants = readonly string[] | undefined;

/** Secrets that count at once; whoever makes more ends the oldest. */
const MOST_SECRETS = 5;

/**
 * The webhooks of a store as a server manages them. Whoever is limited to tenants sees and changes only webhooks that are told of
 * these alone; others are unknown to them.
 */
export class ServedWebhooks {
  readonly #webhooks: PostgresWebhooks;
  readonly #rules: AddressRules;
  readonly #clock: Clock;

  /** @param rules which addresses messages may be sent to. */
  constructor(webhooks: PostgresWebhooks, rules: AddressRules, clock: Clock) {
    this.#webhooks = webhooks;
    this.#rules = rules;
    this.#clock = clock;
  }

  /**
   * Makes a webhook.
   *
   * @returns it, and the secret that its messages are signed with.
   * @throws DqsError `webhook-invalid` for an address that nothing may be sent to.
   */
  async create({ by, ...asked }: NewWebhook): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
    this.#assertAddress(asked.url);
    const secret = newSecret();
    const id = `whk_${randomBytes(9).toString('hex')}`;
    const webhook = { ...asked, id, createdAt: this.#clock.now(), createdBy: by, secrets: [{ text: secret }] };
    await this.#webhooks.add(webhook);
    return { webhook, secret };
  }

  /** In the order in which they were made. */
  async list(tenants: Tenants): Promise<readonly Webhook[]> {
    return (await this.#webhooks.list()).filter((one) => areWithin(one.tenants, tenants));
  }

  /** The webhooks that get nothing, because their receiver was gone. */
  async off(): Promise<readonly SwitchedOff[]> {
    return (await this.#webhooks.outbox.status()).off;
  }

  /** @throws DqsError `webhook-unknown`. */
  async get(id: string, tenants: Tenants): Promise<Webhook> {
    const found = await this.#webhooks.get(id);
    if (found === undefined || !areWithin(found.tenants, tenants)) throw unknown(id);
    return found;
  }

  /** @throws DqsError `webhook-unknown`. */
  async remove(id: string, tenants: Tenants): Promise<Webhook> {
    const found = await this.get(id, tenants);
    await this.#webhooks.remove(id);
    return found;
  }

  /**
   * Makes another secret; messages are signed with the old one as well until the grace time has ended.
   *
   * @param graceMs 0 ends the old one at once.
   * @throws DqsError `webhook-unknown`.
   */
  async rotate(
    id: string,
    tenants: Tenants,
    graceMs: number,
  ): Promise<{ readonly webhook: Webhook; readonly secret: string; readonly oldUntil: number }> {
    await this.get(id, tenants);
    const secret = newSecret();
    const now = this.#clock.now();
    const oldUntil = now + graceMs;
    const webhook = await this.#webhooks.change(id, ({ secrets }) => {
      const old = secrets.map(({ text, until = Infinity }) => ({ text, until: Math.min(until, oldUntil) }));
      return [{ text: secret }, ...old.filter(({ until }) => until > now)].slice(0, MOST_SECRETS);
    });
    if (webhook === undefined) throw unknown(id);
    return { webhook, secret, oldUntil };
  }

  /**
   * Queues an event `webhook.ping`; a webhook that was switched off gets its messages again.
   *
   * @returns the id of the message.
   * @throws DqsError `webhook-unknown`.
   */
  async ping(id: string, tenants: Tenants, by: string): Promise<string> {
    await this.get(id, tenants);
    const at = this.#clock.now();
    const message = `${id}_ping_${randomUUID()}`;
    const content = { kind: 'event', type: 'webhook.ping', subject: id, at, data: { by } } as const;
    await this.#webhooks.send({ id: message, receiver: id, subject: message, content, anew: true, createdAt: at });
    return message;
  }

  /**
   * The messages that were queued last, the last one first.
   *
   * @throws DqsError `webhook-unknown`.
   */
  async deliveries(id: string, tenants: Tenants, limit: number): Promise<readonly OutboxEntry[]> {
    await this.get(id, tenants);
    return this.#webhooks.recent(id, limit);
  }

  /** Refuses what can be told from the text alone; where a name leads is checked with every message. */
  #assertAddress(text: string): void {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:'))
      throw invalid('it is no address of HTTP');
    if (url.username || url.password) throw invalid('it holds a password');
    const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    const address = host === 'localhost' || host.endsWith('.localhost') ? '127.0.0.1' : host;
    if (isIP(address) === 0) {
      if (url.protocol === 'http:') throw invalid('it is asked without TLS');
      return;
    }
    if (!this.#rules.permits(address)) throw invalid('it is in no public network');
    if (url.protocol === 'http:' && !this.#rules.isAllowed(address)) throw invalid('it is asked without TLS');
  }
}

/**
 * The webhooks in an open database.
 *
 * @throws DqsError `store-missing`; `invalid-argument` for networks that are none.
 */
export async function webhooksIn(
  database: StoreDatabase,
  { webhookNetworks }: Settings<'webhookNetworks'>,
  clock: Clock,
): Promise<ServedWebhooks> {
  const { PostgresWebhooks: Webhooks } = await loadStorePackage();
  const { AddressRules: Rules } = await import('@dqs/alerting/channels');
  return new ServedWebhooks(new Webhooks(database), new Rules(webhookNetworks), clock);
}

/** 32 random bytes as Standard Webhooks write them. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

function invalid(why: string): DqsError {
  const message = `expected a public address that begins with https:// for a webhook, got one that is refused: ${why}`;
  return new DqsError('webhook-invalid', message);
}

function unknown(id: string): DqsError {
  return new DqsError('webhook-unknown', `expected the id of a webhook, got ${JSON.stringify(id.slice(0, 80))}`);
}

import type { ApiKeys } from '../../serving/api-keys.js';
import type { ServedWebhooks } from '../../webhooks/served-webhooks.js';

/** An API key. Times are ISO 8601. Survives JSON. */
export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** Null for all. */
  readonly tenants: readonly string[] | null;
  readonly scopes: readonly string[] | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string;
  readonly state: 'good' | 'expired' | 'revoked';
  /** To some minutes; null if it never was. */
  readonly lastUsedAt: string | null;
}

/** A webhook. Times are milliseconds since 1970. Survives JSON. */
export interface WebhookRow {
  readonly id: string;
  /** Its origin; path and query, which may be a secret, are left out. */
  readonly url: string;
  /** Null for all. */
  readonly types: readonly string[] | null;
  readonly tenants: readonly string[] | null;
  readonly createdAt: number;
  readonly createdBy: string;
  /** Why it gets nothing until it is pinged. */
  readonly off: string | null;
}

/** The keys that somebody may see, those that are good first, the newest of them first. */
export async function keyRows(
  keyring: Pick<ApiKeys, 'list'>,
  tenants: readonly string[] | undefined,
  now: number,
): Promise<readonly KeyRow[]> {
  const rows = (await keyring.list(tenants)).map((key): KeyRow => {
    const { id, name, role, createdAt, createdBy, expiresAt, revokedAt, lastUsedAt = null } = key;
    const state = revokedAt !== undefined ? 'revoked' : Date.parse(expiresAt) <= now ? 'expired' : 'good';
    return {
      ...{ id, name, role, tenants: key.tenants ?? null, scopes: key.scopes ?? null },
      ...{ createdAt, createdBy, expiresAt, state, lastUsedAt },
    };
  });
  return [
    ...rows.filter(({ state }) => state === 'good').reverse(),
    ...rows.filter(({ state }) => state !== 'good').reverse(),
  ];
}

/** The webhooks that somebody may see, in the order in which they were made. */
export async function webhookRows(
  webhooks: Pick<ServedWebhooks, 'list' | 'off'>,
  tenants: readonly string[] | undefined,
): Promise<readonly WebhookRow[]> {
  const [all, offs] = [await webhooks.list(tenants), await webhooks.off()];
  const why = new Map(offs.map((one) => [one.receiver, one.why]));
  return all.map(({ id, url, types, tenants: own, createdAt, createdBy }) => ({
    ...{ id, url: new URL(url).origin, types: types ?? null, tenants: own ?? null },
    ...{ createdAt, createdBy, off: why.get(id) ?? null },
  }));
}

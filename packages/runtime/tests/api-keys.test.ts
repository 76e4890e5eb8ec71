import { MemoryStore } from '@dqs/core';

import { ApiKeys, ROLES, type NewApiKey } from '../src/serving/index.js';
import { API_SETTINGS } from '../src/settings/index.js';
import { keyParts } from '../src/serving/key-text.js';
import { ACTIONS } from '../src/serving/principal.js';

const HOUR = 3_600_000;
const clock = { time: 0, now: () => clock.time };
const store = new MemoryStore();
const keys = new ApiKeys(store, { clock });
const make = (facts: Partial<NewApiKey> = {}) =>
  keys.create({ env: 'live', name: 'ann', role: 'viewer', by: 'bob', lifetimeMs: HOUR, ...facts });

beforeEach(() => (clock.time = Date.parse('2026-01-01T00:00:00Z')));

describe('an API key', () => {
  it('says who holds it, and is kept without its secret', async () => {
    const { key, text } = await make({ role: 'service', tenants: ['acme'], scopes: ['deliver'] });
    expect(text).toMatch(/^dqs_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/);
    expect(await keys.principalOf(text)).toEqual({
      ...{ id: key.id, name: 'ann', role: 'service', tenants: ['acme'], scopes: ['deliver'] },
    });
    const kept = Buffer.from((await store.get(`access/keys/${key.id}`)).content).toString('utf8');
    expect(kept).not.toContain(keyParts(text)!.secret);
    expect(JSON.stringify(await keys.list())).not.toContain('hash');
  });

  it('is none with any letter changed, left out or added', async () => {
    const { text } = await make();
    for (let i = 0; i < text.length; i += 1) {
      const other = text[i] === 'a' ? 'b' : 'a';
      for (const changed of [text.slice(0, i) + other + text.slice(i + 1), text.slice(0, i) + text.slice(i + 1)]) {
        expect(await keys.principalOf(changed)).toBeUndefined();
      }
    }
    for (const none of ['', `${text}a`, ` ${text}`, text.replace('live', '../x')]) {
      expect(await keys.principalOf(none)).toBeUndefined();
    }
  });

  it('is good until it expires or is revoked, of which the first time counts', async () => {
    const [first, second] = [await make(), await make()];
    clock.time += HOUR - 1;
    expect(await keys.principalOf(first.text)).toBeDefined();
    const revoked = await keys.revoke(second.key.id, 'eve');
    expect(await keys.principalOf(second.text)).toBeUndefined();
    clock.time += 1;
    expect(await keys.principalOf(first.text)).toBeUndefined();
    expect(await keys.revoke(second.key.id, 'mallory')).toEqual(revoked);
  });

  it('says when it was last used, to some minutes, and nothing of keys that were refused', async () => {
    const [used, unused] = [await make({ name: 'used' }), await make({ name: 'unused' })];
    await keys.principalOf(used.text);
    clock.time += 60_000;
    await keys.principalOf(used.text);
    const revoked = await keys.revoke(unused.key.id, 'eve');
    expect(await keys.principalOf(unused.text)).toBeUndefined();
    const last = new Map((await keys.list()).map(({ id, lastUsedAt }) => [id, lastUsedAt]));
    expect([last.get(used.key.id), last.get(revoked.id)]).toEqual(['2026-01-01T00:00:00.000Z', undefined]);
    clock.time += 5 * 60_000;
    await keys.principalOf(used.text);
    expect((await keys.list()).find(({ id }) => id === used.key.id)!.lastUsedAt).toBe('2026-01-01T00:06:00.000Z');
  });

  it('that is not there cannot be revoked', async () => {
    for (const id of ['abcdefghijkl', '../../secret', 'constructor', '']) {
      await expect(keys.revoke(id, 'eve')).rejects.toMatchObject({ code: 'key-unknown' });
    }
  });

  it('is not made for a name, an environment, tenants or scopes that cannot be', async () => {
    const wrong: Partial<NewApiKey>[] = [
      { name: '' },
      { name: 'a\nb' },
      { env: 'A_b' },
      { tenants: [] },
      { scopes: [] },
      { role: 'viewer', scopes: ['release'] },
    ];
    const before = (await keys.list()).length;
    for (const facts of wrong) await expect(make(facts)).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(await keys.list()).toHaveLength(before);
  });
});

describe('the settings of keys', () => {
  it('name the roles and actions that there are', () => {
    expect(API_SETTINGS.keyRole.schema.def.entries).toEqual(Object.fromEntries(ROLES.map((role) => [role, role])));
    expect(API_SETTINGS.keyScopes.schema.def.element.def.entries).toEqual(
      Object.fromEntries(ACTIONS.map((action) => [action, action])),
    );
  });
});

import { FileStore } from '@dqs/core';
import type { PageFrame, SearchPage } from '@dqs/runtime/pages';
import { ApiKeys, type Role } from '@dqs/runtime/serving';
import type { FastifyInstance } from 'fastify';
import { join } from 'node:path';

import { openWorld, serverOf, type World } from './support/world.js';

let world: World;
let server: FastifyInstance;
let keys: ApiKeys;
beforeAll(async () => {
  world = await openWorld();
  keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
  server = await serverOf({ ...world.services, keys });
});
afterAll(async () => {
  await server.close();
  await world.close();
});

async function asked(url: string, role: Role = 'admin', tenants?: readonly string[]) {
  const made = { env: 'test', name: 'key', role, by: 'ann', lifetimeMs: 3_600_000, ...(tenants && { tenants }) };
  const { text } = await keys.create(made);
  return server.inject({ url, headers: { authorization: `Bearer ${text}` } });
}

describe('a search', () => {
  it('finds what is there, and its table holds the same rows', async () => {
    const page = (await asked('/search.json?q=orders')).json<SearchPage>();
    expect(page.counts).toMatchObject({ series: 3, incident: 3 });
    const rows = (await asked('/search.csv?q=orders')).body.trimEnd().split(/\r?\n/);
    expect(rows.length - 1).toBe(page.found.length);
  });

  it('finds and counts for those of a tenant what is theirs alone', async () => {
    const page = (await asked('/search.json?q=orders', 'admin', ['globex'])).json<SearchPage>();
    expect(page.counts).toMatchObject({ series: 1, incident: 1, rule: 0, model: 0 });
    expect(JSON.stringify(page)).not.toContain('acme');
    const nobody = (await asked('/search.json?q=orders', 'viewer', ['initech'])).json<SearchPage>();
    expect(nobody.found).toEqual([]);
  });

  it('offers nobody what they may not do', async () => {
    const acts = async (role: Role) =>
      (await asked('/search.json?q=silence%20stock', role)).json<SearchPage>().found.map(({ title }) => title);
    expect(await acts('operator')).toEqual(['Silence stock of globex · 201…']);
    expect(await acts('viewer')).toEqual([]);
  });

  it('refuses a question that nobody types, and is harmed by none', async () => {
    expect((await asked(`/search.json?q=${'x'.repeat(1001)}`)).statusCode).toBe(400);
    expect((await asked(`/search.json?q=${'x'.repeat(1_000_000)}`)).statusCode).toBeGreaterThanOrEqual(400);
    for (const hostile of ['%00', '%1b%5b2J', '(a%2B)%2B%24', '%5B', '__proto__', '%F0%9F%92%A9', "'%20OR%201%3D1"])
      expect([hostile, (await asked(`/search.json?q=${hostile}`)).statusCode]).toEqual([hostile, 200]);
  });
});

describe('the frame', () => {
  it('says how old the data are, of now alone', async () => {
    expect((await asked('/frame.json')).json<PageFrame>().dataAt).toBe(1);
    const past = await asked('/frame.json?known_at=2026-05-01T06:00:00Z');
    expect(past.json<PageFrame>().dataAt).toBeNull();
  });
});

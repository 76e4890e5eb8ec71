import { FileStore } from '@dqs/core';
import type { AlertsPage } from '@dqs/runtime/pages';
import { ApiKeys } from '@dqs/runtime/serving';
import { parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';
import { join } from 'node:path';

import { openWorld, serverOf, type World } from './support/world.js';

let world: World;
let server: FastifyInstance;
beforeAll(async () => {
  world = await openWorld();
  server = await serverOf(world.services);
});
afterAll(async () => {
  await server.close();
  await world.close();
});

const page = async (query = '') => (await server.inject(`/alerts.json${query}`)).json<AlertsPage>();
const post = (url: string, payload: object) => server.inject({ method: 'POST', url, payload });

describe('the page of alerts', () => {
  it('shows who is told and who is not, with the policy and its thresholds', async () => {
    const { live, told, notTold, policy, isNow } = await page();
    expect({ isNow, told, notTold, rows: live.length }).toEqual({ isNow: true, told: 2, notTold: 0, rows: 2 });
    expect(live.map(({ what, state, series, incident }) => ({ what, state, series, incident }))).toEqual([
      { what: 'orders · 101', state: 'likely', series: 'acme/orders/101', incident: expect.any(String) as string },
      { what: 'orders · 101', state: 'likely', series: 'globex/orders/101', incident: expect.any(String) as string },
    ]);
    expect(policy).toMatchObject({ name: 'checks', rules: 1, tests: 0 });
    expect(policy.thresholds).toEqual([
      { rule: 'below', fact: 'p_below_target', warn: { value: 0.6, text: '0.6', line: 5, column: 46 }, clear: null },
    ]);
  });

  it('shows what waits and what is stuck, by receiver', async () => {
    const { waiting, messages } = await page();
    expect(waiting).toMatchObject([
      { receiver: 'data', channel: 'webhook', waiting: 1, dead: 1, why: 'the address answers 404', isOff: false },
      { receiver: 'gone', channel: null, waiting: 1, dead: 0, isOff: true },
    ]);
    expect(messages!.map(({ id, state }) => [id, state])).toEqual([
      ['msg-waits', 'waiting'],
      ['msg-off', 'waiting'],
      ['msg-dead', 'dead'],
    ]);
  });

  it('shows silences that hold, are to come and are over, with what they match now', async () => {
    const now = world.clock.time;
    const at = (days: number) => new Date(now + days * 86_400_000).toISOString();
    const silence = { match: { dataset: ['orders'] }, until: at(2), comment: '<script>alert(1)</script>' };
    await post('/api/v1/silences', silence);
    await post('/api/v1/silences', { ...silence, from: at(1), comment: 'later' });
    const ended = (await post('/api/v1/silences', { ...silence, comment: 'ended' })).json<{ id: string }>();
    world.clock.time += 1000;
    await server.inject({ method: 'DELETE', url: `/api/v1/silences/${ended.id}` });
    world.clock.time += 60_000;
    // Whoever acts sees what follows, also if somebody has just looked.
    const { silences } = await page();
    expect(silences.map(({ state, comment, series, firing }) => [state, comment, series, firing])).toEqual([
      ['active', '<script>alert(1)</script>', 3, 2],
      ['pending', 'later', 3, 2],
      ['over', 'ended', null, null],
    ]);
    expect(silences[0]).toMatchObject({ what: 'dataset orders', by: 'local user', kind: 'silence' });
    world.clock.time = now;
  });

  it.each(['live', 'silences', 'waiting', 'messages'] as const)('has the rows of its table %s', async (table) => {
    const rows = parse((await server.inject(`/alerts.csv?table=${table}`)).body) as string[][];
    expect(rows.length - 1).toBe((await page())[table]!.length);
  });

  it('tells of messages as they are now alone, and gives the same bytes for what is past', async () => {
    const url = '/alerts.json?known_at=2026-05-01T06:00:00Z';
    const before = (await server.inject(url)).body;
    expect(JSON.parse(before)).toMatchObject({ isNow: false, waiting: null, messages: null });
    world.clock.time += 30 * 86_400_000;
    const other = await serverOf({ ...world.services, pages: world.pageViews() });
    expect((await other.inject(url)).body).toBe(before);
    await other.close();
    world.clock.time -= 30 * 86_400_000;
  });

  it('shows whoever is limited to tenants what is theirs, and nothing of owners and messages', async () => {
    const keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
    const request = { env: 'test', name: 'key', role: 'viewer' as const, by: 'ann', lifetimeMs: 3_600_000 };
    const { text } = await keys.create({ ...request, tenants: ['acme'] });
    const own = await serverOf({ ...world.services, keys });
    const answer = await own.inject({ url: '/alerts.json', headers: { authorization: `Bearer ${text}` } });
    const found = answer.json<AlertsPage>();
    expect(found.live.map(({ series }) => series)).toEqual(['acme/orders/101']);
    expect([found.budgets, found.waiting, found.messages]).toEqual([null, null, null]);
    expect(found.silences).toEqual([]);
    expect(answer.body).not.toContain('globex');
    await own.close();
  });
});

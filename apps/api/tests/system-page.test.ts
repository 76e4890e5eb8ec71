import { join } from 'node:path';

import { SYSTEM_POLICY } from '@dqs/alerting';
import { FileStore } from '@dqs/core';
import { automationPause, openOperation, pause } from '@dqs/runtime';
import type { AuditPage, SearchPage, SystemPage } from '@dqs/runtime/pages';
import { ApiKeys, type Role } from '@dqs/runtime/serving';
import { parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';

import { openWorld, serverOf, type World } from './support/world.js';

let world: World;
let server: FastifyInstance;
let keys: ApiKeys;
beforeAll(async () => {
  world = await openWorld({ hasDatabase: true });
  keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
  server = await serverOf({ ...world.services, keys });
});
afterAll(async () => {
  await server.close();
  await world.close();
});

async function keyOf(role: Role, tenants?: readonly string[]): Promise<string> {
  const made = { env: 'test', name: `${role} ${tenants?.join() ?? ''}`, role, by: 'ann', lifetimeMs: 3_600_000 };
  return (await keys.create({ ...made, ...(tenants && { tenants }) })).text;
}

async function ask(url: string, role: Role = 'admin', tenants?: readonly string[]) {
  return server.inject({ url, headers: { authorization: `Bearer ${await keyOf(role, tenants)}` } });
}

async function post(url: string, payload: object | undefined, role: Role = 'operator', tenants?: readonly string[]) {
  const headers = { authorization: `Bearer ${await keyOf(role, tenants)}` };
  return server.inject({ method: 'POST', url, headers, ...(payload && { payload }) });
}

const page = async (...who: [Role?, (readonly string[])?]) => (await ask('/system.json', ...who)).json<SystemPage>();

describe('the page of the system', () => {
  it('shows sources, jobs, the twelve alerts about the system, keys and webhooks', async () => {
    const { sources, whole, keys: shown, webhooks, forecasts, mayAudit } = await page();
    expect(sources).toMatchObject([{ source: 'erp', series: 5, corrections: 0 }]);
    expect(sources[0]!.lags).toHaveLength(30);
    expect(forecasts).toEqual({ issued: 0, of: 5 });
    expect(whole!.jobs!.map(({ kind, waiting }) => [kind, waiting])).toContainEqual(['forecast', 1]);
    expect(whole!.self.rows.map(({ rule }) => rule)).toEqual(
      [...SYSTEM_POLICY.matchAll(/^ {2}- id: (\S+)/gm)].map((one) => one[1]),
    );
    expect(whole!.store).toMatchObject({ kind: 'embedded', bytes: expect.any(Number), freeBytes: expect.any(Number) });
    expect(shown!.map(({ name }) => name)).toContain('first');
    expect(webhooks!.map(({ url }) => url)).toEqual(['https://example.org', 'https://example.org']);
    expect(mayAudit).toBe(true);
  });

  it.each(['sources', 'jobs', 'self', 'channels', 'keys', 'webhooks'])(
    'has the same rows of the table %s',
    async (table) => {
      const authorization = `Bearer ${await keyOf('admin')}`;
      const get = (url: string) => server.inject({ url, headers: { authorization } });
      const shown = (await get('/system.json')).json<SystemPage>();
      const all = { ...shown, ...shown.whole, self: shown.whole!.self.rows, channels: shown.whole!.outbox.channels };
      const rows = parse((await get(`/system.csv?table=${table}`)).body) as string[][];
      expect(rows.length - 1).toBe((all as unknown as Record<string, readonly unknown[]>)[table]!.length);
    },
  );

  it('shows and counts for each what they may see alone', async () => {
    expect(await page('viewer')).toMatchObject({ keys: null, webhooks: null, mayAudit: false });
    expect(await page('auditor')).toMatchObject({ mayAudit: true });
    const acme = await page('admin', ['acme']);
    expect(acme).toMatchObject({ whole: null, mayAudit: false, forecasts: { of: 3 } });
    expect(acme.sources).toMatchObject([{ source: 'erp', series: 3, corrections: null }]);
    expect(acme.keys!.every(({ tenants }) => tenants?.join() === 'acme')).toBe(true);
    expect(acme.webhooks).toHaveLength(2);
    expect(await page('admin', ['initech'])).toMatchObject({
      sources: [],
      keys: [{ tenants: ['initech'] }],
      webhooks: [],
    });
    expect(JSON.stringify(await page('viewer', ['initech']))).not.toMatch(/acme|globex|erp/);
  });

  it('says nothing of the secrets of keys and webhooks', async () => {
    const { body } = await ask('/system.json');
    expect(body).not.toMatch(/dqs_test_|whsec_|"hash"|\/hook/);
  });

  it('gives the same bytes for a time that is past, without what is known of now alone', async () => {
    const url = '/system.json?known_at=2026-05-01T06:00:00Z';
    const before = (await ask(url)).body;
    world.clock.time += 86_400_000;
    expect((await ask(url)).body).toBe(before);
    world.clock.time -= 86_400_000;
    expect(JSON.parse(before)).toMatchObject({ isNow: false, whole: null, keys: null, webhooks: null });
  });
});

describe('the audit log on the page', () => {
  it('is read by those who may, and each reading is an entry of the next', async () => {
    expect((await ask('/system/audit.json', 'viewer')).statusCode).toBe(403);
    expect((await ask('/system/audit.json', 'auditor', ['acme'])).statusCode).toBe(403);
    await ask('/system/audit.json', 'auditor');
    const { entries } = (await ask('/system/audit.json', 'auditor')).json<AuditPage>();
    expect(entries[0]).toMatchObject({ action: 'audit.read', actor: 'auditor ' });
    expect(entries).toContainEqual(expect.objectContaining({ outcome: 'denied', action: 'api.audit' }));
    const rows = parse((await ask('/system/audit.csv', 'auditor')).body) as string[][];
    expect(rows[1]!.slice(2, 6)).toEqual(['auditor ', '', 'audit.read', 'done']);
  });
});

describe('jobs', () => {
  const jobs = async () => (await page()).whole!.jobs!;
  const lastOf = async (kind: string) => (await world.services.jobs!.list({ kind }))[0];

  it('are done by hand: what is due, or once more what is done', async () => {
    world.clock.time += 5 * 3_600_000;
    expect((await post('/api/v1/jobs/verify/run', undefined)).json()).toMatchObject({ kind: 'verify', put: 1 });
    expect((await post('/api/v1/jobs/verify/run', undefined)).json()).toMatchObject({ put: 1 });
    expect((await lastOf('verify'))!.key).toMatch(/^by hand 2026-05-02T/);
    // Twice within a minute is once.
    expect((await post('/api/v1/jobs/verify/run', undefined)).json()).toMatchObject({ put: 0 });
    world.clock.time -= 5 * 3_600_000;
  });

  it('of a kind that nobody does are none, whatever its name', async () => {
    expect((await post('/api/v1/jobs/collect/run', undefined)).json()).toMatchObject({ code: 'not-served' });
    for (const kind of ['constructor', '..%2Fx', '%00'])
      expect([kind, (await post(`/api/v1/jobs/${kind}/run`, undefined)).statusCode]).toEqual([kind, 404]);
    expect((await post('/api/v1/jobs/nothing/pause', { reason: 'x' })).statusCode).toBe(404);
  });

  it('are paused and resumed by those who may, for a reason', async () => {
    expect((await post('/api/v1/jobs/forecast/pause', { reason: ' ' })).statusCode).toBe(400);
    expect((await post('/api/v1/jobs/forecast/pause', { reason: 'x' }, 'viewer')).statusCode).toBe(403);
    expect((await post('/api/v1/jobs/forecast/pause', { reason: 'x' }, 'operator', ['acme'])).statusCode).toBe(403);
    const paused = (await post('/api/v1/jobs/forecast/pause', { reason: 'moving <script>' })).json<object>();
    expect(paused).toMatchObject({ by: 'operator ', reason: 'moving <script>' });
    expect((await jobs()).find(({ kind }) => kind === 'forecast')).toMatchObject({
      paused: { by: 'operator ' },
      nextAt: null,
    });
    expect((await post('/api/v1/jobs/forecast/run', undefined)).json()).toMatchObject({ put: 0, paused });
    expect((await post('/api/v1/jobs/forecast/resume', undefined)).json()).toEqual({ was_paused: true });
    expect((await post('/api/v1/jobs/forecast/resume', undefined)).json()).toEqual({ was_paused: false });
  });

  it('that act on models rest while the automation is paused, and the log says who paused it why', async () => {
    await post('/api/v1/automation/pause', { reason: 'year-end' });
    const operation = await openOperation({ store: join(world.folder, 'store') });
    expect(await automationPause(operation.notices)).toMatchObject({ by: 'operator ', reason: 'year-end' });
    await pause(operation.notices, 'automation', { by: 'other', reason: 'again', at: 1 });
    await operation.database.close();
    expect((await post('/api/v1/automation/resume', undefined)).json()).toEqual({ was_paused: true });
    const { entries } = (await ask('/system/audit.json')).json<AuditPage>();
    expect(entries).toContainEqual(
      expect.objectContaining({ action: 'jobs.pause', outcome: 'done', reason: 'year-end' }),
    );
  });
});

describe('a search for what is done about the system', () => {
  it('offers each what they may', async () => {
    const found = async (role: Role) =>
      (await ask('/search.json?q=pause', role)).json<SearchPage>().found.map(({ title }) => title);
    expect(await found('operator')).toEqual(['Pause automation…']);
    expect(await found('editor')).toEqual([]);
  });
});

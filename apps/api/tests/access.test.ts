import { FileStore } from '@dqs/core';
import { ApiKeys, mayDo, ROLES, type Action, type Role } from '@dqs/runtime/serving';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { join } from 'node:path';

import { allRoutes, openapiDocument } from '../src/index.js';
import { openWorld, serverOf, type World } from './support/world.js';

const TENANTS = { all: undefined, acme: ['acme'], globex: ['globex'], nobody: ['initech'] } as const;
const HOUR = 3_600_000;
let world: World;
let keys: ApiKeys;
let server: FastifyInstance;
const texts = new Map<string, string>();

beforeAll(async () => {
  world = await openWorld({ hasDatabase: true });
  keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
  server = await serverOf({ ...world.services, keys }, { refusedAMinute: 10_000 });
  for (const role of ROLES) {
    for (const [name, tenants] of Object.entries(TENANTS))
      texts.set(`${role} ${name}`, await newKey({ role, tenants }));
  }
});
afterAll(async () => {
  await server.close();
  await world.close();
});

type KeyFacts = Partial<Parameters<ApiKeys['create']>[0]>;

async function newKey(facts: KeyFacts = {}): Promise<string> {
  const request = { env: 'test', name: 'key', role: 'viewer' as const, by: 'ann', lifetimeMs: HOUR, ...facts };
  return (await keys.create(request)).text;
}

const ask = (key: string | undefined, request: InjectOptions) =>
  server.inject({ ...request, headers: { ...request.headers, ...(key && { authorization: `Bearer ${key}` }) } });

interface Operation {
  readonly 'x-action'?: string;
  readonly 'x-every-tenant'?: boolean;
  readonly 'x-streams'?: boolean;
}

/** Every operation of the document, with a request that has nothing but its path. */
const OPERATIONS = Object.entries(
  openapiDocument(allRoutes({ isDraining: () => false }))['paths'] as Record<string, Record<string, Operation>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    action: operation['x-action'],
    isOfAll: operation['x-every-tenant'] === true,
    request: {
      method: method.toUpperCase() as 'GET',
      url: `${path.replace(/\{\w+\}/g, 'x')}${operation['x-streams'] ? '?follow=false' : ''}`,
    },
  })),
);

describe('every operation of the document', () => {
  it.each(OPERATIONS.map((one) => [one.name, one] as const))(
    'lets in the roles that may, with the tenants that may, and nobody else: %s',
    async (_name, { action, isOfAll, request }) => {
      for (const role of ROLES) {
        for (const tenants of Object.keys(TENANTS)) {
          const { statusCode } = await ask(texts.get(`${role} ${tenants}`), request);
          const isIn = action === undefined || (mayDo({ role }, action as Action) && (!isOfAll || tenants === 'all'));
          expect([role, tenants, statusCode !== 403 && statusCode !== 401]).toEqual([role, tenants, isIn]);
          expect(statusCode).toBeLessThan(500);
        }
      }
      for (const key of [undefined, 'dqs_test_x', `${texts.get('admin all')!.slice(0, -1)}~`]) {
        const { statusCode } = await ask(key, request);
        expect([key, statusCode === 401]).toEqual([key, action !== undefined]);
      }
    },
  );
});

describe('a key that is limited to tenants', () => {
  const rowsOf = async (key: string, url: string) => {
    const answer = await ask(key, { url });
    return [answer.statusCode, (answer.json<{ data?: Record<string, string>[] }>().data ?? []).length];
  };
  const of = (tenants: keyof typeof TENANTS, role: Role = 'admin') => texts.get(`${role} ${tenants}`)!;

  it.each(['/api/v1/series', '/api/v1/forecasts', '/api/v1/ledger'])(
    'sees the rows of its tenants in %s, and no row where it asks for another',
    async (url) => {
      const [, all] = await rowsOf(of('all'), url);
      const [, acme] = await rowsOf(of('acme'), url);
      const [, globex] = await rowsOf(of('globex'), url);
      expect(acme).toBeGreaterThan(0);
      expect(Number(acme) + Number(globex)).toBe(all);
      expect(await rowsOf(of('nobody'), url)).toEqual([200, 0]);
      expect(await rowsOf(of('acme'), `${url}?tenant_id=globex`)).toEqual([200, 0]);
      expect(await rowsOf(of('acme'), `${url}?tenant_id=acme`)).toEqual([200, acme]);
    },
  );

  it('finds a forecast of the ledger only if it is of its tenants', async () => {
    const { data } = (await ask(of('acme'), { url: '/api/v1/ledger?limit=1' })).json<{
      data: { forecast_id: string }[];
    }>();
    const url = `/api/v1/ledger/${data[0]!.forecast_id}`;
    expect((await ask(of('acme'), { url })).statusCode).toBe(200);
    expect((await ask(of('globex'), { url })).json()).toMatchObject({ status: 404, code: 'forecast-unknown' });
  });

  it('forecasts its own series, without naming the tenant, and hears nothing of those of others', async () => {
    const made = (key: string, one: object) =>
      ask(key, {
        method: 'POST',
        url: '/api/v1/forecasts',
        payload: { forecasts: [{ business_date: '2026-05-01', ...one }] },
      });
    const shared = { dataset_uuid: 'orders', rule_code: '101' };
    expect((await made(of('all'), shared)).json()).toMatchObject({ status: 409, code: 'tenant-ambiguous' });
    expect((await made(of('acme'), shared)).json<{ data: object[] }>().data[0]).toMatchObject({ tenant_id: 'acme' });
    const foreign = await made(of('acme'), { dataset_uuid: 'stock', rule_code: '201' });
    expect(foreign.statusCode).toBe(404);
    expect(foreign.body).not.toContain('globex');
    const named = await made(of('acme'), { ...shared, tenant_id: 'globex' });
    expect(named.statusCode).toBe(404);
    expect(named.body).not.toContain('globex of');
  });

  it('sends results of one of its tenants at a time, which replace nothing of another', async () => {
    const line = (tenant: string, result: string) =>
      JSON.stringify({
        ...{ tenant_id: tenant, dataset_uuid: 'new', dataset_name: 'New', rule_code: '1' },
        ...{ business_date: '2026-04-30', results: result },
      });
    const send = (key: string, ...lines: string[]) =>
      ask(key, {
        method: 'POST',
        url: '/api/v1/results',
        headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': 'same' },
        payload: lines.join('\n'),
      });
    const before = (await world.deliveries.head()).entries;
    for (const lines of [[line('globex', 'pass')], [line('acme', 'pass'), line('globex', 'pass')]]) {
      expect((await send(of('acme'), ...lines)).json()).toMatchObject({ status: 403, code: 'access-denied' });
    }
    expect((await world.deliveries.head()).entries).toBe(before);
    expect((await send(of('acme'), line('acme', 'pass'))).statusCode).toBe(201);
    expect((await send(of('globex'), line('globex', 'fail'))).statusCode).toBe(201);
    expect((await send(of('all'), line('acme', 'fail'))).statusCode).toBe(201);
    const ids = (key: string) =>
      ask(key, { url: '/api/v1/deliveries' }).then((answer) =>
        answer.json<{ data: { id: string; version: number }[] }>().data.map(({ id, version }) => [id, version]),
      );
    expect(await ids(of('acme'))).toEqual([['tenant acme: same', 1]]);
    expect(await ids(of('globex'))).toEqual([['tenant globex: same', 1]]);
    const foreign = await ask(of('acme'), { url: `/api/v1/deliveries/${encodeURIComponent('tenant globex: same')}` });
    expect(foreign.statusCode).toBe(404);
  });
});

describe('a key', () => {
  const status = async (key: string) => (await ask(key, { url: '/api/v1/series' })).statusCode;

  it('is refused within five seconds after it was revoked', async () => {
    const { key, text } = await keys.create({ env: 'live', name: 'a', role: 'viewer', by: 'ann', lifetimeMs: HOUR });
    expect(await status(text)).toBe(200);
    // Another process revokes it.
    await new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock }).revoke(key.id, 'bob');
    world.clock.time += 5000;
    expect(await status(text)).toBe(401);
  });

  it('is refused once it has expired', async () => {
    const text = await newKey({ lifetimeMs: 10_000 });
    expect(await status(text)).toBe(200);
    world.clock.time += 10_000;
    expect(await status(text)).toBe(401);
  });

  it('does no more than its scopes allow', async () => {
    const text = await newKey({ role: 'admin', scopes: ['forecast'] });
    expect((await ask(text, { url: '/v2/models/checks' })).statusCode).toBe(200);
    expect((await ask(text, { url: '/api/v1/series' })).json()).toMatchObject({ code: 'access-denied' });
  });

  it('stands in no log, and neither do names in paths and parameters', async () => {
    const lines: string[] = [];
    const log = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
    const logger = { debug: log, info: log, warn: log, error: log };
    const logging = await serverOf({ ...world.services, keys, logger });
    const text = texts.get('viewer all')!;
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
    const headers = { authorization: `Bearer ${text}`, 'x-request-id': 'r-1', traceparent };
    await logging.inject({ url: `/api/v1/series?tenant_id=secret-${text}`, headers });
    await logging.inject({ url: `/api/v1/models/secret-${text}`, headers });
    await logging.close();
    expect(lines.join('\n')).not.toMatch(/secret|Bearer|dqs_test/);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      ...{ requestId: 'r-1', method: 'GET', route: '/api/v1/series', status: 200, traceId: 'ab'.repeat(16) },
      by: text.split('_')[2],
      message: 'request',
    });
  });
});

describe('a server that asks nobody for a key', () => {
  it('answers to names of this machine alone', async () => {
    const open = await serverOf(world.services);
    const status = async (host: string) => (await open.inject({ url: '/api/v1/series', headers: { host } })).statusCode;
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080']) expect(await status(host)).toBe(200);
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80']) {
      expect([host, await status(host)]).toEqual([host, 401]);
    }
    await open.close();
  });
});

describe('a key that is limited to tenants, of an alerting', () => {
  const idsOf = async (key: string, url: string, field: string) =>
    (await ask(key, { url })).json<{ data: Record<string, string>[] }>().data.map((row) => row[field]);
  const of = (tenants: keyof typeof TENANTS) => texts.get(`operator ${tenants}`)!;

  it('sees incidents and alerts that are about its tenants alone', async () => {
    expect(await idsOf(of('all'), '/api/v1/incidents', 'id')).toHaveLength(3);
    expect(await idsOf(of('acme'), '/api/v1/incidents', 'id')).toEqual(['inc-1']);
    expect(await idsOf(of('globex'), '/api/v1/alerts', 'subject')).toEqual(['globex/orders/101']);
    for (const id of ['inc-2', 'inc-3', 'toString']) {
      const request = { url: `/api/v1/incidents/${id}` };
      expect((await ask(of('acme'), request)).json()).toMatchObject({ status: 404, code: 'incident-unknown' });
      const act = { method: 'POST' as const, url: `${request.url}/acknowledge` };
      expect((await ask(of('acme'), act)).json()).toMatchObject({ status: 404, code: 'incident-unknown' });
    }
  });

  it('silences these alone, whatever it says, and ends no silence of others', async () => {
    const add = (key: string, match: object) =>
      ask(key, {
        method: 'POST',
        url: '/api/v1/silences',
        payload: { match, until: '2030-01-01T00:00:00Z', comment: 'quiet' },
      });
    for (const tenant of [['globex'], ['acme', 'globex'], ['*']]) {
      expect((await add(of('acme'), { tenant })).json()).toMatchObject({ status: 403, code: 'access-denied' });
    }
    expect((await add(of('acme'), { dataset: ['orders'] })).json()).toMatchObject({
      match: { dataset: ['orders'], tenant: ['acme'] },
      by: 'key',
    });
    const foreign = (await add(of('globex'), { dataset: ['stock'] })).json<{ id: string }>();
    expect(await idsOf(of('acme'), '/api/v1/silences', 'id')).not.toContain(foreign.id);
    const end = { method: 'DELETE' as const, url: `/api/v1/silences/${foreign.id}` };
    expect((await ask(of('acme'), end)).json()).toMatchObject({ status: 404, code: 'silence-unknown' });
    expect((await ask(of('globex'), end)).json()).toMatchObject({ ended_by: 'key' });
  });

  it('and every other one changes an incident only as it has seen it', async () => {
    const url = '/api/v1/incidents/inc-2';
    const { etag } = (await ask(of('globex'), { url })).headers;
    const acknowledge = () =>
      ask(of('globex'), { method: 'POST', url: `${url}/acknowledge`, headers: { 'if-match': String(etag) } });
    expect((await acknowledge()).json()).toMatchObject({ state: 'acknowledged', acknowledged_by: 'key' });
    expect((await acknowledge()).json()).toMatchObject({ status: 412, code: 'precondition-failed' });
  });
});

import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { FileStore } from '@dqs/core';
import { ApiKeys } from '@dqs/runtime/serving';
import { PostgresEvents } from '@dqs/store';
import type { FastifyInstance } from 'fastify';

import { allRoutes, createServer, DEFAULT_LIMITS } from '../src/index.js';
import { isRepeatable } from '../src/routes/route.js';
import { openWorld, serverOf, type World } from './support/world.js';

const URL = '/api/v1/events';
let world: World;
let keys: ApiKeys;
let server: FastifyInstance;

beforeAll(async () => {
  world = await openWorld({ hasDatabase: true });
  keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
  server = await serverOf({ ...world.services, keys });
});
afterAll(async () => {
  await server.close();
  await world.close();
});

type Facts = Partial<Parameters<ApiKeys['create']>[0]>;

async function headersOf(facts: Facts = {}): Promise<Record<string, string>> {
  const made = { env: 'test', name: 'ann', role: 'admin' as const, by: 'test', lifetimeMs: 1e9, ...facts };
  return { authorization: `Bearer ${(await keys.create(made)).text}` };
}

const append = (...types: string[]) =>
  new PostgresEvents(world.database!).append(
    types.map((type) => ({ at: 1, type, tenant: 'acme', subject: 's', data: {} })),
  );

interface Told {
  readonly number: number;
  readonly type: string;
  readonly tenant: string | null;
}

const toldIn = (text: string) => [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json!) as Told);

describe('events', () => {
  const all = async (headers: Record<string, string>, query = 'after=0&follow=false') => {
    const answer = await server.inject({ url: `${URL}?${query}`, headers });
    expect(answer.headers['content-type']).toMatch(/^text\/event-stream/);
    return toldIn(answer.body);
  };

  it('are told of the tenants that somebody is limited to, and everything to everybody else', async () => {
    const tenants = async (facts: Facts) => (await all(await headersOf(facts))).map(({ tenant }) => tenant);
    expect(await tenants({ role: 'viewer' })).toEqual(['acme', 'globex', null, 'acme']);
    expect(await tenants({ tenants: ['acme'] })).toEqual(['acme', 'acme']);
    expect(await tenants({ tenants: ['globex'] })).toEqual(['globex']);
    expect(await tenants({ tenants: ['initech'] })).toEqual([]);
  });

  it('go on after the last one that was seen', async () => {
    const headers = await headersOf();
    const [, second, ...rest] = await all(headers);
    expect(await all({ ...headers, 'last-event-id': String(second!.number) })).toEqual(rest);
    expect(await all(headers, 'follow=false')).toEqual([]);
    const wrong = await server.inject({ url: `${URL}?follow=false`, headers: { ...headers, 'last-event-id': '1;2' } });
    expect(wrong.json()).toMatchObject({ status: 400, code: 'request-invalid' });
  });

  it('come as they happen, to all who follow, until the server stops', async () => {
    let isDraining = false;
    const live = await createServer(allRoutes({ isDraining: () => isDraining }), world.services, DEFAULT_LIMITS);
    await live.listen({ port: 0, host: '127.0.0.1' });
    const { port } = live.server.address() as AddressInfo;
    const followers = await Promise.all([1, 2].map(() => fetch(`http://127.0.0.1:${port}${URL}`)));
    const texts = followers.map((answer) => answer.text());
    await append('day.graded', 'forecasts.issued');
    await sleep(1200);
    isDraining = true;
    const told = (await Promise.all(texts)).map((text) => toldIn(text).map(({ type }) => type));
    expect(told).toEqual([
      ['day.graded', 'forecasts.issued'],
      ['day.graded', 'forecasts.issued'],
    ]);
    await live.close();
  });

  it('that nobody takes are not read, and whoever takes none is cut off', async () => {
    const data = { text: 'x'.repeat(100_000) };
    const event = { at: 1, type: 'large', tenant: 'acme', subject: 's', data };
    for (let i = 0; i < 4; i += 1)
      await new PostgresEvents(world.database!).append(Array.from({ length: 100 }, () => event));
    const slow = await serverOf(world.services, { idleMs: 500, checkEveryMs: 50 });
    await slow.listen({ port: 0, host: '127.0.0.1' });
    const socket = connect((slow.server.address() as AddressInfo).port, '127.0.0.1').pause();
    socket.on('error', () => undefined);
    socket.write(`GET ${URL}?after=0 HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    const connections = () => new Promise<number>((done) => slow.server.getConnections((_, count) => done(count)));
    await sleep(200);
    expect(await connections()).toBe(1);
    while ((await connections()) > 0) await sleep(50);
    socket.destroy();
    await slow.close();
  });

  it('are followed by nothing where nothing happens, so that the connection is known to live', async () => {
    const stop = new AbortController();
    const following = { isOver: () => false, signal: stop.signal, heartbeatMs: 0 };
    const next = await world.services.events!.follow(following).next();
    expect(next).toEqual({ done: false, value: null });
    stop.abort();
  });
});

describe('the audit log', () => {
  interface Row {
    readonly actor: string;
    readonly action: string;
    readonly outcome: string;
    readonly targets: { readonly kind: string; readonly id: string }[];
    readonly context: { readonly requestId?: string; readonly reason?: string };
    readonly after?: object;
  }
  const read = async (query: string) =>
    (
      await server.inject({ url: `/api/v1/audit?${query}`, headers: await headersOf({ role: 'auditor', name: 'eve' }) })
    ).json<{
      data: Row[];
    }>().data;

  it('has an entry of every change, with who, what and why, and none twice for one that is repeated', async () => {
    const headers = { ...(await headersOf()), 'x-request-id': 'r-1', 'idempotency-key': 'once' };
    const pause = () =>
      server.inject({ method: 'POST', url: '/api/v1/retrainings/pause', headers, payload: { reason: 'holidays' } });
    expect([(await pause()).statusCode, (await pause()).statusCode]).toEqual([200, 200]);
    const found = await read('action=retraining.pause');
    expect(found.map(({ outcome }) => outcome)).toEqual(['done', 'begun']);
    expect(found[0]).toMatchObject({ actor: 'ann', context: { requestId: 'r-1', reason: 'holidays' } });
  });

  it('has an entry of what was denied or failed, and of a new key not the key itself', async () => {
    const viewer = await headersOf({ role: 'viewer', name: 'vic' });
    await server.inject({ method: 'DELETE', url: '/api/v1/keys/other', headers: viewer });
    await server.inject({ method: 'DELETE', url: '/api/v1/keys/other', headers: await headersOf() });
    const made = await server.inject({
      ...{ method: 'POST', url: '/api/v1/keys', headers: await headersOf() },
      payload: { name: 'fresh', role: 'viewer' },
    });
    const { id, key } = made.json<{ id: string; key: string }>();
    const found = await read('action=key');
    const outcomes = found.map(({ actor, action, outcome }) => `${actor} ${action} ${outcome}`);
    expect(outcomes).toEqual([
      'ann key.create done',
      'ann key.create begun',
      'ann key.revoke failed',
      'ann key.revoke begun',
      'vic key.revoke denied',
    ]);
    expect(found[0]!.targets).toContainEqual({ kind: 'key', id });
    expect(JSON.stringify(found)).not.toContain(key);
  });

  it('has one entry of an act on alerts, with what it was about and the state after it', async () => {
    const headers = { ...(await headersOf({ role: 'operator' })), 'x-request-id': 'r-2' };
    const ask = async (method: 'POST' | 'DELETE', url: string, payload?: object) =>
      server.inject({ method, url: `/api/v1/${url}`, headers, ...(payload && { payload }) });
    await ask('POST', 'incidents/inc-1/acknowledge');
    await ask('POST', 'incidents/inc-1/resolve', { reason: 'fixed' });
    await ask('POST', 'incidents/inc-0/resolve', { reason: 'fixed' });
    const silence = { match: { dataset: ['orders'] }, until: '2030-01-01T00:00:00Z', comment: 'a move' };
    const { id } = (await ask('POST', 'silences', silence)).json<{ id: string }>();
    await ask('DELETE', `silences/${id}`);
    const found = [...(await read('action=silence')), ...(await read('action=incident'))];
    expect(found.map(({ action, outcome, targets }) => [action, outcome, targets])).toEqual([
      ['silence.end', 'done', [{ kind: 'silence', id }]],
      ['silence.add', 'done', [{ kind: 'silence', id }]],
      ['incident.resolve', 'failed', [{ kind: 'incident', id: 'inc-0' }]],
      ['incident.resolve', 'done', [{ kind: 'incident', id: 'inc-1' }]],
      ['incident.acknowledge', 'done', [{ kind: 'incident', id: 'inc-1' }]],
    ]);
    expect(found[1]!.after).toMatchObject({ match: silence.match, comment: 'a move' });
    expect(found[3]).toMatchObject({ context: { requestId: 'r-2', reason: 'fixed' }, after: { reason: 'fixed' } });
  });

  it('has an entry of each reading, page by page', async () => {
    await read('limit=1');
    const [last, before] = await read('action=audit&limit=2');
    expect([last, before].map((one) => one?.actor)).toEqual(['eve', 'eve']);
  });

  it('names every route that changes something', () => {
    const routes = allRoutes({ isDraining: () => false });
    const silent = routes.filter((one) => (isRepeatable(one) || one.takesLines) && one.audit === undefined);
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});

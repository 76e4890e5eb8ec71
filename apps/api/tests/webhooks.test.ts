import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { FileStore, MemoryStore, SILENT_LOGGER } from '@dqs/core';
import { Deliveries } from '@dqs/ingestion';
import { openOperation, WORKS, type Operation } from '@dqs/runtime';
import { ApiKeys } from '@dqs/runtime/serving';
import { PostgresEvents } from '@dqs/store';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { Webhook } from 'standardwebhooks';

import { openWorld, serverOf, type World } from './support/world.js';

const URL = '/api/v1/webhooks';
const HOUR = 3_600_000;
const WORK = WORKS.find(({ kind }) => kind === 'webhooks')!;

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Made {
  readonly id: string;
  readonly secret: string;
}

let world: World;
let keys: ApiKeys;
let server: FastifyInstance;
let receiver: Server;
let hook: string;
let answer = 204;
const received: Received[] = [];
const tokens = new Map<string, string>();

beforeAll(async () => {
  world = await openWorld({ hasDatabase: true });
  // Signatures are verified against the clock of this machine.
  world.clock.time = Date.now();
  keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
  server = await serverOf({ ...world.services, keys });
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ path: request.url!, headers: request.headers, body });
      response.writeHead(answer).end();
    });
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  for (const [name, tenants] of [
    ['all', undefined],
    ['acme', ['acme']],
    ['globex', ['globex']],
  ] as const) {
    const facts = { env: 'test', name, role: 'admin' as const, tenants, by: 'test', lifetimeMs: 1000 * HOUR };
    tokens.set(name, (await keys.create(facts)).text);
  }
});
afterAll(async () => {
  await new Promise((done) => receiver.close(done));
  await server.close();
  await world.close();
});
beforeEach(async () => {
  answer = 204;
  for (const { id } of (await ask('all', { url: URL })).json<{ data: { id: string }[] }>().data) {
    await ask('all', { method: 'DELETE', url: `${URL}/${id}` });
  }
  received.length = 0;
});

function ask(who: string, request: InjectOptions): Promise<LightMyRequestResponse> {
  const headers = { ...request.headers, authorization: `Bearer ${tokens.get(who)!}` };
  return server.inject({ ...request, headers });
}

const create = (who: string, payload: object) => ask(who, { method: 'POST', url: URL, payload });
const made = async (who: string, payload: object) => (await create(who, payload)).json<Made>();

const happens = (type: string, subject: string, tenant?: string) =>
  new PostgresEvents(world.database!).append([{ at: world.clock.time, type, subject, tenant, data: { n: 1 } }]);

/** An operation as a worker opens it that has just been started. */
async function withWorker<T>(work: (operation: Operation) => Promise<T>, networks: readonly string[] = ['127.0.0.1']) {
  const { database, ...opened } = await openOperation({ store: join(world.folder, 'store') });
  const rest = { deliveries: new Deliveries(new MemoryStore()), digest: () => Promise.reject(new Error('none')) };
  try {
    return await work({ ...opened, ...rest, settings: { webhookNetworks: [...networks] } });
  } finally {
    await database.close();
  }
}

/** Does what is due, as a worker does it. */
const deliver = (networks?: readonly string[]) =>
  withWorker(async (operation) => {
    const hooks = { signal: AbortSignal.any([]), logger: SILENT_LOGGER, clock: world.clock };
    for (const { key } of await WORK.due(operation, world.clock.time)) {
      await WORK.run(operation, { key, data: {} }, hooks);
    }
  }, networks);

const deliveriesOf = async (id: string) =>
  (await ask('all', { url: `${URL}/${id}/deliveries` })).json<{ data: Record<string, unknown>[] }>().data;
const verified = ({ headers, body }: Received, secret: string) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as Record<string, unknown>;
const subjects = (path: string) =>
  received.filter((one) => one.path === path).map(({ body }) => (JSON.parse(body) as { subject: string }).subject);

describe('a webhook', () => {
  it('is told of events of its types from now on, each a CloudEvent that is signed with its secret', async () => {
    await happens('incident.opened', 'before');
    const { secret } = await made('all', { url: `${hook}/a`, types: ['incident', 'day.graded'] });
    await happens('incident.opened', 'one', 'acme');
    await happens('incidents.other', 'two');
    await happens('forecasts.issued', 'three');
    await happens('day.graded', 'four');
    await deliver();
    await deliver();
    expect(new Set(subjects('/a'))).toEqual(new Set(['one', 'four']));
    expect(received).toHaveLength(2);
    const events = received.map((one) => verified(one, secret));
    expect(events.find(({ subject }) => subject === 'one')).toMatchObject({
      ...{ specversion: '1.0', type: 'dqs.incident.opened', tenant: 'acme', data: { n: 1 } },
      id: expect.stringMatching(/^whk_[0-9a-f]{18}_\d+$/) as string,
    });
  });

  it('of one tenant never hears of another, nor of the whole', async () => {
    const own = await made('acme', { url: `${hook}/acme` });
    await made('all', { url: `${hook}/all` });
    for (const tenant of ['acme', 'globex', undefined]) await happens('incident.opened', `of ${tenant}`, tenant);
    await deliver();
    expect(subjects('/acme')).toEqual(['of acme']);
    expect(subjects('/all')).toHaveLength(3);
    expect((await create('acme', { url: `${hook}/x`, tenants: ['globex'] })).statusCode).toBe(403);
    expect((await ask('globex', { url: URL })).json()).toMatchObject({ data: [] });
    for (const [method, path] of [
      ['DELETE', ''],
      ['POST', '/ping'],
      ['GET', '/deliveries'],
    ] as const) {
      const refused = await ask('globex', { method, url: `${URL}/${own.id}${path}` });
      expect(refused.json()).toMatchObject({ status: 404, code: 'webhook-unknown' });
    }
  });

  it('loses nothing and gets nothing under two ids where a worker ends between queue and sending', async () => {
    const { id } = await made('all', { url: `${hook}/a` });
    await happens('incident.opened', 'one');
    await happens('incident.opened', 'two');
    const queue = (operation: Operation) => operation.webhooks.queue();
    const queued = await Promise.all([withWorker(queue), withWorker(queue)]);
    expect(queued.reduce((sum, one) => sum + one.queued, 0)).toBe(2);
    expect(received).toEqual([]);
    await deliver();
    await deliver();
    expect(subjects('/a').sort()).toEqual(['one', 'two']);
    expect((await deliveriesOf(id)).map(({ subject, state }) => [subject, state])).toEqual([
      ['two', 'sent'],
      ['one', 'sent'],
    ]);
  });

  it('that cannot take an event gets it later under the same id, and one that is gone after a ping', async () => {
    const { id } = await made('all', { url: `${hook}/a` });
    answer = 503;
    await happens('incident.opened', 'one');
    await deliver();
    answer = 410;
    world.clock.time += HOUR;
    await deliver();
    expect((await ask('all', { url: URL })).json()).toMatchObject({
      data: [{ id, off: expect.any(String) as string }],
    });
    answer = 204;
    expect((await ask('all', { method: 'POST', url: `${URL}/${id}/ping` })).statusCode).toBe(202);
    world.clock.time += HOUR;
    await deliver();
    world.clock.time -= 2 * HOUR;
    expect(new Set(subjects('/a'))).toEqual(new Set(['one', id]));
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
    expect((await ask('all', { url: URL })).json()).toMatchObject({ data: [{ off: null }] });
  });

  it('is signed with both secrets until the grace time has ended, and then with the new one', async () => {
    const { id, secret: old } = await made('all', { url: `${hook}/a` });
    const rotate = (hours: number) =>
      ask('all', { method: 'POST', url: `${URL}/${id}/rotate`, payload: { grace_hours: hours } });
    const { secret } = (await rotate(24)).json<Made>();
    await happens('incident.opened', 'one');
    await deliver();
    for (const one of [old, secret]) expect(verified(received[0]!, one)).toMatchObject({ subject: 'one' });
    const { secret: last } = (await rotate(0)).json<Made>();
    await happens('incident.opened', 'two');
    await deliver();
    expect(verified(received[1]!, last)).toMatchObject({ subject: 'two' });
    for (const one of [old, secret]) expect(() => verified(received[1]!, one)).toThrow('No matching signature');
  });

  it('that was removed gets nothing more', async () => {
    const { id } = await made('all', { url: `${hook}/a` });
    await happens('incident.opened', 'one');
    await withWorker((operation) => operation.webhooks.queue());
    expect((await ask('all', { method: 'DELETE', url: `${URL}/${id}` })).statusCode).toBe(200);
    await deliver();
    expect(received).toEqual([]);
  });
});

describe('the secret of a webhook', () => {
  it('is shown once, and its path never: not in lists, deliveries, or the audit log', async () => {
    const key = { 'idempotency-key': 'once-and-again' };
    const url = `${hook}/hidden-path?token=hidden-token`;
    const first = await ask('all', { method: 'POST', url: URL, payload: { url }, headers: key });
    const again = await ask('all', { method: 'POST', url: URL, payload: { url }, headers: key });
    expect([first.statusCode, first.headers['cache-control'], again.json<Made>().id]).toEqual([
      ...[201, 'no-store'],
      first.json<Made>().id,
    ]);
    const { id, secret } = first.json<Made>();
    const rotated = await ask('all', { method: 'POST', url: `${URL}/${id}/rotate`, payload: {} });
    await happens('incident.opened', 'one');
    answer = 500;
    await deliver();
    const shown = await Promise.all(
      [URL, `${URL}/${id}/deliveries`, '/api/v1/audit?limit=1000'].map(
        async (one) => (await ask('all', { url: one })).body,
      ),
    );
    expect(shown[2]).toContain('webhook.create');
    expect(shown[2]).toContain('webhook.rotate');
    for (const hidden of [secret, rotated.json<Made>().secret, 'hidden-path', 'hidden-token']) {
      expect(shown.filter((text) => text.includes(hidden))).toEqual([]);
    }
  });
});

describe('an address', () => {
  it.each([
    'no address',
    'ftp://example.org/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'http://example.org/hook',
    'https://user:password@example.org/',
    'https://10.0.0.1/',
    'https://0x7f.1.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00:ec2::254]/',
    'https://192.168.0.1./',
    'http://0.0.0.0/',
  ])('that nothing may be sent to is refused: %s', async (url) => {
    expect((await create('all', { url })).json()).toMatchObject({ status: 400, code: 'webhook-invalid' });
  });

  it('in a network that the worker may not reach gets nothing', async () => {
    const { id } = await made('all', { url: `${hook}/a` });
    await happens('incident.opened', 'one');
    await deliver(['127.0.0.2']);
    expect(received).toEqual([]);
    expect(await deliveriesOf(id)).toMatchObject([{ state: 'dead', why: expect.any(String) as string }]);
  });
});

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { FileStore } from '@dqs/core';
import { ApiKeys, MemoryAnswers, openAnswers, type Answers } from '@dqs/runtime/serving';
import type { FastifyInstance } from 'fastify';

import { openWorld, serverOf, type World } from './support/world.js';

const DAY = 86_400_000;
const URL = '/api/v1/keys';
let world: World;
let servers: FastifyInstance[];

beforeAll(async () => {
  world = await openWorld({ hasDatabase: true });
  // Each as another process would have it.
  const services = [1, 2].map(async () => ({ ...world.services, answers: await openAnswers(world.database) }));
  servers = await Promise.all((await Promise.all(services)).map((one) => serverOf(one)));
});
afterAll(async () => {
  for (const server of servers) await server.close();
  await world.close();
});

const create = (name: string, key: string, at = 0, headers: Record<string, string> = {}) =>
  servers[at]!.inject({
    method: 'POST',
    url: URL,
    headers: { 'idempotency-key': key, ...headers },
    payload: { name, role: 'viewer' },
  });
const named = async (name: string) => (await world.services.keyring!.list()).filter((key) => key.name === name);

describe('a request with an idempotency key', () => {
  it('has one effect and one answer, however many send it at once to however many servers', async () => {
    const answers = await Promise.all(Array.from({ length: 32 }, (_, i) => create('one', 'k-32', i % 2)));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(31);
    expect(await named('one')).toHaveLength(1);
  });

  it('is refused if it says something else than the one before', async () => {
    expect((await create('two', 'k-2')).statusCode).toBe(201);
    expect((await create('three', 'k-2', 1)).json()).toMatchObject({ status: 422, code: 'idempotency-conflict' });
    const other = await servers[0]!.inject({
      method: 'POST',
      url: '/api/v1/retrainings/resume',
      headers: { 'idempotency-key': 'k-2' },
      payload: {},
    });
    expect(other.json()).toMatchObject({ status: 422, code: 'idempotency-conflict' });
    expect(await named('three')).toEqual([]);
  });

  it('that could not be met is tried anew', async () => {
    const pause = (payload: object) =>
      servers[0]!.inject({
        method: 'POST',
        url: '/api/v1/retrainings/approve',
        headers: { 'idempotency-key': 'k-none' },
        payload,
      });
    expect((await pause({})).json()).toMatchObject({ code: 'retraining-invalid' });
    expect((await pause({ reason: 'again' })).json()).toMatchObject({ code: 'retraining-invalid' });
  });

  it('is another one of another caller, and after a day', async () => {
    const keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
    const asking = await serverOf({ ...world.services, keys });
    for (const name of ['ann', 'bob']) {
      const made = { env: 'test', name, role: 'admin' as const, by: 'test', lifetimeMs: DAY };
      const { text } = await keys.create(made);
      const headers = { authorization: `Bearer ${text}`, 'idempotency-key': 'k-shared' };
      const answer = await asking.inject({
        method: 'POST',
        url: URL,
        headers,
        payload: { name: 'four', role: 'viewer' },
      });
      expect([answer.statusCode, answer.headers['idempotency-replayed']]).toEqual([201, undefined]);
    }
    await asking.close();
    world.clock.time += DAY;
    await create('one', 'k-32');
    expect(await named('one')).toHaveLength(2);
  });

  it('has a key of visible characters, not too many', async () => {
    for (const key of ['', ' ', 'ä', 'x'.repeat(201)]) {
      expect((await create('five', key)).json()).toMatchObject({ code: 'request-invalid' });
    }
  });

  it('leaves nothing in the store by which a key that was shown once could be read', async () => {
    const { key } = (await create('secret', 'k-secret')).json<{ key: string }>();
    const rows = await world.database!.withClient((client) =>
      client.query<{ content: Buffer }>('SELECT * FROM dqs.answer'),
    );
    const kept = rows.rows.map(({ content }) => content.toString('latin1')).join();
    expect(kept).not.toContain(key);
    expect(kept).not.toContain('k-secret');
  });
});

it('whoever does not know whether a request was taken to be answered asks again by the same lease', async () => {
  const answers = await openAnswers(world.database);
  const asked = { key: Buffer.from('doubt'), request: Buffer.from('r'), now: 0, leaseMs: 10, keepMs: 100 };
  const lease = randomUUID();
  expect(await answers.begin({ ...asked, lease })).toEqual({ state: 'begun', lease });
  expect(await answers.begin({ ...asked, lease })).toEqual({ state: 'begun', lease });
  expect(await answers.begin(asked)).toEqual({ state: 'busy' });
});

describe.each(['memory', 'a database'])('answers in %s', (place) => {
  let answers: Answers;
  beforeAll(async () => {
    answers = place === 'memory' ? new MemoryAnswers() : await openAnswers(world.database);
  });
  const [KEY, OTHER] = ['key', 'other'].map((text) => Buffer.from(`${text}`));
  const begin = (now: number, request = 'r', key = KEY!) =>
    answers.begin({ key, request: Buffer.from(request), now, leaseMs: 10, keepMs: 100 });

  it('are begun by one, and by another once that one is taken for dead, whose answer counts no more', async () => {
    const first = await begin(0);
    expect(await begin(9)).toEqual({ state: 'busy' });
    expect(await begin(10, 'another')).toEqual({ state: 'other' });
    const second = await begin(10);
    expect([first.state, second.state]).toEqual(['begun', 'begun']);
    await answers.settle(KEY!, (first as { lease: string }).lease, Buffer.from('late'));
    expect(await begin(11)).toEqual({ state: 'busy' });
    await answers.settle(KEY!, (second as { lease: string }).lease, Buffer.from('said'));
    await answers.release(KEY!, (second as { lease: string }).lease);
    expect(await begin(50)).toMatchObject({ state: 'answered' });
    expect(await begin(110)).toMatchObject({ state: 'begun' });
  });

  it('are begun anew where they were given back', async () => {
    const { lease } = (await begin(0, 'r', OTHER!)) as { lease: string };
    await answers.release(OTHER!, lease);
    expect(await begin(1, 'another', OTHER!)).toMatchObject({ state: 'begun' });
  });
});

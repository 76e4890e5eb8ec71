import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DqsError } from '@dqs/core';
import { StorePatience } from '@dqs/runtime/serving';
import type { FastifyInstance, InjectOptions } from 'fastify';

import { openWorld, serverOf, type World } from './support/world.js';

/** Requests of each kind that are on their way when the store is killed, and that come while it is away. */
const EACH = 6;
let world: World;
let server: FastifyInstance;

beforeAll(async () => {
  world = await openWorld({ hasDatabase: true });
  server = await serverOf(world.services);
});
afterAll(async () => {
  await server.close();
  await world.close();
});

const json = (url: string, payload: object, headers = {}): InjectOptions => ({ method: 'POST', url, payload, headers });
const result = (i: number, tenant_id = 'acme') =>
  JSON.stringify({
    ...{ tenant_id, dataset_uuid: 'orders', dataset_name: 'Orders', rule_code: '101' },
    ...{ business_date: '2026-05-01', results: i % 2 ? 'PASSED' : 'FAILED' },
  });
const KINDS: readonly ((i: number) => InjectOptions)[] = [
  () => ({ url: '/api/v1/incidents' }),
  () => ({ url: '/api/v1/jobs' }),
  () => ({ url: '/api/v1/webhooks' }),
  (i) => ({
    ...{ method: 'POST', url: '/api/v1/results', payload: result(i) },
    headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': `killed-${i}` },
  }),
  (i) => json('/api/v1/keys', { name: `killed-${i}`, role: 'viewer' }, { 'idempotency-key': `key-${i}` }),
  () =>
    json('/api/v1/forecasts', {
      forecasts: [{ tenant_id: 'acme', dataset_uuid: 'orders', rule_code: '101', business_date: '2026-05-02' }],
    }),
];

/** The embedded server of the store, as somebody kills it who means another one. */
function killStore(): void {
  const [pid] = readFileSync(join(world.folder, 'store', 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
}

describe('a store that is killed', () => {
  it('is waited for: whoever asks meanwhile is answered, and what was accepted is there once', async () => {
    const before = (await world.deliveries.list()).length;
    const asked: Promise<{ statusCode: number; body: string }>[] = [];
    let next = 0;
    const ask = () => {
      for (let each = 0; each < EACH; each += 1) {
        for (const kind of KINDS) asked.push(server.inject(kind((next += 1))));
      }
    };
    for (let kill = 0; kill < 2; kill += 1) {
      ask();
      // Some are in the middle of their work then.
      await Promise.race(asked.slice(-EACH * KINDS.length));
      killStore();
      ask();
      await Promise.all(asked);
    }
    const answers = await Promise.all(asked);
    expect(answers.filter(({ statusCode }) => statusCode >= 300).map(({ body }) => body)).toEqual([]);
    const sent = 4 * EACH;
    expect(await world.deliveries.list()).toHaveLength(before + sent);
    const names = (await world.services.keyring!.list()).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('killed-'))).toHaveLength(sent);
    expect(new Set(names).size).toBe(names.length);
    // Of each act its beginning and its end, none twice.
    const log = await world.services.audit!.entries.read(1, 1000);
    const entries = log.map(
      (bytes) => JSON.parse(Buffer.from(bytes).toString()) as { action: string; outcome: string },
    );
    for (const action of ['delivery.send', 'key.create']) {
      const outcomes = entries.filter((entry) => entry.action === action).map(({ outcome }) => outcome);
      expect(outcomes.sort()).toEqual([...Array(sent).fill('begun'), ...Array(sent).fill('done')]);
    }
  }, 60_000);
});

describe('whoever waits for a store', () => {
  const away = () => Promise.reject(new DqsError('store-lost', 'it has ended'));

  it('that stays away is told so in the end, and whoever comes after that at once', async () => {
    const patience = new StorePatience(100);
    let attempts = 0;
    const counted = () => {
      attempts += 1;
      return away();
    };
    await expect(patience.ask(counted)).rejects.toMatchObject({ code: 'store-lost' });
    expect(attempts).toBeGreaterThan(1);
    attempts = 0;
    await expect(patience.ask(counted)).rejects.toMatchObject({ code: 'store-lost' });
    expect(attempts).toBe(1);
    // One that is back is waited for again when it goes.
    expect(await patience.ask(() => 'back')).toBe('back');
    attempts = 0;
    await expect(patience.ask(counted)).rejects.toMatchObject({ code: 'store-lost' });
    expect(attempts).toBeGreaterThan(1);
  });

  it('repeats no transaction that may have been committed, and nothing that failed otherwise', async () => {
    for (const error of [
      new DqsError('store-lost', 'while it committed', { details: { mayBeThere: true } }),
      new DqsError('store-full', 'no room'),
      new Error('a mistake'),
    ]) {
      let attempts = 0;
      const work = () => {
        attempts += 1;
        return Promise.reject(error);
      };
      await expect(new StorePatience().ask(work)).rejects.toBe(error);
      expect(attempts).toBe(1);
    }
  });
});

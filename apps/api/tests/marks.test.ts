import { join } from 'node:path';

import { FileStore, parseDay } from '@dqs/core';
import { ApiKeys } from '@dqs/runtime/serving';
import { PostgresLedger } from '@dqs/store';
import type { FastifyInstance } from 'fastify';

import { openWorld, serverOf, type World } from './support/world.js';

let world: World;
let server: FastifyInstance;
/** Keys of operators, who may see one tenant or all. */
const texts = new Map<string, string>();

beforeAll(async () => {
  world = await openWorld();
  const keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
  server = await serverOf({ ...world.services, keys });
  for (const [name, tenants] of [
    ['all', undefined],
    ['acme', ['acme']],
  ] as const) {
    const facts = { env: 'test', name, role: 'operator' as const, by: 'ann', lifetimeMs: 3_600_000 };
    texts.set(name, (await keys.create({ ...facts, ...(tenants && { tenants }) })).text);
  }
});
afterAll(async () => {
  await server.close();
  await world.close();
});

interface Mark {
  readonly id: string;
  readonly series: string;
  readonly day: string;
  readonly by: string;
  readonly withdrawn_by: string | null;
}

async function ask(who: string, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
  const headers = { authorization: `Bearer ${texts.get(who)}` };
  const answer = await server.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json<Mark & { data: Mark[]; code: string; detail: string }>() };
}

const ids = (marks: readonly Mark[]) => marks.map(({ id }) => id);

describe('what a person says of a series', () => {
  it('is noted of the day that is over, and once however often it is said at a time', async () => {
    const said = { series: 'acme/orders/101', kind: 'expected-once', comment: 'Migration <script>' };
    const [first, again] = [
      await ask('all', 'POST', '/api/v1/marks', said),
      await ask('all', 'POST', '/api/v1/marks', said),
    ];
    expect(first).toMatchObject({ status: 201, body: { day: '2026-05-01', by: 'all', comment: 'Migration <script>' } });
    expect(again.body.id).toBe(first.body.id);
    expect(ids((await ask('all', 'GET', '/api/v1/marks?series=acme/orders/101')).body.data)).toEqual([first.body.id]);
    expect((await ask('all', 'GET', '/api/v1/marks?series=constructor')).body.data).toEqual([]);
  });

  it('is taken back once', async () => {
    const { id } = (await ask('all', 'POST', '/api/v1/marks', { series: 'acme/payments/101', kind: 'false-alarm' }))
      .body;
    expect((await ask('all', 'DELETE', `/api/v1/marks/${id}`)).body).toMatchObject({ withdrawn_by: 'all' });
    expect((await ask('acme', 'DELETE', `/api/v1/marks/${id}`)).body).toMatchObject({ withdrawn_by: 'all' });
    for (const unknown of ['__proto__', '..%2F..', 'mark-0'])
      expect((await ask('all', 'DELETE', `/api/v1/marks/${unknown}`)).body).toMatchObject({ code: 'mark-unknown' });
  });

  it('is about series that they may see alone', async () => {
    const foreign = (await ask('all', 'POST', '/api/v1/marks', { series: 'globex/stock/201', kind: 'fixed' })).body;
    expect(ids((await ask('acme', 'GET', '/api/v1/marks')).body.data)).not.toContain(foreign.id);
    expect(await ask('acme', 'DELETE', `/api/v1/marks/${foreign.id}`)).toMatchObject({
      status: 404,
      body: { code: 'mark-unknown' },
    });
    for (const series of ['globex/stock/201', 'orders/101', '__proto__', '../acme']) {
      expect(await ask('acme', 'POST', '/api/v1/marks', { series, kind: 'fixed' })).toMatchObject({
        status: 404,
        body: { code: 'series-unknown' },
      });
    }
  });

  it('says until what, where it is expected until then', async () => {
    const said = { series: 'acme/orders/101', kind: 'expected-until' };
    const refused = await ask('all', 'POST', '/api/v1/marks', said);
    expect([refused.status, refused.body.detail]).toEqual([
      400,
      expect.stringContaining('below which it is told again'),
    ]);
    expect((await ask('all', 'POST', '/api/v1/marks', { ...said, below: 101 })).status).toBe(400);
    expect(await ask('all', 'POST', '/api/v1/marks', { ...said, below: 80 })).toMatchObject({
      status: 201,
      body: { below: 80 },
    });
  });
});

describe('a day that somebody stepped in on', () => {
  const said = { series: 'acme/orders/102', kind: 'fixed', comment: 'loaded again', leave_out: true };
  const outOf = async (day: string) => {
    const at = parseDay(day)!;
    const found = await world.ledger.interventions({ from: at, to: at });
    return found.map(({ by, reason }) => ({ by, reason }));
  };

  it('is left out of grading as long as no result has come', async () => {
    expect((await ask('all', 'POST', '/api/v1/marks', { ...said, day: '2026-05-02' })).status).toBe(201);
    expect(await outOf('2026-05-02')).toEqual([{ by: 'all', reason: 'loaded again' }]);
  });

  it('is not once its result is known, and nothing is said then', async () => {
    const before = (await ask('all', 'GET', '/api/v1/marks')).body.data.length;
    const refused = await ask('all', 'POST', '/api/v1/marks', { ...said, day: '2026-04-29' });
    expect([refused.status, refused.body.detail]).toEqual([
      400,
      expect.stringContaining('expected a day of which no result has come, got 2026-04-29'),
    ]);
    expect(await outOf('2026-04-29')).toEqual([]);
    expect((await ask('all', 'GET', '/api/v1/marks')).body.data).toHaveLength(before);
  });

  it('is one that was fixed, not one that was expected', async () => {
    const wrong = { ...said, kind: 'false-alarm', day: '2026-05-02' };
    expect((await ask('all', 'POST', '/api/v1/marks', wrong)).body).toMatchObject({ code: 'request-invalid' });
  });
});

describe('a mark that leaves a day out', () => {
  it('its entry in the audit log and the day are there together, or none of them is', async () => {
    const own = await openWorld({ hasDatabase: true });
    const database = own.database!;
    // As in production, in the database of the marks.
    const ledger = new PostgresLedger(database);
    await ledger.register((await own.ledger.series()).map(({ number: _, ...series }) => series));
    const api = await serverOf({ ...own.services, ledger });
    const day = '2026-05-02';
    const there = async () => {
      const at = parseDay(day)!;
      const marks = (await api.inject('/api/v1/marks')).json<{ data: unknown[] }>().data.length;
      return [marks, (await ledger.interventions({ from: at, to: at })).length];
    };
    const fix = () =>
      api.inject({
        ...{ method: 'POST', url: '/api/v1/marks' },
        payload: { series: 'acme/orders/102', kind: 'fixed', day, leave_out: true },
      });
    const rename = (from: string, to: string) =>
      database.withClient((client) => client.query(`ALTER TABLE dqs.${from} RENAME TO ${to}`));
    await rename('audit_entry', 'elsewhere');
    expect((await fix()).statusCode).toBe(500);
    expect(await there()).toEqual([0, 0]);
    await rename('elsewhere', 'audit_entry');
    expect((await fix()).statusCode).toBe(201);
    expect(await there()).toEqual([1, 1]);
    await api.close();
    await own.close();
  });
});

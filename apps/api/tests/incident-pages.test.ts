import { join } from 'node:path';

import { actInStore, type IncidentAct } from '@dqs/alerting';
import { FileStore } from '@dqs/core';
import type { IncidentPage, IncidentsPage } from '@dqs/runtime/pages';
import { ApiKeys } from '@dqs/runtime/serving';
import { parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';

import { openWorld, serverOf, type World } from './support/world.js';

let world: World;
let server: FastifyInstance;
const texts = new Map<string, string>();

beforeAll(async () => {
  world = await openWorld();
  const keys = new ApiKeys(new FileStore(join(world.folder, 'store')), { clock: world.clock });
  server = await serverOf({ ...world.services, keys });
  for (const [name, tenants] of [
    ['all', undefined],
    ['acme', ['acme']],
  ] as const) {
    const facts = { env: 'test', name, role: 'viewer' as const, by: 'ann', lifetimeMs: 3_600_000 };
    texts.set(name, (await keys.create({ ...facts, ...(tenants && { tenants }) })).text);
  }
});
afterAll(async () => {
  await server.close();
  await world.close();
});

const ask = (url: string, who = 'all') =>
  server.inject({ url, headers: { authorization: `Bearer ${texts.get(who)}` } });
const json = async <T>(url: string, who?: string) => (await ask(url, who)).json<T>();

type Own<A> = A extends IncidentAct ? Omit<A, 'at' | 'by'> : never;

async function act(said: Own<IncidentAct>): Promise<void> {
  const { policy } = (await world.services.policies!.get())!;
  world.clock.time += 60_000;
  const whole = { ...said, at: world.clock.now(), by: 'ann' } as IncidentAct;
  await actInStore(world.services.alerting!.store, { name: policy.name, policy, act: whole });
  // Pages look again after a moment.
  await new Promise((resolve) => setTimeout(resolve, 600));
}

describe('the page of incidents', () => {
  it('shows those that are open, the gravest first, with what they are about', async () => {
    const page = await json<IncidentsPage>('/incidents.json');
    expect(page).toMatchObject({ open: { count: 3, needy: 3, nobody: 3 }, more: 0, recent: [] });
    expect(page.rows.map(({ id, series, holder }) => [id, series, holder])).toEqual([
      ['inc-3', 2, null],
      ['inc-1', 1, null],
      ['inc-2', 1, null],
    ]);
    expect(page.rows[1]).toMatchObject({ what: 'orders · 101', bars: expect.any(Array) as number[] });
    expect(page.rows[1]!.bars).toHaveLength(14);
  });

  it('shows to whoever is limited to tenants what is all theirs', async () => {
    expect((await json<IncidentsPage>('/incidents.json?show=all', 'acme')).rows.map(({ id }) => id)).toEqual(['inc-1']);
    expect((await ask('/incidents/inc-1.json', 'acme')).statusCode).toBe(200);
    for (const id of ['inc-2', 'inc-3', 'constructor', '..%2F..', '%00']) {
      expect((await ask(`/incidents/${id}.json`, 'acme')).statusCode).toBe(404);
    }
  });

  it('counts what people did, and what is over', async () => {
    await act({ kind: 'assign', incident: 'inc-2', to: 'bob' });
    await act({ kind: 'resolve', incident: 'inc-2', reason: 'wrong', note: 'said too early' });
    const page = await json<IncidentsPage>('/incidents.json');
    expect(page).toMatchObject({ open: { count: 2 }, over: 1, reasons: [{ reason: 'wrong', owner: null, count: 1 }] });
    expect(page.recent).toMatchObject([
      { id: 'inc-2', state: 'resolved', resolution: 'wrong', resolvedBy: 'ann', holder: 'bob' },
    ]);
    expect((await json<IncidentsPage>('/incidents.json?show=resolved')).rows.map(({ id }) => id)).toEqual(['inc-2']);
    await act({ kind: 'acknowledge', incident: 'inc-3' });
    expect((await json<IncidentsPage>('/incidents.json?nobody=true')).rows.map(({ id }) => id)).toEqual(['inc-1']);
  });
});

describe('the page of an incident', () => {
  it('shows its members, its days, its root and what people did', async () => {
    await act({ kind: 'comment', incident: 'inc-3', note: '<script>alert(1)</script>' });
    await act({ kind: 'root', incident: 'inc-3', subject: 'globex/orders/101' });
    const page = await json<IncidentPage>('/incidents/inc-3.json');
    expect(page).toMatchObject({ phase: 'acknowledged', holder: 'ann', etag: '"inc-3-4"', mayReopen: false });
    expect(page.members.map(({ subject, isRoot, joinedBy }) => [subject, isRoot, joinedBy])).toEqual([
      ['globex/orders/101', true, 'first'],
      ['acme/orders/101', false, 'first'],
    ]);
    expect(page.root).toMatchObject({ subject: 'globex/orders/101', chosenBy: 'ann', of: 1 });
    expect(page.root!.histogram!.counts.map(({ lag }) => lag)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect(page.grid.rows.map(({ below }) => below.length)).toEqual([14, 14]);
    expect(page.happened[0]).toMatchObject({ kind: 'event', what: 'rooted', by: 'ann' });
    expect(page.happened.find(({ note }) => note !== null)).toMatchObject({ note: '<script>alert(1)</script>' });
    expect(page.steps.acknowledged).toMatchObject({ by: 'ann' });
    expect(page.others).toEqual([{ id: 'inc-1', what: 'orders · 101' }]);
  });

  it('tells of each result what had been said, as the ledger knows it', async () => {
    const { happened } = await json<IncidentPage>('/incidents/inc-3.json');
    const results = happened.filter(({ kind, day }) => kind === 'result' && day !== null);
    const forecasts = await world.ledger.forecasts({ from: 0, to: 30_000, arms: ['champion'] });
    for (const { day, odds } of results) {
      const rows = [...forecasts.targetDay.keys()].filter((row) => forecasts.targetDay[row] === day);
      if (odds !== null) expect(rows.map((row) => forecasts.numbers.pBelowTarget[row])).toContain(odds);
    }
    expect(results.length).toBeGreaterThan(0);
  });

  it.each(['members', 'happened', 'told', 'similar'] as const)('has the same rows of the table %s', async (table) => {
    const page = await json<IncidentPage>('/incidents/inc-3.json');
    const rows = parse((await ask(`/incidents/inc-3.csv?table=${table}`)).body) as string[][];
    expect(rows.length - 1).toBe(page[table].length);
  });
});

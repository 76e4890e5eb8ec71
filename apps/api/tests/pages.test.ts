import { actInStore } from '@dqs/alerting';
import { parseDay } from '@dqs/core';
import { collectRevisions } from '@dqs/pipelines';
import type { TodayPage } from '@dqs/runtime/pages';
import { parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';

import { openWorld, panelOf, serverOf, type World } from './support/world.js';

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

const json = async <T>(url: string) => (await server.inject(url)).json<T>();

const PERMALINKS = [
  ...['/today.json', '/today.csv?table=needs', '/incidents.json?show=all', '/incidents/inc-1.json'],
  ...['/incidents/inc-1.csv?table=happened', '/incidents.csv'],
];

describe('the twins of a page', () => {
  it('show what there is to know this morning', async () => {
    const page = await json<TodayPage>('/today.json');
    expect(page).toMatchObject({ isNow: true, series: 5, openIncidents: 3 });
    expect(page.arrived.map(({ source }) => source)).toEqual(['erp']);
  });

  it.each(['likely', 'needs', 'arrived', 'graded', 'changed'])('have the same rows of the table %s', async (table) => {
    const page = await json<Record<string, readonly Record<string, unknown>[]>>('/today.json');
    const rows = parse((await server.inject(`/today.csv?table=${table}`)).body) as string[][];
    expect(rows.length - 1).toBe(page[table]!.length);
  });

  it('refuse a table that the page does not have, and say which there are', async () => {
    const answer = await server.inject('/today.csv?table=constructor');
    expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([
      400,
      expect.stringContaining('expected one of the tables likely, needs, arrived, graded, changed'),
    ]);
  });

  it('are narrowed down to an owner or a source that may not be there', async () => {
    expect(await json('/today.json?source=erp')).toMatchObject({ series: 5 });
    expect(await json('/today.json?source=__proto__')).toMatchObject({ series: 0, arrived: [], likely: [] });
    expect(await json('/today.json?owner=nobody')).toMatchObject({ series: 0 });
  });

  it.each(PERMALINKS)('give the same bytes of %s for a time that is past, whatever comes later', async (path) => {
    const world = await openWorld();
    const ask = async (url: string) => {
      const server = await serverOf({ ...world.services, pages: world.pageViews() });
      const { body } = await server.inject(url);
      await server.close();
      return body;
    };
    const url = `${path}${path.includes('?') ? '&' : '?'}known_at=2026-05-01T06:00:00Z`;
    const [before, now] = [await ask(url), await ask(path)];
    expect(before.length).toBeGreaterThan(50);
    await comeLater(world);
    expect(await ask(url)).toBe(before);
    expect(await ask(path)).not.toBe(now);
    await world.close();
  });

  it('of a time before the first tick show no incidents', async () => {
    expect(await json('/today.json?known_at=1969-12-31T00:00:00Z')).toMatchObject({ openIncidents: 0, needs: [] });
  });
});

/** Acts, a tick of a month later, a correction of results, and a silence. */
async function comeLater({ services, deliveries, ledger, clock }: World): Promise<void> {
  const { store } = services.alerting!;
  const { policy } = (await services.policies!.get())!;
  const { name } = policy;
  const at = Date.parse('2026-05-01T06:00:00Z') + 1;
  await actInStore(store, {
    name,
    policy,
    act: { kind: 'resolve', reason: 'fixed', at, by: 'ann', incident: 'inc-1' },
  });
  const { version, state } = await store.load(name);
  clock.time += 30 * 86_400_000;
  const tick = { kind: 'tick', day: 1, transitions: [], sends: [], held: [], nextAt: null, system: [] } as const;
  const step = { ...tick, at: clock.time, policy: policy.digest };
  const later = { ...state, at: clock.time, incidents: [], alerts: [] };
  await store.transact((tx) => store.save(tx, { name, before: version, state: later, incidents: [], step }));
  await store.addSilence(name, {
    match: { source: ['erp'] },
    from: 0,
    until: 9e12,
    by: 'ann',
    comment: 'a',
    at: clock.time,
  });
  const day = parseDay('2026-04-29')!;
  await deliveries.add({ id: 'corrected', panel: panelOf(day - 5, day, 7), name: 'corrected.csv', by: 'test' });
  await collectRevisions(deliveries, ledger);
}

describe('the frame of every page', () => {
  it('says who looks and what they may do', async () => {
    expect(await json('/frame.json')).toMatchObject({
      organization: 'Example',
      series: 5,
      sources: ['erp'],
      who: { roles: ['admin'], actions: expect.arrayContaining(['read', 'release']) as string[] },
    });
  });
});

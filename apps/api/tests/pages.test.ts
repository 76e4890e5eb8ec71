import { parse } from 'csv-parse/sync';

import { openWorld, serverOf, type World } from './support/world.js';
import type { FastifyInstance } from 'fastify';
import type { TodayPage } from '@dqs/runtime/pages';

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

  it('give the same bytes for a time that is past, whatever comes later', async () => {
    const url = '/today.json?known_at=2026-05-01T06:00:00Z';
    const before = (await server.inject(url)).body;
    world.clock.time += 30 * 86_400_000;
    const other = await serverOf(world.services);
    expect((await other.inject(url)).body).toBe(before);
    await other.close();
    world.clock.time -= 30 * 86_400_000;
  });
});

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

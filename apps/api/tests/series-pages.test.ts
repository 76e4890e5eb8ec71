import { setTimeout as sleep } from 'node:timers/promises';

import { parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';
import { Catalog } from '@dqs/core/catalog';
import type { SeriesListPage, SeriesPage, TargetEffect } from '@dqs/runtime/pages';

import { openWorld, serverOf, type World } from './support/world.js';

interface Explained {
  readonly unexplained: string | null;
  readonly difference: number | null;
  readonly expected: { readonly base: number; readonly parts: readonly { readonly points: number }[] } | null;
}

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
const csv = async (url: string) =>
  parse((await server.inject(url)).body, { columns: true }) as Readonly<Record<string, string>>[];

/** Views look for what has happened once in a while. */
const noticed = () => sleep(600);

const IDS = ['acme/orders/101', 'acme/orders/102', 'acme/payments/101', 'globex/orders/101', 'globex/stock/201'];

describe('the page of all series', () => {
  it('has a row of each, in columns of one length', async () => {
    const page = await json<SeriesListPage>('/series.json?sort=series');
    expect([...page.columns.id].sort()).toEqual(IDS);
    expect(new Set(Object.values(page.columns).map((column) => column.length))).toEqual(new Set([5]));
    expect(page).toMatchObject({ series: 5, datasets: 4, ownerless: 5, group: 'flat', sort: 'series' });
  });

  it('shows how the results of 30 days came to their last one, below the target where they were', async () => {
    const { columns } = await json<SeriesListPage>('/series.json');
    columns.spark.forEach((spark, i) => {
      expect(spark).toHaveLength(30);
      const last = (100 * columns.passes[i]!) / columns.executions[i]!;
      expect(Math.abs(spark.at(-1)! - last)).toBeLessThan(1);
      expect(spark.at(-1)! < columns.target[i]!).toBe(last < columns.target[i]!);
    });
  });

  it('holds forecasts against naive ones where days were graded', async () => {
    const { columns } = await json<SeriesListPage>('/series.json');
    for (const skill of columns.skill) expect(skill === null || (Number.isFinite(skill) && skill <= 1)).toBe(true);
    expect(columns.skill.some((skill) => skill !== null)).toBe(true);
  });

  it.each([
    ['', 5],
    ['filter=tenant:acme', 3],
    ['filter=dataset:stock*', 1],
    ['filter=-tenant:acme&group=dataset', 2],
    ['filter=min_p:30&sort=-odds', undefined],
    ['filter=source:nowhere', 0],
    ['group=rule&sort=skill', 5],
    ['group=owner&sort=-state', 5],
  ])('has the same rows as its table: %s', async (query, count) => {
    const page = await json<SeriesListPage>(`/series.json?${query}`);
    const rows = await csv(`/series.csv?${query}`);
    expect(rows.map(({ series }) => series)).toEqual(page.columns.id);
    expect(rows.map(({ odds }) => odds)).toEqual(page.columns.odds.map((value) => String(value ?? '')));
    expect(rows.map(({ state }) => state)).toEqual(page.columns.state);
    if (count !== undefined) expect(rows).toHaveLength(count);
    const groups = await csv(`/series.csv?table=groups&${query}`);
    expect(groups.map(({ series }) => Number(series))).toEqual(page.groups.map((group) => group.rows));
    expect(page.groups.reduce((sum, { rows: own }) => sum + own, 0)).toBe(rows.length);
  });

  it('sorts either way round', async () => {
    const odds = async (sort: string) => (await json<SeriesListPage>(`/series.json?sort=${sort}`)).columns.odds;
    const down = await odds('odds');
    expect(down).toEqual([...down].sort((a, b) => b! - a!));
    expect(await odds('-odds')).toEqual([...down].reverse());
  });

  it('says what a filter may be asked for', async () => {
    const answer = await server.inject('/series.json?filter=constructor:x');
    expect([answer.statusCode, answer.json<{ errors: unknown[] }>().errors]).toEqual([
      400,
      [expect.objectContaining({ pointer: 'query/filter', message: expect.stringContaining('source') as string })],
    ]);
    expect((await server.inject('/series.json?sort=toString')).statusCode).toBe(400);
    expect((await server.inject('/series.json?group=__proto__')).statusCode).toBe(400);
  });

  it('gives the same bytes for a time that is past, whatever comes later', async () => {
    const url = '/series.json?known_at=2026-05-01T06:00:00Z&group=source';
    const before = (await server.inject(url)).body;
    world.clock.time += 30 * 86_400_000;
    const other = await serverOf(world.services);
    expect((await other.inject(url)).body).toBe(before);
    await other.close();
    world.clock.time -= 30 * 86_400_000;
  });
});

describe('the page of a series', () => {
  const ID = 'acme%2Forders%2F102';

  it('shows each day as it was said and as it came', async () => {
    const page = await json<SeriesPage>(`/series/${ID}.json?range=28`);
    expect(page).toMatchObject({ range: 28, series: { id: 'acme/orders/102' }, labels: { dataset: 'orders' } });
    const graded = page.days.filter(({ said, came }) => said !== null && came !== null);
    expect(graded.length).toBeGreaterThan(0);
    for (const { said, came, grade } of graded) {
      const isBelow = came! < said!.target;
      const expected = said!.odds >= 0.6 ? { true: 'right', false: 'wrong' } : { true: 'missed', false: 'quiet' };
      expect([grade, 'unsaid']).toContain(said!.isLive ? expected[`${isBelow}`] : 'unsaid');
      expect(said!.lower95).toBeLessThanOrEqual(said!.lower80);
      expect(said!.lower80).toBeLessThanOrEqual(said!.median);
    }
    expect(page.days.map(({ day }) => day)).toEqual([...page.days.map(({ day }) => day)].sort((a, b) => a - b));
    expect(page.days.filter(({ day }) => day <= page.judged)).toHaveLength(28);
  });

  it('shows the distribution of the next result, of which the odds are read', async () => {
    const { distribution, series } = await json<SeriesPage>(`/series/${ID}.json`);
    const { bars, needed, below, executions } = distribution!;
    const sum = (all: readonly { chance: number }[]) => all.reduce((total, { chance }) => total + chance, 0);
    expect(sum(bars)).toBeCloseTo(1, 9);
    expect(sum(bars.filter(({ to }) => to < needed))).toBeCloseTo(below, 9);
    // Distributions are kept with fewer digits than the odds.
    expect(below).toBeCloseTo(series.next!.odds, 4);
    expect([bars[0]!.from, bars.at(-1)!.to]).toEqual([0, executions]);
    bars.slice(1).forEach(({ from }, i) => expect(from).toBe(bars[i]!.to + 1));
  });

  it('names the targets that are one threshold where executions are few', async () => {
    const { few, series } = await json<SeriesPage>(`/series/${ID}.json`);
    expect(few).toMatchObject({ executions: 8 });
    expect(few!.over).toBeLessThan(series.target);
    expect(few!.upTo).toBeGreaterThanOrEqual(series.target);
  });

  it.each(['ledger', 'marks', 'distribution'])('has the same rows as its table %s', async (table) => {
    const page = await json<SeriesPage>(`/series/${ID}.json?range=60`);
    const rows = await csv(`/series/${ID}.csv?range=60&table=${table}`);
    const own = { ledger: page.days, marks: page.marks, distribution: page.distribution!.bars }[table]!;
    expect(rows).toHaveLength(own.length);
    if (table === 'ledger') {
      const odds = [...page.days].reverse().map(({ said }) => String(said?.odds ?? ''));
      expect(rows.map((row) => row['odds'])).toEqual(odds);
    }
  });

  it('marks what people said of it, as long as they had not taken it back', async () => {
    const said = { series: 'acme/orders/102', kind: 'false-alarm', comment: 'x<y' };
    const added = await server.inject({ method: 'POST', url: '/api/v1/marks', payload: said });
    const { id } = added.json<{ id: string }>();
    const marks = async () => {
      await noticed();
      return (await json<SeriesPage>(`/series/${ID}.json`)).marks.filter(({ ref }) => ref === id);
    };
    world.clock.time += 60_000;
    expect(await marks()).toMatchObject([
      { kind: 'said', label: 'false alarm', text: 'false alarm, said local user: x<y' },
    ]);
    await server.inject({ method: 'DELETE', url: `/api/v1/marks/${id}` });
    world.clock.time += 60_000;
    expect(await marks()).toEqual([]);
  });

  it('marks the days of a silence', async () => {
    const payload = { match: { rule: ['102'] }, until: '2030-01-01T00:00:00Z', comment: 'Migration' };
    await server.inject({ method: 'POST', url: '/api/v1/silences', payload });
    world.clock.time += 60_000;
    await noticed();
    const { marks, days } = await json<SeriesPage>(`/series/${ID}.json`);
    const silence = marks.find(({ kind }) => kind === 'silence');
    expect(silence).toMatchObject({ to: days.at(-1)!.day, text: expect.stringContaining('Migration') as string });
    const other = await json<SeriesPage>('/series/acme%2Forders%2F101.json');
    expect(other.marks.filter(({ kind }) => kind === 'silence')).toEqual([]);
  });

  it('is not there for what nobody knows', async () => {
    for (const id of ['x', '__proto__', '..%2F..%2Fetc', 'acme%2Forders%2F999', '%00']) {
      const answer = await server.inject(`/series/${id}.json`);
      expect([id, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([id, 404, 'series-unknown']);
    }
    expect((await server.inject(`/series/${ID}.json?range=29`)).statusCode).toBe(400);
  });

  it('gives the same bytes for a time that is past, whatever comes later', async () => {
    const url = `/series/${ID}.json?known_at=2026-05-01T06:00:00Z`;
    const before = (await server.inject(url)).body;
    world.clock.time += 30 * 86_400_000;
    const other = await serverOf(world.services);
    expect((await other.inject(url)).body).toBe(before);
    await other.close();
    world.clock.time -= 30 * 86_400_000;
  });
});

describe('another target', () => {
  const effectOf = (target: number | string) =>
    json<TargetEffect>(`/series/acme%2Forders%2F102/target.json?target=${target}`);

  it('changes nothing where it is the same', async () => {
    const { now } = await effectOf(0);
    const { then } = await effectOf(now.target);
    expect(then).toEqual(now);
  });

  it('is missed less often the lower it is', async () => {
    const effects = await Promise.all([0, 50, 80, 100].map(effectOf));
    const counts = effects.map(({ then }) => then.below);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    const odds = effects.map(({ then }) => then.odds!);
    expect(odds).toEqual([...odds].sort((a, b) => a - b));
    expect([counts[0], odds[0]]).toEqual([0, 0]);
    for (const { then } of effects) expect(then.right + then.missed).toBeLessThanOrEqual(then.below);
  });

  it('is set by an entry of a catalog for this series alone', async () => {
    const { entry } = await effectOf(80);
    const text = `apiVersion: dqs/v1\nkind: Catalog\nentries:\n${entry.replace(/^/gm, '  ')}\n`;
    const catalog = Catalog.parse(text, 'proposed');
    const series = { source: 'erp', tenantId: 'acme', datasetUuid: 'orders', datasetName: '', ruleCode: '102' };
    expect(catalog.resolve(series).target?.value).toBe(80);
    expect(catalog.resolve({ ...series, tenantId: 'globex' }).target).toBeUndefined();
  });

  it('is a pass percentage', async () => {
    for (const target of ['101', '-1', 'many', 'NaN', '']) {
      const answer = await server.inject(`/series/acme%2Forders%2F102/target.json?target=${target}`);
      expect([target, answer.statusCode]).toEqual([target, target === '' ? 200 : 400]);
    }
  });
});

describe('a forecast that was issued', () => {
  const nextOf = async (id: string) => {
    const { days } = await json<SeriesPage>(`/series/${id}.json`);
    return days.findLast(({ said }) => said !== null)!.said!;
  };

  it('comes out the same in every bit', async () => {
    const { id } = await nextOf('acme%2Forders%2F101');
    const answer = await server.inject({ method: 'POST', url: `/api/v1/ledger/${id}/replay` });
    expect(answer.json()).toEqual({ forecast: id, version: 'checks@1.0.0', is_equal: true, differences: [] });
  });

  it('is explained by parts that add up to it', async () => {
    const said = await nextOf('globex%2Fstock%2F201');
    const { expected, difference } = await json<Explained>(`/api/v1/ledger/${said.id}/explanation`);
    const sum = expected!.parts.reduce((total, { points }) => total + points, expected!.base);
    expect(Math.abs(sum - difference! - said.expected)).toBeLessThan(1e-9);
  });

  it('is not where no model made it', async () => {
    const { data } = await json<{ data: { forecast_id: string }[] }>('/api/v1/forecasts?arm=naive&limit=1');
    expect(await json(`/api/v1/ledger/${data[0]!.forecast_id}/explanation`)).toMatchObject({
      ...{ expected: null, odds: null, difference: null },
      unexplained: 'a naive forecast is what its name says',
    });
  });

  it('is not there under an id of nobody', async () => {
    for (const end of ['explanation', 'replay']) {
      const request = { method: end === 'replay' ? ('POST' as const) : ('GET' as const) };
      const unknown = await server.inject({ ...request, url: `/api/v1/ledger/${'0'.repeat(32)}/${end}` });
      expect([end, unknown.statusCode]).toEqual([end, 404]);
      expect((await server.inject({ ...request, url: `/api/v1/ledger/__proto__/${end}` })).statusCode).toBe(400);
    }
  });
});

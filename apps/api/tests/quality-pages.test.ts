import { modelPage, type ModelPage, type ModelsPage, type QualityPage } from '@dqs/runtime/pages';
import { parse } from 'csv-parse/sync';
import type { FastifyInstance } from 'fastify';

import { openWorld, serverOf, type World } from './support/world.js';

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
const rowsOf = async (url: string) => (parse((await server.inject(url)).body) as string[][]).length - 1;

describe('the pages of models', () => {
  it('list models with the version in use and what it has been worth', async () => {
    const { models } = await json<ModelsPage>('/models.json');
    expect(models).toEqual([
      expect.objectContaining({
        name: 'checks',
        champion: '1.0.0',
        how: 'promoted',
        versions: 2,
        series: 5,
        graded: 5,
      }),
    ]);
    expect(models[0]!.skill).toBeCloseTo(1 - models[0]!.mae! / models[0]!.naive!, 12);
  });

  it('show a model: figures, aliases with what a change of them asks for, moves and versions', async () => {
    const page = await json<ModelPage>('/models/checks.json');
    expect(page).toMatchObject({ name: 'checks', champion: '1.0.0', lastDay: expect.any(Number) as number });
    expect(page.registry!.aliases.map(({ alias, version, before }) => [alias, version, before])).toEqual([
      ['production', '1.0.0', null],
      ['staging', '1.1.0', '1.0.0'],
    ]);
    const tag = (await server.inject('/api/v1/models/checks/aliases/staging')).headers['etag'];
    expect(page.registry!.aliases[1]!.tag).toBe(tag);
    expect(page.registry!.moves.map(({ alias, to }) => `${alias} ${to}`)).toEqual([
      'production 1.0.0',
      'staging 1.1.0',
      'staging 1.0.0',
    ]);
    expect(page.registry!.versions.map(({ version, aliases }) => [version, aliases])).toEqual([
      ['1.1.0', ['staging']],
      ['1.0.0', ['production']],
    ]);
    expect(page.retraining).toMatchObject({ paused: { by: 'test', reason: 'the first day' }, decisions: [] });
    expect(page.today).toMatchObject({ issued: 0, due: 5, from: null });
  });

  it.each(['constructor', '__proto__', '..%2F..%2Fetc', '%3Cscript%3E', 'a%00b', 'Checks'])(
    'know no model %s and say so',
    async (name) => {
      const answer = await server.inject(`/models/${name}.json`);
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'version-unknown']);
    },
  );

  it('show at once what has happened to an alias, although views are made anew once a minute', async () => {
    const staging = async () =>
      (await json<ModelPage>('/models/checks.json')).registry!.aliases.find(({ alias }) => alias === 'staging')!;
    const before = await staging();
    world.clock.time += 1000;
    await world.services.registry.rollback('checks', { alias: 'staging', by: 'test', reason: 'worse' });
    expect([before.version, (await staging()).version]).toEqual(['1.1.0', '1.0.0']);
    expect((await json<ModelsPage>('/models.json')).models[0]!.champion).toBe('1.0.0');
    world.clock.time += 1000;
    const gates = () => Promise.resolve({ passed: true, checks: [] });
    await world.services.registry.promote('checks', { selector: '1.1.0', alias: 'staging', by: 'test', gates });
    expect((await staging()).version).toBe('1.1.0');
  });

  it.each(['course', 'better', 'decisions', 'gates', 'aliases', 'sources', 'versions'])(
    'have the same rows of the table %s as their twin',
    async (table) => {
      const { course, better, retraining, registry, sources } = await json<ModelPage>('/models/checks.json');
      const of = { course, sources, better: better.days, decisions: retraining!.decisions, gates: [] };
      const rows = { ...of, aliases: registry!.moves, versions: registry!.versions }[table]!;
      expect(await rowsOf(`/models/checks.csv?table=${table}`)).toBe(rows.length);
    },
  );

  it('show of a past time neither later versions nor later moves', async () => {
    const page = await json<ModelPage>('/models/checks.json?known_at=2026-04-29T01:00:00Z').catch(() => null);
    // Before its first version the model was unknown to the registry, and had forecast nothing.
    expect(page).toMatchObject({ registry: { versions: [], moves: [], aliases: [] }, champion: null });
    expect(await json('/models.json?known_at=2026-04-29T01:00:00Z')).toMatchObject({ models: [] });
  });

  it('plan a training and record nothing of it', async () => {
    const before = (await recordOf(world).entries(100)).length;
    const payload = { reason: 'new rules since Monday' };
    const answer = await server.inject({ method: 'POST', url: '/api/v1/retrainings/plan', payload });
    expect(answer.json()).toMatchObject({
      start: false,
      champion: '1.0.0',
      triggers: expect.arrayContaining([expect.objectContaining({ name: 'manual', is_met: true })]) as unknown,
      blocks: [expect.objectContaining({ name: 'paused', until: null })],
      next_allowed_at: null,
    });
    expect((await recordOf(world).entries(100)).length).toBe(before);
    const none = await server.inject({ method: 'POST', url: '/api/v1/retrainings/plan', payload: { reason: '' } });
    expect(none.statusCode).toBe(400);
  });

  it('keep reasons of decisions and gates from those who see some tenants only', async () => {
    const page = await modelFor(['acme']);
    expect(page).toMatchObject({ retraining: null, series: 3, registry: { gates: null } });
    expect(page.figures.graded).toBe(3);
  });
});

describe('the page of quality', () => {
  it('tells how good the forecasts were, worst skill first', async () => {
    const page = await json<QualityPage>('/quality.json');
    expect(page).toMatchObject({ days: 28, by: 'rule', accuracy: { graded: 5 }, horizons: [1], backfill: 0 });
    const skills = page.groups.map(({ skill }) => skill!);
    expect(skills).toEqual([...skills].sort((a, b) => a - b));
    expect(page.groups.reduce((sum, { graded }) => sum + graded, 0)).toBe(5);
  });

  it('groups by source and by owner', async () => {
    expect((await json<QualityPage>('/quality.json?by=source')).groups.map(({ name }) => name)).toEqual(['erp']);
    const byOwner = await json<QualityPage>('/quality.json?by=owner');
    expect(byOwner.groups).toEqual([expect.objectContaining({ name: null, graded: 5 })]);
    expect(byOwner.accuracy.mae).toBeCloseTo((await json<QualityPage>('/quality.json')).accuracy.mae!, 9);
  });

  it('looks at forecasts of one horizon, and of a shorter window', async () => {
    expect(await json('/quality.json?horizon=1')).toMatchObject({ horizon: 1, accuracy: { graded: 5 } });
    expect(await json('/quality.json?horizon=7&days=1')).toMatchObject({
      accuracy: { graded: 0, mae: null },
      groups: [],
    });
    expect((await server.inject('/quality.json?days=29')).statusCode).toBe(400);
    expect((await server.inject('/quality.json?by=constructor')).statusCode).toBe(400);
  });

  it('is narrowed down to what may not be there', async () => {
    expect(await json('/quality.json?source=__proto__')).toMatchObject({ accuracy: { graded: 0 }, groups: [] });
    expect(await json('/quality.json?owner=nobody')).toMatchObject({ accuracy: { graded: 0 }, series: 0 });
  });

  it.each(['groups', 'daily', 'odds', 'pit', 'coverage', 'drift'])(
    'has the same rows of the table %s',
    async (table) => {
      const { groups, daily, calibration, coverage, drift } = await json<QualityPage>('/quality.json');
      const rows = {
        groups,
        daily,
        coverage,
        odds: calibration.odds.bins,
        pit: calibration.pit.counts,
        drift: drift!.rows,
      };
      expect(await rowsOf(`/quality.csv?table=${table}`)).toBe(rows[table as keyof typeof rows].length);
    },
  );

  it.each(['/quality.json', '/models/checks.json', '/models.json'])(
    'and %s give the same bytes for a past time, whatever comes later',
    async (path) => {
      const url = `${path}?known_at=2026-05-01T06:00:00Z`;
      const before = (await server.inject(url)).body;
      world.clock.time += 30 * 86_400_000;
      await world.services.registry.tag('checks@1.0.0', { tags: { seen: 'yes' }, by: 'test' });
      await recordOf(world).act({ kind: 'resume' }, 'test');
      await recordOf(world).act({ kind: 'pause', reason: 'again' }, 'test');
      const other = await serverOf(world.services);
      expect((await other.inject(url)).body).toBe(before);
      await other.close();
      world.clock.time -= 30 * 86_400_000;
    },
  );
});

function recordOf({ services }: World) {
  return services.retraining!.record;
}

async function modelFor(tenants: readonly string[]): Promise<ModelPage> {
  return modelPage(await world.services.pages!.of({ tenants }), 'checks', world.services);
}

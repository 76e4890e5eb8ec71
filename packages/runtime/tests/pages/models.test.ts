import { modelPage, modelsPage, modelsTables, modelTables } from '../../src/pages/index.js';
import { againstPredecessor, lastVersion, liveCourse } from '../../src/pages/model/live-course.js';
import { registryView } from '../../src/pages/model/registry-view.js';
import { versionMarks } from '../../src/pages/quality/version-marks.js';
import { Once } from '../../src/pages/once.js';
import { ModelWorld, scoresOf } from '../support/model-views.js';
import { AT, DAY, pageView, seriesOf } from '../support/page-view.js';

const pools = (...groups: ReturnType<typeof scoresOf>[]) => ({ groups, pools: [], lastDay: DAY });
const NO_FIGURES = { graded: 0, mae: null, naive: null, skill: null };

describe('a model in the registry', () => {
  it('of which nothing is told has a name and a size', async () => {
    const world = new ModelWorld();
    await world.register('1.0.0');
    expect(await registryView(world.registry, 'orders', AT, new Once())).toEqual({
      versions: [
        {
          ...{ version: '1.0.0', registeredAt: expect.any(String), by: 'ann', parent: null, backend: null, spec: null },
          ...{
            horizon: null,
            trainedFrom: null,
            trainedTo: null,
            error: null,
            naiveError: null,
            crps: null,
            bytes: 5,
            aliases: [],
          },
        },
      ],
      ...{ versionCount: 1, aliases: [], moves: [], gates: null },
    });
  });

  it('tells what was measured, where aliases point, and where they came from', async () => {
    const world = new ModelWorld();
    const validation = { error: 4, naiveError: 6, crps: 3, rows: 9 };
    const metadata = { spec: 'classic', horizon: 7, training: { from: '2024-01-01', to: '2024-06-01' }, backend: 7 };
    await world.register('1.0.0', { validation, metadata });
    await world.register('1.1.0', { metadata: { spec: 7, horizon: 'x', training: 'y' } });
    await world.promote('1.0.0');
    await world.promote('1.1.0', {}, 'fail');
    await world.promote('1.1.0', { override: { reason: 'we must' } }, 'fail');
    const early = world.now;
    world.now += 1000;
    await world.registry.rollback('orders', { alias: 'production', by: 'eve', reason: 'it is worse' });
    await world.registry.deleteAlias('orders', { alias: 'production', by: 'eve', reason: 'no more' });
    const view = (at: number) => registryView(world.registry, 'orders', at, new Once());
    const then = await view(early);
    expect(
      then.versions.map(({ version, aliases, error, naiveError, crps, spec, horizon, trainedTo, parent }) => [
        version,
        aliases,
        error,
        naiveError,
        crps,
        spec,
        horizon,
        trainedTo,
        parent,
      ]),
    ).toEqual([
      ['1.1.0', ['production'], null, null, null, null, null, null, '1.0.0'],
      ['1.0.0', [], 4, 6, 3, 'classic', 7, '2024-06-01', null],
    ]);
    expect(then.aliases).toMatchObject([
      { alias: 'production', version: '1.1.0', before: '1.0.0', tag: expect.stringMatching(/^"alias-\d+"$/) },
    ]);
    expect(then.gates).toMatchObject({ version: '1.1.0', how: 'overridden', checks: [{ reason: 'skill of 1.1.0' }] });
    const now = await view(world.now);
    expect(now.moves.map(({ how, from, to, reason, by }) => [how, from, to, reason, by])).toEqual([
      ['deleted', '1.0.0', null, 'no more', 'eve'],
      ['rolled-back', '1.1.0', '1.0.0', 'it is worse', 'eve'],
      ['overridden', '1.0.0', '1.1.0', 'we must', 'bob'],
      ['refused', '1.0.0', '1.1.0', 'skill of 1.1.0', 'bob'],
      ['promoted', null, '1.0.0', null, 'bob'],
    ]);
    expect([now.aliases, now.gates]).toEqual([[], null]);
  });

  it('that was rolled back shows the gates of its own promotion, and leads where that came from', async () => {
    const world = new ModelWorld();
    for (const version of ['1.0.0', '1.1.0']) await world.register(version);
    await world.promote('1.0.0');
    await world.promote('1.1.0');
    world.now += 1000;
    await world.registry.rollback('orders', { alias: 'production', by: 'eve', reason: 'worse' });
    const { aliases, gates } = await registryView(world.registry, 'orders', world.now, new Once());
    expect([aliases[0]!.before, gates?.version, gates?.how]).toEqual([null, '1.0.0', 'promoted']);
  });
});

describe('live figures', () => {
  it('are none without a graded forecast', () => {
    expect(liveCourse({ lastDay: -1, champion: [], predecessor: [], challenger: [], pools: [] })).toEqual([]);
    expect(againstPredecessor({ champion: [], predecessor: [] }, '1.0.0')).toBeNull();
    expect(lastVersion([])).toBeUndefined();
  });

  it('are means of seven days, of the version before only on days of its own', () => {
    const champion = [
      scoresOf({}, { to: DAY, days: 3, error: 4 }),
      scoresOf({ source: 'x' }, { to: DAY - 1, days: 1, error: 8, graded: 5 }),
    ];
    const predecessor = [scoresOf({ arm: 'predecessor' }, { to: DAY - 1, days: 1, error: 6 })];
    const course = liveCourse({ lastDay: DAY, champion, predecessor, challenger: [], pools: [] });
    expect(course.map(({ day, mae, naive, predecessor: before }) => [day - DAY, mae, naive, before])).toEqual([
      [-2, 4, 10, null],
      [-1, (40 + 40 + 40) / 25, 10, 6],
      [0, (40 + 40 + 40 + 40) / 35, 10, null],
    ]);
    const idle = [scoresOf({}, { to: DAY, days: 2, graded: 0 })];
    expect(liveCourse({ lastDay: DAY, champion: idle, predecessor: [], challenger: [], pools: [] })[0]!.mae).toBeNull();
  });

  it('beside the version before are of the same days, pools and counts alone', () => {
    const champion = [
      scoresOf({ version: '1.1.0' }, { to: DAY, days: 30, error: 4 }),
      scoresOf({ version: '1.1.0', source: 'lonely' }, { to: DAY, days: 9, error: 99 }),
      scoresOf({ version: '1.1.0', source: 'other' }, { to: DAY, days: 9, error: 99 }),
      scoresOf({ version: '1.1.0', source: 'idle' }, { to: DAY, days: 9, error: 99, graded: 0 }),
      scoresOf({ version: '0.9.0' }, { to: DAY, days: 9, error: 99 }),
    ];
    const shadow = { arm: 'predecessor' as const };
    const predecessor = [
      scoresOf(shadow, { to: DAY, days: 40, error: 5 }),
      scoresOf({ ...shadow, source: 'other' }, { to: DAY, days: 9, graded: 7 }),
      scoresOf({ ...shadow, source: 'idle' }, { to: DAY, days: 9, graded: 0 }),
      scoresOf({ ...shadow, version: '0.8.0' }, { to: DAY - 9, days: 9 }),
    ];
    const found = againstPredecessor({ champion, predecessor: predecessor.slice(0, 1) }, '1.1.0')!;
    expect(found).toMatchObject({ version: '1.0.0', days: 30, skill: 1 - 4 / 5 });
    // Thirty days on which it was better by the same.
    expect(found.e).toBeGreaterThan(20);
    expect(againstPredecessor({ champion, predecessor }, '1.1.0')).toMatchObject({ days: 30, skill: 1 - 4 / 5 });
    expect(againstPredecessor({ champion, predecessor }, '1.0.0')).toBeNull();
    expect(againstPredecessor({ champion: [], predecessor }, '1.1.0')).toEqual({
      version: '1.0.0',
      days: 0,
      skill: null,
      e: null,
    });
  });

  it('mark the days on which most forecasts came from another version', () => {
    const groups = [
      scoresOf({ version: '1.0.0' }, { to: DAY - 2, days: 3, graded: 5 }),
      scoresOf({ version: '1.1.0' }, { to: DAY, days: 4, graded: 3 }),
      scoresOf({ version: '1.1.0', source: 'x' }, { to: DAY - 2, days: 1, graded: 3 }),
      scoresOf({ version: '2.0.0', arm: 'challenger' }, { to: DAY, days: 4, graded: 99 }),
      scoresOf({ version: '2.0.0', live: false }, { to: DAY, days: 4, graded: 99 }),
      scoresOf({ version: '9.0.0', model: 'weekly' }, { to: DAY, days: 1, graded: 50 }),
    ];
    expect(versionMarks({ groups }, 'orders')).toEqual([{ day: DAY - 2, model: 'orders', version: '1.1.0' }]);
    expect(versionMarks({ groups }).at(-1)).toEqual({ day: DAY, model: 'weekly', version: '9.0.0' });
    expect(versionMarks({ groups: [] })).toEqual([]);
  });
});

describe('the pages of models', () => {
  it('are empty without any, and refuse a model that nobody has', async () => {
    const { sources } = new ModelWorld();
    const page = await modelsPage(pageView().view, sources);
    expect([page.lastDay, page.models, modelsTables(page)[0]!.rows]).toEqual([null, [], []]);
    for (const name of ['orders', '../x', '__proto__']) {
      await expect(modelPage(pageView().view, name, sources)).rejects.toMatchObject({
        ...{
          code: 'version-unknown',
          message: `expected a model of the registry, or one that has forecast, got ${JSON.stringify(name)}`,
        },
      });
    }
  });

  it('show a model that was only registered, without figures', async () => {
    const world = new ModelWorld();
    await world.register('1.0.0');
    const { view } = pageView({ view: { sources: { settings: {}, clock: { now: () => AT } } as never } });
    const page = await modelPage(view, 'orders', { registry: world.registry });
    expect(page).toMatchObject({
      ...{
        champion: null,
        lastDay: null,
        series: 0,
        figures: NO_FIGURES,
        againstPredecessor: null,
        againstBacktest: null,
      },
      ...{
        course: [],
        sources: [],
        byVersion: [],
        retraining: null,
        predecessor: null,
        challenger: null,
        verified: null,
      },
      today: { day: DAY + 1, issued: 0, due: 0, from: null, to: null },
    });
    expect(Object.fromEntries(modelTables(page).map(({ name, rows }) => [name, rows.length]))).toEqual({
      ...{ course: 0, better: 0, decisions: 0, gates: 0, aliases: 0, sources: 0, versions: 1 },
    });
    expect((await modelsPage(view, { registry: world.registry })).models).toMatchObject([
      {
        name: 'orders',
        champion: null,
        since: null,
        by: null,
        how: null,
        versions: 1,
        series: 0,
        run: null,
        lastDecision: null,
      },
    ]);
  });

  it('show one that forecasts without the registry by what it has forecast', async () => {
    const groups = [
      scoresOf({ source: 'a' }, { to: DAY, days: 40, error: 4 }),
      scoresOf({ source: 'b' }, { to: DAY, days: 5, error: 9 }),
      scoresOf({ source: 'old' }, { to: DAY - 40, days: 5 }),
    ];
    const series = [seriesOf('a/1'), seriesOf('b/1', null)];
    const { view } = pageView({ pools: pools(...groups), series, view: { isNow: false } });
    const page = await modelPage(view, 'orders', new ModelWorld().sources);
    expect(page).toMatchObject({
      champion: '1.0.0',
      lastDay: DAY,
      series: 20,
      registry: null,
      today: { issued: 1, due: 2 },
    });
    expect(page.sources.map(({ source, graded, skill }) => [source, graded, skill && Math.round(100 * skill)])).toEqual(
      [
        ['a', 280, 60],
        ['b', 50, 10],
      ],
    );
    expect(page.byVersion).toMatchObject([{ version: '1.0.0', arm: 'champion', graded: 330 }]);
    const [row] = (await modelsPage(view, new ModelWorld().sources)).models;
    expect(row).toMatchObject({ name: 'orders', champion: '1.0.0', versions: 0, graded: 330, series: 20 });
    expect(row!.spark).toHaveLength(30);
  });

  it('keep reasons from whoever sees some tenants only, and figures of other tenants and sources', async () => {
    const world = new ModelWorld();
    await world.register('1.0.0', { validation: { error: 4, naiveError: 6, rows: 9 } });
    await world.promote('1.0.0');
    await world.registry.deleteAlias('orders', { alias: 'production', by: 'eve', reason: 'eu is worse' });
    await world.promote('1.0.0');
    const groups = [
      scoresOf({}, { to: DAY, days: 9 }),
      scoresOf({ tenantId: 'us', source: 'bank' }, { to: DAY, days: 9 }),
    ];
    const page = async (scope: object) =>
      modelPage(
        pageView({ pools: pools(...groups), view: { scope, isNow: false, at: AT } }).view,
        'orders',
        world.sources,
      );
    const all = await page({});
    expect([
      all.series,
      all.retraining === null,
      all.registry!.moves.map(({ reason }) => reason),
      all.registry!.gates === null,
    ]).toEqual([20, false, [null, 'eu is worse', null], false]);
    expect(all.againstBacktest).toMatchObject({ live: 5, backtest: 4 });
    const some = await page({ tenants: ['eu'] });
    expect([
      some.series,
      some.retraining,
      some.registry!.moves.map(({ reason }) => reason),
      some.registry!.gates,
    ]).toEqual([10, null, [null, null, null], null]);
    expect((await page({ source: 'bank' })).sources.map(({ source }) => source)).toEqual(['bank']);
    expect((await page({ tenants: ['nobody'] })).figures).toEqual(NO_FIGURES);
    const unruled = await modelPage(pageView({ pools: pools(...groups), view: { isNow: false } }).view, 'orders', {
      registry: world.registry,
    });
    expect(unruled.againstBacktest?.limit).toBeNull();
    const list = await modelsPage(pageView({ pools: pools(...groups), view: { isNow: false } }).view, world.sources);
    expect(modelsTables(list)[0]!.rows).toHaveLength(1);
    expect(list.models).toMatchObject([{ champion: '1.0.0', by: 'bob', how: 'promoted', versions: 1 }]);
  });
});

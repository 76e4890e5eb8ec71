import { MemoryStore, MS_PER_DAY } from '@dqs/core';

import { openPolicy, previewMark, runTick } from '../../src/alerting/index.js';
import { keepTick } from '../../src/operation/system-record.js';
import {
  dataTime,
  incidentsPage,
  incidentsTables,
  modelPage,
  pageFrame,
  PageViews,
  qualityPage,
  qualityTables,
  seriesListPage,
  seriesListTables,
  seriesPage,
  seriesTables,
  systemPage,
  systemTables,
  targetEffect,
  targetTables,
  todayPage,
  GROUPS,
  type PageScope,
} from '../../src/pages/index.js';
import { ACTIONS, ApiKeys } from '../../src/serving/index.js';
import { Automation, FIRST_DAY, weekends } from '../support/automation.js';
import { refusal, TestFolder } from '../support/folder.js';
import { POLICY as TWO_RULES } from '../support/page-view.js';

const LEARNED = 60;
const LAST = LEARNED + 8;
const POLICY = `${TWO_RULES}---
apiVersion: dqs/v1
kind: Catalog
entries: [{ match: { dataset: d1 }, set: { owner: ann, target: 60 } }]
`;
const folder = new TestFolder();
const SERIES = Array.from({ length: 6 }, (_, i) => `t/d${i}/101`);

let system: Automation;
let views: PageViews;
beforeAll(async () => {
  system = await Automation.begin(
    weekends(LEARNED + 4),
    LEARNED,
    'triggers: { schedule: { every: 28d } }\nlimits: { lease: 2h }\ngates: { better: {}, naive_skill: { above: 0 } }\n',
  );
  const policy = folder.write('policy.yaml', POLICY);
  const settings = { ...system.settings, databaseUrl: 'postgres://nowhere', organization: 'Shop' };
  for (let day = LEARNED + 1; day <= LAST; day += 1) {
    await system.morning(day);
    system.at(day, 7);
    await runTick(
      { ...settings, noSend: true },
      system.operation,
      await openPolicy({ policy }),
      () => ({ subject: '', text: '', html: '' }),
      system.hooks,
    );
  }
  system.at(LAST, 8);
  views = new PageViews({
    ...{ settings, operation: system.operation, clock: system.hooks.clock, policy: () => openPolicy({ policy }) },
    worker: { ...settings, servedRetraining: system.policy },
  });
});
afterAll(() => system.end());

const view = (scope: PageScope = {}) => views.of(scope);
const past = () => view({ knownAt: (FIRST_DAY + LEARNED + 4) * MS_PER_DAY + 8 * 3_600_000 });

describe('the page of a series', () => {
  it('tells of each day what was said and what came, and of the next one what may come', async () => {
    const page = await seriesPage(await view(), 't/d1/101', 28);
    expect(page).toMatchObject({
      judged: FIRST_DAY + LAST - 1,
      today: FIRST_DAY + LAST,
      isNow: true,
      labels: { dataset: 'd1', runbook: null },
      hasVeto: false,
    });
    expect(page.series).toMatchObject({ id: 't/d1/101', owner: 'ann', target: 60 });
    const byDay = new Map(page.days.map((one) => [one.day - FIRST_DAY - LEARNED, one]));
    expect(byDay.get(-1)).toMatchObject({ said: null, grade: 'unsaid', executions: 20 });
    expect(byDay.get(3)).toMatchObject({
      said: { model: 'orders', version: '1.0.0', isLive: true, target: 90 },
      executions: 20,
    });
    expect(byDay.get(LAST - LEARNED)).toMatchObject({ came: null, executions: null, grade: 'open' });
    const graded = page.days.filter(({ grade }) => ['right', 'wrong', 'missed', 'quiet'].includes(grade));
    expect([page.record.graded, graded.length]).toEqual([LAST - LEARNED - 1, LAST - LEARNED - 1]);
    const mae = graded.reduce((sum, { said, came }) => sum + Math.abs(said!.median - came!), 0) / graded.length;
    expect(page.record.mae).toBeCloseTo(mae, 10);
    const chance = page.distribution!.bars.reduce((sum, bar) => sum + bar.chance, 0);
    expect(chance).toBeCloseTo(1, 6);
    const [ledger, marks, bars] = seriesTables(page);
    expect([ledger!.rows.length, marks!.rows.length, bars!.rows.length]).toEqual([
      page.days.length,
      page.marks.length,
      page.distribution!.bars.length,
    ]);
  });

  it('of a time that is past knows nothing of what came later', async () => {
    const page = await seriesPage(await past(), 't/d1/101', 28);
    expect([page.isNow, page.judged]).toEqual([false, FIRST_DAY + LEARNED + 3]);
    expect(page.days.filter(({ day, executions }) => day > page.judged && executions !== null)).toEqual([]);
  });

  it('is there for nobody whose series it is not, and under no other id', async () => {
    for (const [scope, id] of [
      [{ tenants: ['other'] }, 't/d1/101'],
      [{}, 't/d1/999'],
      [{}, '__proto__'],
      [{ owner: 'bob' }, 't/d1/101'],
    ] as const) {
      expect((await refusal(async () => seriesPage(await view(scope), id, 28)))?.[0]).toBe('series-unknown');
    }
  });

  it('shows what another target would do: none misses 0, and all of it 100', async () => {
    const effect = async (target: number) => targetEffect(await view(), 't/d1/101', target);
    const [none, same, all] = [await effect(0), await effect(60), await effect(100)];
    expect([none.then.below, none.then.warnings, none.then.odds]).toEqual([0, 0, 0]);
    expect([same.then.below, same.then.results]).toEqual([same.now.below, same.now.results]);
    expect(all.then.below).toBeGreaterThan(same.now.below);
    expect(all.then.odds).toBeGreaterThan(0.9);
    expect(all).toMatchObject({ mayPage: false, line: expect.any(Number) });
    expect(all.entry).toBe('- match: { tenant: "t", dataset: "d1", rule: "101" }\n  set: { target: 100 }');
    expect(targetTables(all)[0]!.rows).toHaveLength(2);
    for (const wrong of [-1, 101, Number.NaN]) {
      expect(await refusal(() => effect(wrong))).toEqual([
        'invalid-argument',
        `expected a pass percentage from 0 to 100, got ${wrong}`,
      ]);
    }
  });

  it('shows what a mark would quieten, of series that there are', async () => {
    const mark = { kind: 'expected-until' as const, day: FIRST_DAY + LEARNED + 5, by: 'ann', below: 1 };
    expect(await previewMark(await view(), 't/d0/101', mark)).toBeDefined();
    expect(await refusal(async () => previewMark(await view(), 'nothing', mark))).toEqual([
      'series-unknown',
      'expected the id of a series, got "nothing"',
    ]);
  });
});

describe('the list of series', () => {
  const page = async (query: object, scope: PageScope = {}) =>
    seriesListPage(await view(scope), { filter: '', sort: 'series', isReversed: false, group: 'flat', ...query });

  it('holds every series once, however it is grouped', async () => {
    for (const group of GROUPS) {
      const found = await page({ group });
      expect([...found.columns.id].sort()).toEqual(SERIES);
      expect(found.groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(6);
      const counts = found.groups.map(({ states, rows }) => [Object.values(states).reduce((a, b) => a + b, 0), rows]);
      for (const [states, rows] of counts) expect(states).toBe(rows);
      const [series, groups] = seriesListTables(found);
      expect([series!.rows.length, groups!.rows.length]).toEqual([6, found.groups.length]);
    }
    expect((await page({ group: 'owner' })).groups.map(({ name }) => name).sort()).toEqual(['ann', null]);
  });

  it('shows what a filter asks for', async () => {
    const ids = async (filter: string) => (await page({ filter })).columns.id;
    expect(await ids('owner:ann')).toEqual(['t/d1/101']);
    expect(await ids('-owner:ann "D 2"')).toEqual(['t/d2/101']);
    expect(await ids('owner:none,ann')).toHaveLength(6);
    expect(await ids('dataset:"D 1","D 2"')).toEqual(['t/d1/101', 't/d2/101']);
    expect(await ids('tenant:t tag:gold')).toEqual([]);
    expect(await ids('page:not-yet importance:1 min_importance:1')).toHaveLength(6);
    expect([...(await ids('min_p:50')), ...(await ids('max_p:49.999999'))].sort()).toEqual(SERIES);
    expect([...(await ids('incident:any')), ...(await ids('incident:none'))].sort()).toEqual(SERIES);
    expect(await ids('-')).toEqual([]);
  });

  it.each([
    ['state:', 'expected a value after state: in the filter, such as state:failing'],
    ['min_p:', 'such as min_p:60'],
    ['min_importance:', 'such as min_importance:4'],
    ['source:', 'such as source:shop'],
    ['min_p:x', 'expected a number after min_p:, such as min_p:60, got "x"'],
    ['onwer:ann', 'got "onwer"; did you mean owner:?'],
    ['zzzzzzzzz:1', 'got "zzzzzzzzz"'],
    ['x '.repeat(51), 'expected at most 50 terms in a filter, got 51'],
    ['x'.repeat(1001), 'expected a filter of at most 1000 characters, got 1001'],
  ])('refuses a filter that no row can meet: %s', async (filter, told) => {
    expect(await refusal(() => page({ filter }))).toEqual(['invalid-argument', expect.stringContaining(told)]);
  });
});

describe('the pages of a morning, of quality and of incidents', () => {
  it('count the same series and the same graded forecasts', async () => {
    const now = await view();
    const quality = await qualityPage(now, { days: 28, by: 'rule' });
    const graded = 6 * (LAST - LEARNED - 1);
    expect([quality.accuracy.graded, quality.groups.map(({ name, graded: own }) => [name, own])]).toEqual([
      graded,
      [['101', graded]],
    ]);
    const model = await modelPage(now, 'orders', { registry: system.registry });
    expect([model.figures.graded, model.today.issued, model.today.due, model.champion]).toEqual([
      graded,
      6,
      6,
      '1.0.0',
    ]);
    expect(model.figures.mae).toBeCloseTo(quality.accuracy.mae!, 10);
    expect([model.horizons, quality.horizons, todayPage(now).series]).toEqual([[1], [1], 6]);
  });

  it('of quality show rows by owner and source, of parts and horizons alone, and nothing of nobody', async () => {
    const page = async (query: object, scope: PageScope = {}) =>
      qualityPage(await view(scope), { days: 28, by: 'owner', ...query });
    const rows = (await page({})).groups;
    expect(rows.map(({ name }) => name).sort()).toEqual(['ann', null]);
    const ann = rows.find(({ name }) => name === 'ann')!;
    const own = await page({}, { owner: 'ann' });
    expect([own.series, own.accuracy.graded, own.accuracy.mae]).toEqual([1, ann.graded, ann.mae]);
    expect((await page({ by: 'source' })).coverage.map(({ name }) => name)).toEqual(['s']);
    expect((await page({ horizon: 1 })).accuracy.graded).toBe((await page({})).accuracy.graded);
    expect((await page({ horizon: 9 })).accuracy.graded).toBe(0);
    expect((await page({ days: 1 })).accuracy.graded).toBe(6);
    const theirs = await page({ by: 'rule' }, { tenants: ['t'] });
    expect([theirs.accuracy.graded > 0, theirs.drift]).toEqual([true, null]);
    const nobody = await page({ by: 'rule' }, { tenants: ['other'] });
    expect([nobody.series, nobody.accuracy.graded, nobody.groups]).toEqual([0, 0, []]);
    for (const table of qualityTables(theirs)) expect(table.rows.length).toBeGreaterThanOrEqual(0);
    expect(qualityTables(theirs)[0]!.rows).toHaveLength(1);
  });

  it('of incidents list those that are open, the same as the frame of all pages counts', async () => {
    const now = await view();
    const page = await incidentsPage(now, { show: 'open', nobody: false });
    expect(page.open.count).toBe(now.state.incidents.filter(({ state }) => state !== 'resolved').length);
    expect(page.rows).toHaveLength(page.open.count);
    const all = await incidentsPage(now, { show: 'all', nobody: true });
    const over = await incidentsPage(now, { show: 'resolved', nobody: false });
    expect([all.rows.length, all.recent.length]).toEqual([page.open.nobody + over.rows.length, 0]);
    expect([page.recent.length, over.over]).toEqual([over.rows.length, over.rows.length]);
    expect(incidentsTables(page)[0]!.rows).toHaveLength(page.rows.length + page.recent.length);
    const frame = pageFrame(now, await dataTime(now));
    expect(frame).toMatchObject({
      organization: 'Shop',
      series: 6,
      owners: ['ann'],
      sources: ['s'],
      incidents: page.open.needy,
    });
    expect((await incidentsPage(await view({ tenants: ['other'] }), { show: 'all', nobody: false })).rows).toEqual([]);
  });

  it('are as old as what somebody looked at last', async () => {
    const now = await view();
    expect(await dataTime(now)).toBe(now.state.at);
    await keepTick(system.settings.store, system.now - 5);
    expect(await dataTime(now)).toBe(system.now - 5);
    expect(await dataTime(await past())).toBeNull();
  });
});

describe('the page of the system', () => {
  const reader = { actions: ACTIONS, isUnlimited: true };

  it('shows what concerns all to those who see all, now', async () => {
    const keyring = new ApiKeys(new MemoryStore(), { clock: system.hooks.clock });
    const { text } = await keyring.create({ env: 'live', name: 'ann', role: 'viewer', by: 'bob', lifetimeMs: 1 });
    await keyring.create({
      env: 'live',
      name: 'old',
      role: 'viewer',
      by: 'bob',
      lifetimeMs: 0,
      tenants: ['t'],
      scopes: ['read'],
    });
    await keyring.principalOf(text);
    const webhook = { id: 'w', url: 'https://example.com/secret?token=1', createdAt: 1, createdBy: 'bob' };
    const webhooks = {
      list: () => Promise.resolve([webhook]),
      off: () => Promise.resolve([{ receiver: 'w', why: 'gone', at: 1 }]),
    };
    const page = await systemPage(await view(), { reader, keyring, webhooks: webhooks as never });
    expect(page).toMatchObject({
      forecasts: { issued: 6, of: 6 },
      mayAudit: true,
      whole: { audit: null, issuing: null, ingest: null, automation: { paused: null } },
    });
    expect(
      page.keys!.map(({ name, state, tenants, lastUsedAt }) => [name, state, tenants, lastUsedAt === null]),
    ).toEqual([
      ['ann', 'good', null, false],
      ['old', 'expired', ['t'], true],
    ]);
    expect(page.webhooks).toEqual([
      { id: 'w', url: 'https://example.com', types: null, tenants: null, createdAt: 1, createdBy: 'bob', off: 'gone' },
    ]);
    expect(page.whole!.store).toEqual({ kind: 'embedded', postgres: '18.4', processes: 1, bytes: 0, freeBytes: null });
    expect(page.whole!.outbox.waiting).toBeGreaterThan(0);
    expect(page.whole!.jobs!.find(({ kind }) => kind === 'grade')).toMatchObject({ took: null, lag: null, last: null });
    expect(page.sources).toMatchObject([{ source: 's', series: 6, lagsTo: FIRST_DAY + LAST - 1, corrections: 0 }]);
    expect(systemTables(page).length).toBeGreaterThan(3);
  });

  it('shows nothing of it to others, and of a past time', async () => {
    const limited = await systemPage(await view({ tenants: ['t'] }), {
      reader: { actions: ['read'], isUnlimited: false },
    });
    expect(limited).toMatchObject({
      whole: null,
      keys: null,
      webhooks: null,
      mayAudit: false,
      sources: [{ corrections: null }],
    });
    const before = await systemPage(await past(), { reader });
    expect([before.whole, before.keys, before.isNow]).toEqual([null, null, false]);
  });
});

import { MS_PER_HOUR } from '@dqs/core';

import { todayPage, todayTables } from '../../src/pages/index.js';
import { arrivalRows } from '../../src/pages/today-page.js';
import { alertOf, AT, DAY, incidentOf, memberOf, pageView, seriesOf, toldOf } from '../support/page-view.js';

const quantiles = [
  { level: 0.5, lag: 26 * MS_PER_HOUR },
  { level: 0.95, lag: 28 * MS_PER_HOUR },
  { level: 0.99, lag: 29 * MS_PER_HOUR },
];

describe('the page of a morning', () => {
  it('of nothing is empty, and says for which day', () => {
    const page = todayPage(pageView().view);
    expect(page).toMatchObject({
      ...{
        day: DAY + 1,
        knownAt: AT,
        series: 0,
        needs: [],
        needsCount: 0,
        openIncidents: 0,
        likely: [],
        likelyCount: 0,
      },
      ...{ graded: [], arrived: [], held: [], changed: [], nowMinute: 360 },
      yesterday: { right: 0, wrong: 0, fixed: 0, waiting: 0, missed: 0 },
    });
    expect(todayTables(page).map(({ rows }) => rows)).toEqual([[], [], [], [], []]);
  });

  it('is made once of what was known at a time', () => {
    const { view } = pageView();
    expect(todayPage(view)).toBe(todayPage(view));
  });

  it('lists what will probably fail, with what is new and what fails already', () => {
    const failing = { results: [{ day: DAY, passes: 1, fails: 9, errors: 0 }] };
    const series = [seriesOf('a/1', 0.9), seriesOf('b/1', 0.8, failing), seriesOf('c/1', 0.1), seriesOf('d/1', null)];
    const page = todayPage(pageView({ series, morning: { wereLikely: new Set(['b/1']) } }).view);
    expect(page.likely.map(({ id, isNew, state }) => [id, isNew, state])).toEqual([
      ['a/1', true, 'likely'],
      ['b/1', false, 'failing'],
    ]);
    expect([page.likelyCount, page.newlyCount, page.failingCount, page.series]).toEqual([2, 1, 1, 4]);
    const [table] = todayTables(page);
    expect(table!.rows).toHaveLength(2);
  });

  it('lists yesterday by what became of it, what was surer first, and nothing that is not seen', () => {
    const outcomes = new Map([
      ['a/1', 'right'],
      ['b/1', 'missed'],
      ['c/1', 'right'],
      ['d/1', 'missed'],
      ['gone/1', 'wrong'],
    ] as const);
    const graded = new Map([
      ['a/1', { odds: 0.6, came: 70 }],
      ['c/1', { odds: 0.9, came: null }],
      ['d/1', { odds: null, came: 10 }],
    ]);
    const series = ['a/1', 'b/1', 'c/1', 'd/1'].map((id) => seriesOf(id));
    const page = todayPage(pageView({ series, morning: { outcomes, graded } }).view);
    expect(page.graded.map(({ id, outcome, odds, came }) => [id, outcome, odds, came])).toEqual([
      ['b/1', 'missed', null, null],
      ['d/1', 'missed', null, 10],
      ['c/1', 'right', 0.9, null],
      ['a/1', 'right', 0.6, 70],
    ]);
    expect(page.yesterday).toEqual({ right: 2, wrong: 0, fixed: 0, waiting: 0, missed: 2 });
  });

  it('counts messages, not digests, of what needs a person', () => {
    const told = [toldOf('data'), toldOf('daily', { sent: false, digest: 'daily' })];
    const incidents = [
      incidentOf([memberOf('a/1')], { told, severity: 'critical', acknowledgedBy: 'ann', state: 'acknowledged' }),
    ];
    const page = todayPage(pageView({ series: [seriesOf('a/1')], state: { incidents } }).view);
    expect(page.needs).toMatchObject([
      { incident: 'INC-1', severity: 'critical', phase: 'acknowledged', told: 1, openedAt: AT - 1000 },
    ]);
    expect([page.needsCount, page.openIncidents]).toEqual([1, 1]);
    const needs = todayTables(page).find(({ name }) => name === 'needs')!;
    expect(JSON.stringify(needs.rows)).toContain(new Date(AT - 1000).toISOString());
  });

  it('tells what changed: what is new, silent, forecast by another version, or silenced', () => {
    const changed = [
      { series: 'a/1', text: 'a · 1 is new' },
      { series: 'b/1', text: 'b · 1 had no result' },
      { series: 'gone/1', text: 'gone · 1 is new' },
      { text: 'daily 1.1.0 forecasts; it was daily 1.0.0' },
      { text: 'daily 1.1.0' },
    ];
    const silence = { match: { dataset: ['a*', 'b'], rule: ['1'] }, by: 'ann', comment: 'Move' };
    const silences = [
      { ...silence, from: AT, until: AT + 86_400_000 },
      { ...silence, from: AT + 1, until: AT + 2 },
      { ...silence, from: AT - 2, until: AT },
    ];
    const end = new Date(AT + 86_400_000).toISOString();
    const under = (comment: string) => ({
      suppressed: { by: 'silence' as const, why: `silenced to ${end} by ann: ${comment}` },
    });
    const alerts = [
      alertOf('a/1', under('Move')),
      alertOf('b/1', under('Move on')),
      alertOf('c/1', under('Move')),
      alertOf('b/1'),
    ];
    const series = [seriesOf('a/1'), seriesOf('b/1', 0.1, { labels: {} })];
    const page = todayPage(pageView({ series, morning: { changed }, facts: { silences }, state: { alerts } }).view);
    expect(page.changed.map(({ kind, what, text, series: of }) => [kind, what, text, of])).toEqual([
      ['new', 'a · 1', 'first result yesterday', 'a/1'],
      ['silent', expect.stringContaining('b/1'), 'no result', 'b/1'],
      ['model', 'daily 1.1.0', 'was daily 1.0.0', null],
      ['model', 'daily 1.1.0', '', null],
      ['silence', 'a*, b, 1', `to ${end.slice(0, 10)} by ann, 1 firing`, null],
    ]);
  });
});

describe('arrivals of sources', () => {
  const source = (name: string, more: object) => ({ source: name, labels: {}, arrived: false, quantiles, ...more });
  const since = (hours: number) => ({ arrivalLag: hours * MS_PER_HOUR });

  it('are in, late, silent or due by how late they usually are, unknown while that is not known', () => {
    const sources = [
      source('in', { arrived: true, ...since(27) }),
      source('came late', { arrived: true, ...since(28.5) }),
      source('due', since(27)),
      source('late', since(28.5)),
      source('silent', since(30)),
      source('new', { quantiles: [], ...since(30) }),
      source('new and in', { quantiles: [], arrived: true, ...since(30) }),
      source('nothing', {}),
    ];
    const rows = arrivalRows(pageView({ facts: { sources } }).view);
    expect(rows.map(({ source: name, state }) => `${name}: ${state}`)).toEqual([
      ...['in: in', 'came late: late', 'due: due', 'late: late', 'silent: silent', 'new: unknown', 'new and in: in'],
      'nothing: unknown',
    ]);
  });

  it('are told in minutes of the day on which they are due', () => {
    const sources = [
      source('shop', { arrived: true, labels: { owner: 'ann' }, ...since(27.5) }),
      source('new', { quantiles: [] }),
    ];
    const series = [seriesOf('a/1'), seriesOf('b/1'), seriesOf('c/1', 0.1, { labels: {} })];
    const incidents = [
      incidentOf([memberOf('shop', { level: 'source' })], { id: 'over', state: 'resolved' }),
      incidentOf([memberOf('shop')], { id: 'series' }),
      incidentOf([memberOf('shop', { level: 'source' })]),
    ];
    const [shop, fresh] = arrivalRows(pageView({ series, facts: { sources }, state: { incidents } }).view);
    expect(shop).toEqual({
      ...{ source: 'shop', owner: 'ann', series: 2, day: DAY, state: 'in', incident: 'INC-1' },
      ...{ arrived: 210, usual: 120, by95: 240, by99: 300 },
    });
    expect(fresh).toMatchObject({
      owner: null,
      series: 0,
      arrived: null,
      usual: null,
      by95: null,
      by99: null,
      incident: null,
    });
  });
});

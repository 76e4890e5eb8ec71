import { chartMarks } from '../../src/pages/series/chart-marks.js';
import type { CourseDay } from '../../src/pages/series/course.js';
import { sortedRows, SORTS } from '../../src/pages/series/row-order.js';
import type { ListedRow } from '../../src/pages/series/listed-row.js';
import { AT, DAY, incidentOf, memberOf, pageView, saved, seriesOf } from '../support/page-view.js';

const MS = 86_400_000;
const said = (version: string, target: number, model = 'daily') => ({ said: { model, version, target } });
const day = (back: number, more: object = { said: null }) => ({ day: DAY - back, ...more }) as unknown as CourseDay;
const DAYS = [3, 2, 1, 0].map((back) => day(back));

describe('marks of a chart', () => {
  const series = seriesOf('a/1');

  it('are none without days', async () => {
    expect(await chartMarks(pageView().view, series, [])).toEqual([]);
  });

  it('are changes of version and target since the time before, whatever lies between', async () => {
    const days = [
      day(5, said('1.0.0', 90)),
      day(4),
      day(3, said('1.1.0', 90)),
      day(2, said('1.1.0', 95.5)),
      day(1, said('1.1.0', 95.5, 'weekly')),
    ];
    expect(await chartMarks(pageView().view, series, days)).toEqual([
      {
        kind: 'model',
        day: DAY - 3,
        to: null,
        label: 'model 1.1.0',
        text: 'daily 1.1.0 forecasts; it was daily 1.0.0',
        ref: null,
      },
      { kind: 'target', day: DAY - 2, to: null, label: 'target 90 → 95.5', text: 'target 90 → 95.5', ref: null },
      {
        kind: 'model',
        day: DAY - 1,
        to: null,
        label: 'model 1.1.0',
        text: 'weekly 1.1.0 forecasts; it was daily 1.1.0',
        ref: null,
      },
    ]);
  });

  it('are silences that match it, as spans of days', async () => {
    const silence = (match: object, from: number, until: number) => ({
      match,
      from: from * MS,
      until: until * MS,
      by: 'ann',
      comment: 'Move',
    });
    const silences = [
      silence({ dataset: ['a'] }, DAY - 3, DAY - 1),
      silence({ dataset: ['b'] }, DAY - 3, DAY),
      silence({ dataset: ['a'] }, DAY - 1 + 0.01, DAY - 1 + 0.02),
    ];
    const marks = await chartMarks(pageView({ facts: { silences } }).view, series, DAYS);
    expect(marks.map(({ kind, day: from, to, text }) => [kind, from, to, text])).toEqual([
      ['silence', DAY - 3, DAY - 2, `silenced to ${new Date((DAY - 1) * MS).toISOString()} by ann: Move`],
    ]);
  });

  it('are incidents of it, to the first of their ends', async () => {
    const { view, alerting } = pageView();
    const member = (more: object = {}) => memberOf('a/1', { day: DAY - 2, firedAt: (DAY - 2) * MS, ...more });
    const openedAt = (DAY - 2) * MS;
    const resolution = (back: number) => ({ reason: 'fixed', by: 'bob', at: (DAY - back) * MS });
    await saved(alerting, {
      incidents: [
        incidentOf([member()], { id: 'open', openedAt }),
        incidentOf([member({ resolvedAt: (DAY - 1) * MS })], { id: 'over', openedAt, resolution: resolution(0) }),
        incidentOf([member({ resolvedAt: AT + 5 })], { id: 'later', openedAt }),
        incidentOf([member({ day: DAY })], { id: 'resolved', openedAt, resolution: resolution(1) }),
        incidentOf([member()], { id: 'before', openedAt: openedAt - 30 * MS, resolution: resolution(20) }),
        incidentOf([member({ day: DAY + 1 })], { id: 'after', openedAt }),
        incidentOf([member({ firedAt: AT + 1 })], { id: 'not yet', openedAt }),
        incidentOf([memberOf('b/1'), member({ level: 'source' })], { id: 'other', openedAt }),
      ],
    });
    const marks = await chartMarks(view, series, DAYS);
    expect(marks.map(({ label, day: from, to, text }) => [label, from - DAY, to! - DAY, text])).toEqual([
      ['later', -2, 1, 'later is open'],
      ['open', -2, 1, 'open is open'],
      ['over', -2, -1, 'over is over'],
      ['resolved', 0, 0, 'resolved is over'],
    ]);
  });

  it('are what people said, and did not take back', async () => {
    const { view, alerting } = pageView();
    const mark = (kind: string, back: number, more: object = {}) =>
      alerting.addMark('main', { series: 'a/1', kind, day: DAY - back, by: 'ann', at: AT - 9, ...more } as never);
    await mark('expected-once', 3, { comment: 'Holiday' });
    await mark('expected-until', 2, { below: 70 });
    await mark('false-alarm', 1);
    await mark('fixed', 9);
    await mark('fixed', -1);
    await mark('fixed', 0, { at: AT + 1 });
    const { id } = await mark('fixed', 1);
    await alerting.withdrawMark('main', id, { by: 'ann', at: AT - 1 });
    const late = await mark('fixed', 0);
    await alerting.withdrawMark('main', late.id, { by: 'ann', at: AT + 1 });
    expect((await chartMarks(view, series, DAYS)).map(({ label, text }) => `${label} | ${text}`)).toEqual([
      'expected, this once | expected, this once, said ann: Holiday',
      'expected until below | expected until below 70, said ann',
      'false alarm | false alarm, said ann',
      'fixed | fixed, said ann',
    ]);
  });
});

describe('the order of series', () => {
  const NEXT = { median: 5, naive: 5, odds: 0.5 };
  const row = (id: string, more: object) =>
    ({
      ...{ id, dataset: id, rule: '1', owner: null, source: '', tenant: null, last: null, next: null, target: 90 },
      ...{ state: 'ok', importance: 1, skill: null, earned: { e: 1 }, incident: null, ...more },
    }) as unknown as ListedRow;
  const low = row('low', {
    ...{ state: 'failing', dataset: 'a', owner: 'ann', source: 'a', tenant: 'a', last: { passes: 1, executions: 2 } },
    ...{
      target: 80,
      next: { ...NEXT, median: 1, naive: 1, odds: 0.1 },
      skill: 0.1,
      earned: { e: 1 },
      incident: 'INC-1',
    },
  });
  const high = row('high', {
    ...{ state: 'ok', dataset: 'b', owner: 'bob', source: 'b', tenant: 'b', last: { passes: 2, executions: 2 } },
    ...{
      target: 90,
      next: { ...NEXT, median: 9, naive: 9, odds: 0.9 },
      skill: 0.9,
      earned: { e: 9 },
      incident: 'INC-2',
    },
    importance: 5,
  });
  const unknown = row('unknown', {
    state: 'watch',
    dataset: 'az',
    target: 85,
    importance: 3,
    earned: { e: 3 },
    source: 'aa',
  });
  const DESCENDING = new Set(['target', 'odds', 'cost', 'skill', 'evidence', 'importance']);

  it.each(SORTS)('by %s puts the greatest first or last, and what is not known last either way', (sort) => {
    const order = (isReversed: boolean) => sortedRows([unknown, high, low], sort, isReversed).map(({ id }) => id);
    const known = (ids: readonly string[]) => ids.filter((id) => id !== 'unknown');
    const ascending = ['low', 'high'];
    expect(known(order(false))).toEqual(DESCENDING.has(sort) ? ['high', 'low'] : ascending);
    expect(known(order(true))).toEqual(DESCENDING.has(sort) ? ascending : ['high', 'low']);
    const isKnown = ['state', 'series', 'source', 'target', 'evidence', 'importance'].includes(sort);
    for (const isReversed of [false, true]) expect(order(isReversed)[isKnown ? 1 : 2]).toBe('unknown');
  });

  it('puts what is likelier to fail first where they are equal, then goes by id', () => {
    const odds = (id: string, chance: number | null) =>
      row(id, { dataset: 'x', next: chance === null ? null : { ...NEXT, odds: chance } });
    const rows = [odds('d', null), odds('c', null), odds('b', 0.2), odds('a', 0.9)];
    expect(sortedRows(rows, 'state', false).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(sortedRows(rows, 'state', true).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('takes a series without executions as one of which nothing passed', () => {
    const none = row('none', { last: { passes: 0, executions: 0 } });
    expect(sortedRows([low, none], 'last', false).map(({ id }) => id)).toEqual(['none', 'low']);
  });
});

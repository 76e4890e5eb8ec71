import type { Incident } from '@dqs/alerting';

import { incidentRow, incidentTag, memberName, takenOver } from '../../src/pages/incidents/incident-row.js';
import { stepsOf } from '../../src/pages/incidents/steps.js';
import { memberRows } from '../../src/pages/incidents/members.js';
import { happenedRows } from '../../src/pages/incidents/happened.js';
import type { SaidAndCame } from '../../src/pages/incidents/said-and-came.js';
import { AT, DAY, incidentOf, memberOf, pageView, seriesOf } from '../support/page-view.js';

const HOUR = 3_600_000;
const bad = { results: [{ day: DAY, passes: 1, fails: 1, errors: 0 }] };
const silentFor = (source: string) => memberOf(source, { level: 'source', alert: source, labels: {} });

describe('an incident in a list', () => {
  const { view } = pageView({ series: [seriesOf('a/1', 0.1, bad), seriesOf('a/2')] });

  it('counts its bad series by day, and those of a silent source by days without a result', () => {
    const row = incidentRow(view, incidentOf([memberOf('a/1'), memberOf('a/2'), memberOf('gone/1')]));
    expect(row).toMatchObject({
      id: 'INC-1',
      phase: 'open',
      series: 3,
      owner: 'ann',
      holder: null,
      endedAt: null,
      resolvedBy: null,
    });
    expect(row.bars).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    const silent = incidentRow(view, incidentOf([silentFor('shop')]));
    expect([silent.series, silent.owner]).toEqual([2, null]);
    expect(silent.bars).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0]);
  });

  it('of which nothing is left has its name, and is over', () => {
    expect(incidentRow(view, incidentOf([]))).toMatchObject({
      what: 'INC-1',
      state: 'resolved',
      series: 0,
      reason: '',
    });
    expect(incidentRow(view, incidentOf([], { title: 'Power cut' })).what).toBe('Power cut');
    expect(incidentRow(view, incidentOf([], { mergedInto: 'INC-2' })).reason).toBe('merged into INC-2');
  });

  it('that is over says why, when and who said so, unless it ended by itself', () => {
    const over = (by: string) => ({
      state: 'resolved' as const,
      resolution: { reason: 'fixed upstream', by, at: AT - 5 },
    });
    expect(incidentRow(view, incidentOf([memberOf('a/1')], over('bob')))).toMatchObject({
      ...{ reason: 'fixed upstream', resolution: 'fixed upstream', resolvedBy: 'bob', endedAt: AT - 5 },
    });
    expect(incidentRow(view, incidentOf([memberOf('a/1')], over('policy'))).resolvedBy).toBeNull();
    expect(incidentRow(view, incidentOf([memberOf('a/1')], { state: 'resolved' }))).toMatchObject({
      ...{ reason: 'recovered', endedAt: null, resolution: null },
    });
  });

  it('names who has it once somebody has', () => {
    const taken = { state: 'acknowledged' as const, acknowledgedBy: 'bob' };
    expect(incidentRow(view, incidentOf([memberOf('a/1')], taken)).holder).toBe('bob');
  });

  it('says who leads, by how many days', () => {
    const led = (subject: string, lag: number) => memberOf('a/2', { ledBy: { subject, lag, q: 0.01 } });
    const reason = (...members: Parameters<typeof incidentOf>[0][number][]) =>
      incidentRow(view, incidentOf(members)).reason;
    expect(reason(memberOf('a/1'), led('a/1', 1))).toBe('a · 1 leads by one day');
    expect(reason(memberOf('a/1'), led('a/1', 2))).toBe('a · 1 leads by 2 days');
    expect(reason(memberOf('a/1'), led('gone/1', 3))).toBe('gone/1 leads by 3 days');
  });

  it('is called by what it is about', () => {
    expect(
      memberName({ level: 'series', subject: 's', labels: { datasetName: 'D', dataset: 'd', rule: '7' }, rule: 'r' }),
    ).toBe('D · 7');
    expect(memberName({ level: 'series', subject: 's', labels: {}, rule: 'r' })).toBe('s · r');
    expect(memberName({ level: 'source', subject: 'shop', labels: {}, rule: 'r' })).toBe('shop');
    expect(memberName({ level: 'model', subject: 'daily', labels: {}, rule: 'drift' })).toBe('daily: drift');
  });

  it('is marked by all that has happened to it', () => {
    const events = [{ at: 1, kind: 'opened' as const, text: '' }];
    expect([incidentTag(incidentOf([])), incidentTag(incidentOf([], { events }))]).toEqual(['"INC-1-0"', '"INC-1-1"']);
    expect(takenOver({ events })).toBeUndefined();
    expect(takenOver({ events: [...events, { at: 2, kind: 'assigned', text: '' }] })?.at).toBe(2);
  });
});

describe('members of an incident', () => {
  it('are each there once for all alerts about it, and over once the last of these is', () => {
    const { view } = pageView({ series: [seriesOf('a/1')] });
    const led = { ledBy: { subject: 'a/1', lag: 1, q: 0.02 } };
    const members = [
      memberOf('a/1', { resolvedAt: AT - 9 }),
      memberOf('a/1', { alert: 'second', resolvedAt: AT - 3 }),
      memberOf('b/1', { ...led, labels: {} }),
      memberOf('c/1', { ledBy: { subject: 'gone/1', lag: 2, q: 0.01 } }),
      memberOf('c/1', { alert: 'third', resolvedAt: AT }),
    ];
    const rows = memberRows(view, incidentOf(members));
    expect(
      rows.map(({ name, alerts, owner, ledBy, isRoot, resolvedAt }) => [
        name,
        alerts.length,
        owner,
        ledBy?.name,
        isRoot,
        resolvedAt,
      ]),
    ).toEqual([
      ['a · 1', 2, 'ann', undefined, true, AT - 3],
      ['b/1 · failed', 1, null, 'a · 1', false, null],
      ['c · 1', 2, 'ann', 'gone/1', false, null],
    ]);
    expect(rows.map(({ row }) => row?.id)).toEqual(['a/1', undefined, undefined]);
  });
});

describe('the steps of an incident', () => {
  const { view } = pageView({ series: [seriesOf('a/1')] });
  const openedAt = AT - 20 * HOUR;
  const incident = incidentOf([memberOf('a/1'), memberOf('gone/1')], { openedAt });
  const members = memberRows(view, incident);
  const said = (odds: number, issuedAt: number, target = 80) => ({ odds, target, issuedAt });
  const came = (passes: number, arrivedAt: number) => ({ passes, executions: 10, arrivedAt });
  const day = (more: Partial<SaidAndCame>): SaidAndCame => ({
    ...{ series: 'a/1', day: DAY, said: null, came: null, intervened: null },
    ...more,
  });
  const steps = (days: SaidAndCame[], sent: Parameters<typeof stepsOf>[3] = [], of = incident) =>
    stepsOf(of, members, days, sent);
  const sent = (at: number, more: object = {}) => ({
    at,
    kind: 'opened' as const,
    receivers: ['data'],
    isPage: false,
    why: null,
    ...more,
  });

  it('are none before anything has happened', () => {
    expect(steps([])).toEqual({
      ...{ forecast: null, warned: null, failed: null, acknowledged: null, fixed: null, fixBy: null, resolved: null },
    });
  });

  it('are the first warning, the first message, and how long after it the first result failed', () => {
    const days = [
      day({ said: said(0.9, openedAt + HOUR), came: came(2, openedAt + 5 * HOUR) }),
      day({ day: DAY - 1, said: said(0.8, openedAt - HOUR), came: came(9, openedAt + 4 * HOUR) }),
      day({ day: DAY + 1, said: said(0.9, openedAt + 9 * HOUR) }),
      day({ day: DAY - 9, said: said(0.9, openedAt - 99 * HOUR), came: came(1, openedAt - 90 * HOUR) }),
    ];
    const told = [
      sent(openedAt + 3 * HOUR, { kind: 'reminder', isPage: true }),
      sent(openedAt + 2 * HOUR),
      sent(openedAt, { kind: 'held' }),
    ];
    const found = steps(days, told);
    expect(found.forecast).toEqual({ at: openedAt - HOUR, name: 'a · 1', odds: 0.8 });
    expect(found.warned).toEqual({ at: openedAt + 2 * HOUR, receivers: ['data'], isPage: false });
    expect(found.failed).toEqual({ at: openedAt + 5 * HOUR, name: 'a · 1', afterWarning: 3 * HOUR });
  });

  it('count a result that nobody had forecast by the target of its series, or else as one that has to be whole', () => {
    expect(steps([day({ came: came(7, openedAt) })]).failed).toEqual({
      at: openedAt,
      name: 'a · 1',
      afterWarning: null,
    });
    expect(steps([day({ came: came(9, openedAt) })]).failed).toBeNull();
    expect(steps([day({ series: 'gone/1', came: came(9, openedAt) })]).failed?.name).toBe('gone · 1');
    expect(steps([day({ series: 'gone/1', came: came(10, openedAt) })]).failed).toBeNull();
    expect(
      steps([day({ series: 'gone/1', said: said(0.1, openedAt - 1, 95), came: came(9, openedAt) })]).failed,
    ).not.toBeNull();
    expect(steps([day({ came: came(1, openedAt), intervened: { at: 1, by: 'ann' } })]).failed).toBeNull();
  });

  it('tell who took it, and how long after a page, or else the first message', () => {
    const events = [{ at: openedAt + 4 * HOUR, kind: 'acknowledged' as const, text: '', by: 'bob' }];
    const after = (told: Parameters<typeof stepsOf>[3], of: Incident = { ...incident, events }) =>
      steps([], told, of).acknowledged;
    expect(after([sent(openedAt + HOUR), sent(openedAt + 3 * HOUR, { isPage: true })])).toEqual({
      ...{ at: openedAt + 4 * HOUR, by: 'bob', afterTold: HOUR },
    });
    expect(after([sent(openedAt + HOUR)])?.afterTold).toBe(3 * HOUR);
    expect(after([])?.afterTold).toBeNull();
    expect(after([sent(openedAt + 5 * HOUR)])?.afterTold).toBeNull();
    expect(after([], { ...incident, events: [{ at: 1, kind: 'fixed', text: '' }] })).toEqual({
      at: 1,
      by: '',
      afterTold: null,
    });
  });

  it('end with what somebody said and how it ended', () => {
    const resolution = { reason: 'fixed', by: 'bob', at: AT };
    const more = { fixed: { at: 1, by: 'ann' }, fixBy: { at: 2, by: 'bob' } };
    expect(steps([], [], { ...incident, ...more, resolution, state: 'resolved' })).toMatchObject({
      ...more,
      resolved: resolution,
    });
    expect(steps([], [], { ...incident, ...more, resolution }).resolved).toBeNull();
  });

  it('are told the newest first, of one arrival the worst four and how many more there are', () => {
    const many = Array.from({ length: 6 }, (_, i) => memberOf(`m${i}/1`));
    const whole = incidentOf(many, {
      openedAt,
      events: [
        { at: openedAt, kind: 'opened', text: 'opened' },
        { at: openedAt + 1, kind: 'joined', text: 'm1' },
        { at: openedAt + 2, kind: 'commented', text: 'said', by: 'bob', note: 'looking' },
        { at: openedAt + 9 * HOUR, kind: 'resolved', text: 'recovered' },
      ],
    });
    const days = many.map(({ subject }, i) => day({ series: subject, came: came(i, openedAt + HOUR) }));
    days.push(day({ series: 'm0/1', day: DAY - 1, said: said(0.9, openedAt - HOUR), came: came(10, openedAt - 30) }));
    days.push(day({ series: 'm1/1', day: DAY - 1, said: said(0.1, openedAt - HOUR), came: came(10, openedAt - 30) }));
    days.push(day({ series: 'm0/1', day: DAY + 1, said: said(0.8, openedAt + 2 * HOUR) }));
    days.push(day({ series: 'm5/1', day: DAY - 2, came: came(1, openedAt - 2), intervened: { at: 1, by: 'ann' } }));
    const rows = happenedRows(whole, memberRows(view, whole), days, [
      sent(openedAt + 3),
      sent(openedAt + 4, { isPage: true }),
      sent(openedAt + 5, { kind: 'held', why: 'hours' }),
    ]);
    expect(rows.map(({ kind, what, name, more, verdict, by }) => [kind, what ?? name, more, verdict ?? by])).toEqual([
      ['event', 'resolved', 0, null],
      ['forecast', 'm0 · 1', 0, null],
      ['result', 'm0 · 1', 0, 'unsaid'],
      ['result', 'm1 · 1', 0, 'unsaid'],
      ['result', 'm2 · 1', 0, 'unsaid'],
      ['result', 'm3 · 1', 2, 'unsaid'],
      ['told', 'held', 0, null],
      ['told', 'paged', 0, null],
      ['told', 'opened', 0, null],
      ['event', 'commented', 0, 'bob'],
      ['result', 'm5 · 1', 0, 'intervened'],
      ['result', 'm0 · 1', 0, 'wrong'],
      ['forecast', 'm0 · 1', 0, null],
    ]);
  });
});

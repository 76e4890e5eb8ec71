import type { SystemFacts } from '@dqs/alerting';

import { selfPart } from '../../src/pages/system/self-rows.js';
import { AT, incidentOf, memberOf, pageView, saved } from '../support/page-view.js';

const HOUR = 3_600_000;
const part = (kind: string, more: Partial<SystemFacts> = {}): SystemFacts => ({
  part: kind,
  kind,
  labels: {},
  ...more,
});
const source = (name: string, more: object) => ({
  source: name,
  labels: {},
  arrived: false,
  quantiles: [{ level: 0.99, lag: HOUR }],
  ...more,
});

async function rowsOf(parts: Parameters<typeof pageView>[0], system: readonly SystemFacts[] = []) {
  const { rows } = await selfPart(pageView(parts).view, system);
  return new Map(rows.map((row) => [row.rule, row]));
}

describe('what the system knows of itself', () => {
  it('is nothing where nothing is known', async () => {
    const { isDecided, rows } = await selfPart(pageView().view, []);
    expect(isDecided).toBe(false);
    const states = Object.fromEntries(rows.map(({ rule, state, figure }) => [rule, [state, figure]]));
    expect(states).toMatchObject({
      ...{ 'source-late': ['unknown', null], 'forecasts-not-issued': ['unknown', null], watchdog: ['unknown', null] },
      ...{
        'worse-than-naive': ['unknown', null],
        'coverage-off': ['unknown', null],
        'outbox-stuck': ['unknown', null],
      },
      ...{ 'store-trouble': ['unknown', null], 'rollback-happened': ['ok', { kind: 'count', value: 0, of: null }] },
    });
    expect(rows.every(({ incident, since }) => incident === null && since === null)).toBe(true);
  });

  it('is told in figures: what is late, failing, oldest, and how much evidence there is', async () => {
    const models = [
      { model: 'a', labels: {} },
      { model: 'b', labels: {}, liveVsNaive: 2, coverage95: 0.94 },
      { model: 'c', labels: {}, liveVsNaive: 7, coverage80: 0.8 },
    ];
    const sources = [
      source('late', { arrivalLag: 2 * HOUR }),
      source('due', { arrivalLag: HOUR }),
      source('in', { arrived: true, arrivalLag: 9 * HOUR }),
      source('new', { quantiles: [] }),
      source('odd', { quantiles: [{ level: 0.5, lag: 1 }] }),
    ];
    const system = [
      part('forecasts', { share: 0.97 }),
      part('outbox', { age: 5 }),
      part('outbox', { part: 'other', age: 9 }),
      part('outbox', { part: 'idle' }),
      part('channel', { ok: false }),
      part('channel', { part: 'mail', ok: true }),
      part('alias', { age: 5 }),
    ];
    const rows = await rowsOf({ facts: { models, sources } as never }, system);
    const figures = Object.fromEntries([...rows].map(([rule, { figure }]) => [rule, figure]));
    expect(figures).toMatchObject({
      'source-late': { kind: 'count', value: 1, of: 4 },
      'forecasts-not-issued': { kind: 'share', value: 0.97 },
      'worse-than-naive': { kind: 'evidence', value: 7, limit: 100 },
      'coverage-off': { kind: 'coverage', coverage80: null, coverage95: 0.94 },
      'outbox-stuck': { kind: 'age', value: 9 },
      'channel-failing': { kind: 'count', value: 1, of: 2 },
      'rollback-happened': { kind: 'count', value: 1, of: null },
      'audit-broken': null,
    });
    const covered = await rowsOf({ facts: { models: models.slice(2) } as never });
    expect(covered.get('coverage-off')!.figure).toEqual({ kind: 'coverage', coverage80: 0.8, coverage95: null });
  });

  it('fires as it would now where no alerting decides, and names what was found', async () => {
    const rows = await rowsOf({}, [part('audit', { part: 'audit log', ok: false, age: 5 })]);
    const broken = rows.get('audit-broken')!;
    expect([broken.state, broken.since, broken.parts.map(({ part: one }) => one)]).toEqual([
      'firing',
      null,
      ['audit log'],
    ]);
    expect(broken.severity).not.toBeNull();
  });

  it('goes on from where its alerting stands, with its incidents and whether that is still heard', async () => {
    const audit = part('audit', { part: 'audit log', ok: false, age: 5 });
    async function after(at: number, members = [memberOf('audit log', { rule: 'audit-broken', level: 'system' })]) {
      const { view, alerting } = pageView();
      const state = {
        at,
        alerts: [],
        pages: [],
        digests: [],
        incidents: [incidentOf(members), incidentOf(members, { id: 'over', state: 'resolved' })],
      };
      await saved(alerting, { state, step: { at } }, 'system');
      const { isDecided, rows } = await selfPart(view, [audit]);
      return { isDecided, rows: new Map(rows.map((row) => [row.rule, row])) };
    }
    const { isDecided, rows } = await after(AT - HOUR);
    expect(isDecided).toBe(true);
    expect(rows.get('audit-broken')).toMatchObject({ incident: 'INC-1', parts: [{ part: 'audit log' }] });
    expect(rows.get('watchdog')).toMatchObject({ state: 'ok', since: null, figure: { kind: 'age', value: HOUR } });
    const silent = await after(AT - 4 * HOUR);
    expect(silent.rows.get('watchdog')).toMatchObject({ state: 'firing', severity: 'critical', since: AT - HOUR });
    const ended = await after(AT - HOUR, [
      memberOf('audit log', { rule: 'audit-broken', level: 'system', resolvedAt: AT - 5 }),
    ]);
    expect(ended.rows.get('audit-broken')!.incident).toBeNull();
    // Of a time before its last step nothing is gone on from.
    expect((await after(AT + HOUR)).rows.get('audit-broken')!.parts).toHaveLength(1);
  });
});

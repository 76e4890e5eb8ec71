import type { Suppression } from '@dqs/alerting';

import { digestCauses, whyNotTold } from '../../src/pages/alerts/not-told.js';
import { liveRows } from '../../src/pages/alerts/live.js';
import { alertOf, AT, DAY, incidentOf, memberOf, pageView, reason, seriesOf, toldOf } from '../support/page-view.js';

const AROUND = { incident: undefined, causes: new Map(), hasRoute: true, earned: undefined };
const quiet = (by: Suppression['by'], why: string, alert?: string) => ({
  suppressed: { by, why, ...(alert !== undefined && { alert }) },
});

describe('why an alert has told nobody', () => {
  it.each([
    ['silence', 'silenced to 2026-12-31 by ann: Move', 'silence', 'to 2026-12-31 by ann: Move'],
    ['window', 'window nights', 'window', 'nights'],
    ['mark', 'marked as expected by ann', 'mark', 'expected by ann'],
    ['dry-run', 'below-target: dry_run', 'dry-run', 'below-target'],
    ['inhibition', 'shop is late', 'inhibition', 'shop is late'],
    ['requirement', 'requires two sources', 'requirement', 'two sources'],
    ['requirement', 'requires earned pages', 'requirement', 'earned pages'],
  ] as const)('is what keeps it quiet: %s, %s', (by, why, kind, text) => {
    expect(whyNotTold(alertOf('o/1', quiet(by, why)), AROUND)).toEqual({ kind, text });
  });

  it('is the evidence that is missing, or the veto of its own record', () => {
    const alert = alertOf('o/1', quiet('requirement', 'requires earned'));
    const earned = { pool: 'p', e: 3.14159, veto: false };
    expect(whyNotTold(alert, { ...AROUND, earned })).toEqual({ kind: 'earned', text: 'e = 3.1 of 20' });
    expect(whyNotTold(alert, { ...AROUND, earned: { ...earned, veto: true } })?.kind).toBe('veto');
  });

  it('is nothing where somebody had a message, or will read it in the digest that its route leads to', () => {
    const incident = incidentOf([memberOf('o/1')], { told: [toldOf('data')] });
    expect(whyNotTold(alertOf('o/1'), { ...AROUND, incident })).toBeNull();
    const inDigest = { ...incident, told: [toldOf('data', { sent: false, digest: 'daily' })] };
    expect(whyNotTold(alertOf('o/1'), { ...AROUND, incident: inDigest })).toBeNull();
    const causes = new Map([['INC-1', { why: 'route' as const, receiver: 'daily', text: '' }]]);
    expect(whyNotTold(alertOf('o/1'), { ...AROUND, incident: inDigest, causes })).toBeNull();
  });

  it('is the budget or the hours that keep it in a digest', () => {
    const incident = incidentOf([memberOf('o/1')], { told: [toldOf('data', { sent: false, digest: 'daily' })] });
    const entry = (why: 'budget' | 'hours', reasons: unknown[]) => ({ incident: 'INC-1', why, reasons });
    const digests = (one: unknown) => [{ receiver: 'daily', entries: [one] }] as never;
    const pages = entry('budget', [reason('share', 1, 0), reason('pages of ann', 3, 3)]);
    expect(whyNotTold(alertOf('o/1'), { ...AROUND, incident, causes: digestCauses(digests(pages)) })).toEqual({
      ...{ kind: 'budget', text: 'pages of ann: 3 of 3; it is in the digest daily' },
    });
    const hours = digestCauses(digests(entry('hours', [])));
    expect(whyNotTold(alertOf('o/1'), { ...AROUND, incident, causes: hours })).toEqual({
      ...{ kind: 'hours', text: 'it is in the digest daily' },
    });
  });

  it('is that no route leads anywhere, that its incident is over, or that it waits', () => {
    const alert = alertOf('o/1');
    expect(whyNotTold(alert, { ...AROUND, hasRoute: false })?.kind).toBe('no-route');
    expect(whyNotTold(alert, AROUND)?.kind).toBe('resolved');
    expect(whyNotTold(alert, { ...AROUND, incident: incidentOf([memberOf('o/1')]) })?.kind).toBe('waiting');
  });
});

describe('alerts that fire', () => {
  const rows = (alerts: Parameters<typeof alertOf>[1][], more: Parameters<typeof pageView>[0] = {}) =>
    liveRows(pageView({ ...more, state: { ...more.state, alerts: alerts.map((one) => alertOf('o/1', one)) } }).view);

  it('are in the states that pages show', () => {
    const states = rows([
      { key: '1', rule: 'below-target' },
      { key: '2', phase: 'recovering' },
      { key: '3', known: false },
      { key: '4', level: 'source', subject: 'shop' },
      { key: '5', level: 'model', subject: 'daily' },
      { key: '6', level: 'system', subject: 'outbox' },
      { key: '7', ...quiet('window', 'window nights') },
      { key: '8' },
      { key: '9', phase: 'pending' },
      { key: '10', phase: 'resolved' },
    ]);
    expect(states.map(({ key, state }) => `${key} ${state}`)).toEqual([
      ...['6 failing', '8 failing', '3 unknown', '4 unknown', '1 likely', '2 watch', '5 watch', '7 suppressed'],
    ]);
    expect(states.find(({ key }) => key === '2')?.isRecovering).toBe(true);
    expect(states.find(({ key }) => key === '4')).toMatchObject({ what: 'shop', series: null });
  });

  it('show the result against its target where they look at one, else the first check that was met', () => {
    const failing = seriesOf('o/1', 0.9, { results: [{ day: DAY, passes: 3, fails: 1, errors: 0 }] });
    const reasons = [reason('x', 1, 2, 'unmet'), reason('owner', 'ann', 'bob'), reason('p_below_target', 0.7, 0.6)];
    const observed = (alert: Parameters<typeof alertOf>[1], series = [failing]) =>
      rows([alert], { series })[0]!.observed;
    expect(observed({})).toEqual({ value: 75, limit: 80, unit: 'percentage' });
    expect(observed({}, [seriesOf('o/1', 0.9, { results: [] })])).toBeNull();
    expect(observed({ rule: 'below-target', reasons })).toEqual({ value: 0.7, limit: 0.6, unit: 'share' });
    expect(observed({ reasons }, [])).toEqual({ value: 0.7, limit: 0.6, unit: 'share' });
    expect(observed({ reasons: [reason('age', 7, 3)] }, [])).toEqual({ value: 7, limit: 3, unit: 'number' });
    expect(observed({ reasons: reasons.slice(0, 2) }, [])).toEqual({ value: 'ann', limit: 'bob', unit: 'text' });
    expect(observed({ reasons: [reason('x', null, 2, 'unmet')] }, [])).toEqual({ value: null, limit: 2, unit: 'text' });
    expect(observed({}, [])).toBeNull();
  });

  it('name who was told, as the page that woke somebody and as the digest that did not', () => {
    const told = [
      toldOf('data', { count: 2 }),
      toldOf('gone'),
      toldOf('call'),
      toldOf('phone', { sent: false, digest: 'd' }),
    ];
    const policy = `
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main }
routes: [{ to: [data] }]
rules: [{ id: failed, when: pass_percentage < target }]
receivers:
  data: { email: { to: a@example.com } }
  call: { pages: true, email: { to: b@example.com } }
  phone: { pages: true, email: { to: c@example.com } }
`;
    const members = [memberOf('o/1'), memberOf('o/2')];
    const pages = [
      { owner: 'ann', at: AT - 800, incident: 'INC-1' },
      { owner: 'ann', at: AT - 700, incident: 'INC-2' },
    ] as never;
    const [row] = rows([{}], { policy, state: { incidents: [incidentOf(members, { told })], pages } });
    expect(row).toMatchObject({ incident: 'INC-1', isRoot: true, isTold: true, why: null });
    expect(row!.told).toEqual([
      { receiver: 'data', channel: 'email', at: AT - 500, count: 2, isPage: false, isDigest: false },
      { receiver: 'gone', channel: null, at: AT - 500, count: 1, isPage: false, isDigest: false },
      { receiver: 'call', channel: 'email', at: AT - 800, count: 1, isPage: true, isDigest: false },
      { receiver: 'phone', channel: 'email', at: AT - 500, count: 1, isPage: false, isDigest: true },
    ]);
  });

  it('that others speak for are one row a speaker', () => {
    const by = (alert: string) => quiet('inhibition', 'x', alert);
    const source = alertOf('shop', { key: 'late shop', level: 'source' });
    const alerts = [
      source,
      alertOf('o/1', { ...by('late shop'), since: AT - 5 }),
      alertOf('o/2', { ...by('late shop'), since: AT - 9 }),
      alertOf('o/3', by('gone')),
      alertOf('bank', { key: 'b', level: 'source', ...by('other') }),
      alertOf('o/4', { key: 'x', ...by('unknown') }),
      alertOf('o/4', { key: 'y', ...by('unknown') }),
    ];
    const incidents = [incidentOf([memberOf('shop', { alert: 'late shop', level: 'source' })])];
    const found = liveRows(pageView({ state: { alerts, incidents } }).view).filter(
      ({ why }) => why?.kind === 'inhibition',
    );
    expect(found.map(({ what, series, count, since, incident }) => [what, series, count, since, incident])).toEqual([
      ['2 series of shop', null, 2, AT - 9, 'INC-1'],
      ['o · 3', 'o/3', 1, AT - 1000, null],
      ['bank', null, 1, AT - 1000, null],
      ['1 series', null, 2, AT - 1000, null],
    ]);
    expect(found[0]!.why).toEqual({ kind: 'inhibition', text: 'one alert speaks for them', incident: 'INC-1' });
    expect(found[1]!.why).not.toHaveProperty('incident');
  });

  it('of a series without names are called by its id', () => {
    expect(rows([{ labels: {} }])[0]).toMatchObject({ owner: null, what: expect.stringContaining('o/1') });
    expect(rows([{ labels: { datasetName: '__proto__', rule: '7' } }])[0]!.what).toBe('__proto__ · 7');
  });
});

import type { Verdict } from '@dqs/alerting';

import { alertsPage, alertsTables } from '../../src/pages/index.js';
import { budgetRows } from '../../src/pages/alerts/budgets.js';
import { inForceSince } from '../../src/pages/alerts/in-force.js';
import { messageFacts, messageRows, waitingRows } from '../../src/pages/alerts/messages.js';
import { matchText, silenceRows } from '../../src/pages/alerts/silences.js';
import { alertOf, AT, pageView, queued, saved, seriesOf } from '../support/page-view.js';

const DAY_MS = 86_400_000;
const POLICY = `
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: main }
routes: [{ to: [data] }]
rules: [{ id: failed, when: pass_percentage < target }]
receivers: { data: { email: { to: a@example.com } }, daily: { email: { to: a@example.com }, at: '07:45' } }
budgets:
  - { owner: ann, pages: 2 per 7d, overflow: daily }
  - { owner: 'team-*', pages: 5 per 1d, overflow: daily }
silences:
  - { match: { dataset: old }, until: 2199-12-31, comment: 'Move: part 2', by: ann }
  - { match: { dataset: older }, until: 2001-12-31, comment: Over, by: ann }
windows:
  - { match: { source: shop }, calendar: always, mode: mute, comment: Yearly close }
calendars: { always: { days: mon-sun, from: '00:00', to: '24:00' } }
`;

describe('budgets of pages', () => {
  it('are none without budgets, and those of all who answer for something with them', () => {
    const pages = [
      { owner: 'ann', incident: 'INC-1', at: AT },
      { owner: 'ann', incident: 'INC-2', at: AT - 7 * DAY_MS },
      { owner: 'ann', incident: 'INC-3', at: AT - 7 * DAY_MS + 1 },
      { owner: 'ann', incident: 'INC-4', at: AT + 1 },
      { owner: 'team-b', incident: 'INC-5', at: AT - 2 * DAY_MS },
    ];
    const over = (incident: string, why: string, owners: string[]) => ({ incident, why, owners });
    const entries = [
      over('INC-6', 'budget', ['ann', 'bob']),
      over('INC-6', 'budget', ['ann']),
      over('INC-7', 'route', ['ann']),
    ];
    const digests = [{ receiver: 'daily', sentAt: 0, entries }] as never;
    const series = [
      seriesOf('a/1'),
      seriesOf('b/1', 0.1, { labels: { owner: 'carl' } }),
      seriesOf('c/1', 0.1, { labels: {} }),
    ];
    expect(budgetRows(pageView({ series, state: { pages, digests } }).view)).toEqual([]);
    expect(budgetRows(pageView({ series, state: { pages, digests }, policy: POLICY }).view)).toEqual([
      { owner: 'ann', used: 2, limit: 2, days: 7, overflow: 1 },
      { owner: 'team-b', used: 0, limit: 5, days: 1, overflow: 0 },
    ]);
  });
});

describe('since when a policy is in force', () => {
  /** Steps an hour apart, each by the policy that is named. */
  async function after(policies: string, at = Infinity, digest = 'p') {
    const { alerting } = pageView();
    for (const [i, policy] of [...policies].entries()) await saved(alerting, { step: { policy, at: 1000 * (i + 1) } });
    return inForceSince(alerting, { name: 'main', digest }, policies.length === 0 ? null : 1000 * policies.length, at);
  }

  it.each([
    ['', Infinity, null],
    ['o', Infinity, null],
    ['p', Infinity, 1000],
    ['pppppppp', Infinity, 1000],
    ['op', Infinity, 2000],
    ['ooooopppp', Infinity, 6000],
    ['ppppppo', Infinity, null],
    ['opppoo', 4500, 2000],
    ['opppoo', 5500, null],
    ['pp', 500, null],
  ])('%s, as known at %d, is %j', async (policies, at, since) => {
    expect(await after(policies, at)).toBe(since);
  });

  it('is found where steps of a later time stand between, as those of a time that somebody named', async () => {
    const { alerting } = pageView();
    const times = [1, 9, 9, 2, 3, 4, 5];
    for (const [i, at] of times.entries()) await saved(alerting, { step: { policy: i === 0 ? 'o' : 'p', at } });
    expect(await inForceSince(alerting, { name: 'main', digest: 'p' }, 5, 6)).toBe(2);
  });

  it('is found wherever it changed, however many steps there are', async () => {
    for (let other = 1; other < 20; other += 1) {
      expect(await after('o'.repeat(other) + 'p'.repeat(20 - other))).toBe(1000 * (other + 1));
    }
  });
});

describe('messages', () => {
  it('say what they are about in a few words', () => {
    const facts = (content: object) => messageFacts({ content: content as never });
    expect(facts({ kind: 'incident', incident: 'INC-1', what: 'a' })).toEqual({
      kind: 'incident',
      incident: 'INC-1',
      title: 'a',
    });
    expect(facts({ kind: 'digest', subject: 'Today' })).toEqual({ kind: 'digest', incident: null, title: 'Today' });
    expect(facts({ kind: 'note', incident: 'INC-1', text: 'b' })).toEqual({
      kind: 'note',
      incident: 'INC-1',
      title: 'b',
    });
    expect(facts({ kind: 'event', type: 'job.failed', subject: 'x' })).toEqual({
      kind: 'event',
      incident: null,
      title: 'job.failed x',
    });
  });

  it('that wait or are stuck are counted by receiver, what waits longest first', async () => {
    const { view, alerting } = pageView();
    const outbox = alerting.outboxOf('main');
    await queued(alerting, { id: '1', createdAt: AT - 50 });
    await queued(alerting, { id: '2', subject: 'INC-2', createdAt: AT - 40 });
    await queued(alerting, { id: '3', receiver: 'gone', createdAt: AT - 60 });
    await queued(alerting, { id: '4', receiver: 'off', createdAt: AT - 10 });
    const claims = await outbox.claim({ now: AT, leaseMs: 1, limit: 9 });
    const settle = (id: string, verdict: Verdict) =>
      outbox.settle(claims.find(({ message }) => message.id === id)!, verdict, AT);
    await settle('1', { kind: 'later', why: 'no answer', dueAt: AT + 5 });
    await settle('2', { kind: 'untried', dueAt: AT + 3 });
    await settle('3', { kind: 'dead', why: 'refused' });
    await settle('4', { kind: 'gone', why: 'no such channel' });
    const rows = await waitingRows(outbox, view.opened.policy);
    expect(rows).toEqual([
      {
        ...{ receiver: 'gone', channel: null, waiting: 0, dead: 1, attempts: 1 },
        oldestAt: AT - 60,
        nextAt: null,
        why: 'refused',
        isOff: false,
      },
      {
        ...{ receiver: 'data', channel: 'email', waiting: 2, dead: 0, attempts: 1 },
        oldestAt: AT - 50,
        nextAt: AT + 3,
        why: 'no answer',
        isOff: false,
      },
      {
        ...{ receiver: 'off', channel: null, waiting: 1, dead: 0, attempts: 1 },
        oldestAt: AT - 10,
        nextAt: AT - 10,
        why: 'no such channel',
        isOff: true,
      },
    ]);
    const listed = await messageRows(outbox, view.opened.policy);
    expect(listed.map(({ id, channel, title }) => [id, channel, title])).toEqual([
      ['4', null, 'orders · 101'],
      ['3', null, 'orders · 101'],
      ['2', 'email', 'orders · 101'],
      ['1', 'email', 'orders · 101'],
    ]);
    expect(await waitingRows(pageView().alerting.outboxOf('main'), view.opened.policy)).toEqual([]);
  });
});

describe('silences', () => {
  it('are those that hold, of people and of the policy, then those to come, then those that are over', async () => {
    const alerts = [
      alertOf('old/1', { suppressed: { by: 'silence', why: 'silenced to 2199-12-31 by ann: Move: part 2' } }),
      alertOf('a/1'),
    ];
    const { view, alerting } = pageView({
      series: [seriesOf('a/1'), seriesOf('a/2')],
      state: { alerts },
      policy: POLICY,
    });
    const silence = (comment: string, from: number, until: number, match = { dataset: ['a'] }) =>
      alerting.addSilence('main', { match, from, until, by: 'bob', comment, at: AT - 99 });
    await silence('long', AT - 9, AT + 90);
    await silence('short', AT - 9, AT + 50);
    await silence('next', AT + 7, AT + 50);
    await silence('over', AT - 50, AT - 40);
    await silence('just over', AT - 50, AT - 30);
    const { id } = await silence('ended', AT - 20, AT + 80);
    await alerting.endSilence('main', id, { by: 'bob', at: AT - 10 });
    const later = await silence('ended later', AT - 20, AT + 70);
    await alerting.endSilence('main', later.id, { by: 'bob', at: AT + 10 });
    await alerting.addSilence('main', {
      match: { rule: ['1'] },
      from: AT,
      until: AT + 5,
      by: 'bob',
      comment: 'later',
      at: AT + 1,
    });
    const rows = await silenceRows(view);
    expect(
      rows.map(({ state, comment, what, until, series, firing, by }) => [
        state,
        comment,
        what,
        until && until - AT,
        series,
        firing,
        by,
      ]),
    ).toEqual([
      ['active', 'short', 'dataset a', 50, 2, 1, 'bob'],
      ['active', 'ended later', 'dataset a', 70, 2, 1, 'bob'],
      ['active', 'long', 'dataset a', 90, 2, 1, 'bob'],
      ['active', 'in the policy', 'always: Yearly close', null, null, 0, null],
      ['active', 'in the policy', 'Move: part 2', expect.any(Number), null, 1, 'ann'],
      ['pending', 'next', 'dataset a', 50, 2, 1, 'bob'],
      ['over', 'ended', 'dataset a', -10, null, null, 'bob'],
      ['over', 'just over', 'dataset a', -30, null, null, 'bob'],
      ['over', 'over', 'dataset a', -40, null, null, 'bob'],
    ]);
  });

  it('of tenants are there for them alone, and those of the policy for nobody of them', async () => {
    const { view, alerting } = pageView({ policy: POLICY, view: { scope: { tenants: ['eu'] } } });
    const silence = (match: object) =>
      alerting.addSilence('main', { match, from: AT, until: AT + 5, by: 'bob', comment: 'x', at: AT });
    await silence({ tenant: ['eu'] });
    await silence({ tenant: ['us'] });
    await silence({ dataset: ['a'] });
    expect((await silenceRows(view)).map(({ what }) => what)).toEqual(['tenant eu']);
  });

  it('are told by what they match', () => {
    expect(matchText({ dataset: ['orders*', 'payments'], source: ['shop'], rule: [] })).toBe(
      'dataset orders*, payments; source shop',
    );
  });
});

describe('the page of alerts', () => {
  it('is there without anything in it, and with alerts that fire', async () => {
    const empty = await alertsPage(pageView().view);
    expect(alertsTables(empty).every(({ rows }) => rows.length === 0 || rows.length > 0)).toBe(true);
    expect(empty).toMatchObject({ knownAt: AT, isNow: true });
    const page = await alertsPage(pageView({ series: [seriesOf('a/1')], state: { alerts: [alertOf('a/1')] } }).view);
    expect(JSON.stringify(alertsTables(page)[0]!.rows)).toContain('a/1');
  });
});

import type { Verdict } from '@dqs/alerting';

import { incidentPage, incidentTables } from '../../src/pages/index.js';
import { sentRows, toldRows } from '../../src/pages/incidents/told.js';
import { AT, DAY, incidentOf, memberOf, pageView, queued, saved, seriesOf, toldOf } from '../support/page-view.js';

const HOUR = 3_600_000;
const INCIDENT = incidentOf([memberOf('a/1')], { openedAt: AT - 9 * HOUR });

describe('who was told of an incident', () => {
  /** Messages to several receivers, some of which were settled an hour ago. */
  async function outbox(view: Parameters<typeof pageView>[0] = {}) {
    const made = pageView(view);
    const box = made.alerting.outboxOf('main');
    const add = (id: string, receiver: string, hours: number, more: object = {}) =>
      queued(made.alerting, { id, receiver, createdAt: AT - hours * HOUR, ...more });
    const settle = async (verdicts: Readonly<Record<string, Verdict>>) => {
      const claims = await box.claim({ now: AT, leaseMs: 1, limit: 9 });
      for (const claim of claims) {
        const verdict = verdicts[claim.message.id];
        if (verdict !== undefined) await box.settle(claim, verdict, AT - HOUR);
      }
    };
    await add('1', 'data', 8);
    await settle({ 1: { kind: 'sent' } });
    await add('2', 'data', 7);
    await settle({ 2: { kind: 'sent' } });
    await add('3', 'data', 6, { anew: true });
    await settle({ 3: { kind: 'sent' } });
    await add('4', 'data', 5);
    await add('5', 'lost', 4);
    await settle({ 4: { kind: 'later', why: 'no answer', dueAt: AT + 5 }, 5: { kind: 'dead', why: 'refused' } });
    await add('6', 'data', -1);
    await add('7', 'data', 3, { content: { kind: 'note', incident: 'INC-1', text: 'x' } });
    return made;
  }

  it('is counted by receiver: what was sent, edited, waits and was given up', async () => {
    const { view } = await outbox();
    expect(await toldRows(view, INCIDENT)).toEqual([
      {
        ...{ receiver: 'data', channel: 'email', sent: 3, updates: 1, waiting: 1, dead: 0, digest: null },
        ...{ next: { attempts: 1, dueAt: AT + 5, why: 'no answer' }, at: AT - 5 * HOUR },
      },
      {
        ...{ receiver: 'lost', channel: null, sent: 0, updates: 0, waiting: 0, dead: 1, digest: null },
        ...{ next: { attempts: 1, dueAt: AT - 4 * HOUR, why: 'refused' }, at: AT - 4 * HOUR },
      },
    ]);
  });

  it('names the digest in which it stands for those who have no message of it', async () => {
    const told = [toldOf('data', { digest: 'daily' }), toldOf('daily', { digest: 'daily', at: AT - 1 }), toldOf('x')];
    const { view } = await outbox();
    const rows = await toldRows(view, { ...INCIDENT, told });
    expect(rows.map(({ receiver, digest, sent, at }) => [receiver, digest, sent, at - AT])).toEqual([
      ['data', null, 3, -5 * HOUR],
      ['lost', null, 0, -4 * HOUR],
      ['daily', 'daily', 0, -1],
    ]);
  });

  it('of a past time is what had been sent by then; what was given up since may still have been on its way', async () => {
    const past = await outbox({ view: { isNow: false, at: AT - 2 * HOUR } });
    const rows = await toldRows(past.view, INCIDENT);
    expect(rows.map(({ receiver, sent, waiting, dead, next }) => [receiver, sent, waiting, dead, next])).toEqual([
      ['data', 0, 4, 0, null],
      ['lost', 0, 1, 0, null],
    ]);
    const later = await outbox({ view: { isNow: false, at: AT } });
    expect((await toldRows(later.view, INCIDENT)).map(({ sent, waiting, dead }) => [sent, waiting, dead])).toEqual([
      [3, 1, 0],
      [0, 1, 0],
    ]);
  });

  it('is nobody where nothing was sent', async () => {
    expect(await toldRows(pageView().view, INCIDENT)).toEqual([]);
  });
});

describe('what was sent of an incident', () => {
  it('is one row a tick for all who were told the same, without updates and digests', async () => {
    const { view, alerting } = pageView();
    const send = (receiver: string, kind: string, more: object = {}) => {
      return { id: receiver, incident: 'INC-1', kind, receiver, page: false, ...more };
    };
    const sends = [
      send('data', 'opened'),
      send('ops', 'opened'),
      send('call', 'opened', { page: true }),
      send('data', 'updated'),
      send('daily', 'digest'),
      send('data', 'opened', { incident: 'INC-2' }),
    ];
    const held = [
      { incident: 'INC-1', kind: 'opened', receiver: 'night', why: 'hours' },
      { incident: 'INC-1', kind: 'opened', receiver: 'slow', why: 'waiting' },
      { incident: 'INC-1', kind: 'updated', receiver: 'night', why: 'hours' },
      { incident: 'INC-2', kind: 'opened', receiver: 'night', why: 'hours' },
    ];
    await saved(alerting, { step: { at: AT - HOUR, sends, held }, incidents: [INCIDENT] });
    await saved(alerting, { step: { at: AT - HOUR / 2, kind: 'act', act: {} } });
    await saved(alerting, { step: { at: AT + 1, sends: [send('data', 'resolved')] } });
    const common = { at: AT - HOUR, isPage: false, why: null };
    expect(await sentRows(view, INCIDENT)).toEqual([
      { ...common, kind: 'opened', receivers: ['data', 'ops'] },
      { ...common, kind: 'opened', receivers: ['call'], isPage: true },
      { ...common, kind: 'held', receivers: ['night'], why: 'hours' },
    ]);
  });
});

describe('the page of an incident', () => {
  it('tells of incidents that were like it, those with the same root first', async () => {
    const over = (id: string, subjects: readonly string[], more: object = {}) =>
      incidentOf(
        subjects.map((one) => memberOf(one, { resolvedAt: AT })),
        {
          ...{
            id,
            state: 'resolved',
            openedAt: AT - 30 * HOUR,
            resolution: { reason: 'fixed', by: 'bob', at: AT - 20 * HOUR },
          },
          ...more,
        },
      );
    const incident = incidentOf([memberOf('a/1'), memberOf('a/2')], { openedAt: AT - 9 * HOUR });
    const { view, alerting } = pageView({
      series: [],
      state: {
        incidents: [
          incident,
          incidentOf([], { id: 'INC-0' }),
          incidentOf([memberOf('z/1')], { id: 'INC-9', title: 'Z' }),
        ],
      },
    });
    const resolution = { reason: 'recovered', by: 'policy', at: AT - 20 * HOUR };
    const incidents = [
      incident,
      over('INC-2', ['a/2', 'a/1', 'b/1']),
      over('INC-3', ['a/1'], { title: 'Power cut', resolution }),
      over('INC-4', ['c/1']),
      over('INC-5', ['a/1'], { mergedInto: 'INC-3' }),
      over('INC-6', ['a/1'], { openedAt: AT - HOUR }),
      over('INC-7', ['a/1'], { resolution: null, state: 'open' }),
    ];
    await saved(alerting, { incidents });
    const page = await incidentPage(view, 'INC-1');
    expect(page.similar.map(({ id, what, isSameRoot, shared, by }) => [id, what, isSameRoot, shared, by])).toEqual([
      ['INC-3', 'Power cut', true, 1, null],
      ['INC-2', 'a · 2 and 2 more', false, 2, 'bob'],
    ]);
    expect(page.others).toEqual([
      { id: 'INC-0', what: 'INC-0' },
      { id: 'INC-9', what: 'Z' },
    ]);
    expect(page.root).toMatchObject({ name: 'a · 1', chosenBy: null, leads: 0, of: 1, best: null, histogram: null });
    expect([page.source, page.mayReopen, page.members.length]).toEqual([null, false, 2]);
    const tables = Object.fromEntries(incidentTables(page).map(({ name, rows }) => [name, rows.length]));
    expect(tables).toEqual({ members: 2, happened: 0, grid: 0, lags: 0, told: 0, similar: 2 });
  });

  it('may be reopened where it is over, and something of it still fires', async () => {
    const resolution = { reason: 'fixed', by: 'bob', at: AT - HOUR };
    const over = incidentOf([memberOf('a/1', { labels: { source: 'shop' } })], {
      state: 'resolved',
      resolution,
      root: 'a/1',
    });
    const page = await incidentPage(pageView({ state: { incidents: [over] } }).view, 'INC-1');
    expect([page.mayReopen, page.source, page.root, page.resolvedBy]).toEqual([true, 'shop', null, 'bob']);
  });

  it('names its root, who chose it, and the lead that is the surest', async () => {
    const events = [{ at: 1, kind: 'rooted' as const, text: '', by: 'bob' }];
    const members = [memberOf('a/1'), memberOf('b/1'), memberOf('c/1')];
    const lead = (from: string, to: string, q: number, seen: number) => ({ from, to, lag: 1, q, seen, of: 9 });
    const leads = [
      lead('a/1', 'b/1', 0.02, 5),
      lead('a/1', 'c/1', 0.01, 3),
      lead('a/1', 'c/1', 0.01, 4),
      lead('a/1', 'z/1', 0, 9),
      lead('b/1', 'c/1', 0, 9),
    ];
    const rootOf = async (more: object) => {
      const incident = incidentOf(members, { events, ...more });
      return (await incidentPage(pageView({ leads: leads as never, state: { incidents: [incident] } }).view, 'INC-1'))
        .root;
    };
    expect(await rootOf({ root: 'a/1' })).toMatchObject({
      chosenBy: 'bob',
      leads: 3,
      of: 2,
      best: { lag: 1, q: 0.01, seen: 4, of: 9 },
    });
    expect((await rootOf({ root: 'b/1' }))?.chosenBy).toBeNull();
    expect((await rootOf({ root: 'a/1', events: [] }))?.chosenBy).toBeNull();
  });

  it('is refused by an id that nobody has', async () => {
    await expect(incidentPage(pageView().view, '__proto__')).rejects.toMatchObject({
      ...{ code: 'incident-unknown', message: 'expected the id of an incident, got "__proto__"' },
    });
  });

  it('of a source that is silent has no series of its own to show', async () => {
    const late = memberOf('shop', { level: 'source', alert: 'late', labels: {} });
    const { view } = pageView({ series: [seriesOf('a/1')], state: { incidents: [incidentOf([late])] } });
    const page = await incidentPage(view, 'INC-1');
    expect([page.source, page.series, page.grid.rows, page.grid.days.at(-1)]).toEqual([null, 1, [], DAY]);
  });
});

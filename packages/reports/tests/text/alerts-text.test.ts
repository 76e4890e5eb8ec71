import type { ExplainedRule, KeptMark, KeptSilence, OutboxStatus } from '@dqs/alerting';

import {
  alertExplanationText,
  alertListText,
  alertTickText,
  incidentHistoryText,
  marksText,
  silencesText,
  type AlertList,
  type AlertTickSummary,
} from '../../src/text.js';
import { AT, DAY, incident, member, MINUTE, REASON } from '../support/alerts.js';

describe('what rules make of a series', () => {
  const rule: ExplainedRule = {
    rule: 'will-miss',
    status: 'inactive',
    holds: false,
    when: [],
    clear: [],
    requires: [],
    severity: null,
    suppressed: null,
    routes: [],
    incident: null,
    sends: [],
    held: [],
  };
  const text = (changed: Partial<ExplainedRule>) =>
    alertExplanationText({ series: 'orders\n101', day: DAY, rules: [{ ...rule, ...changed }] });

  it('is a status and the reasons for it, with what was there and what it was compared with', () => {
    const reasons = {
      when: [REASON, { check: 'earned', observed: null, limit: null, verdict: 'unknown' }],
      clear: [{ check: 'p_below_target < 0.5', observed: 0.81, limit: null, verdict: 'not-met' }],
      requires: [{ check: 'owner', observed: 'team-shop', limit: 'team-shop', verdict: 'met' }],
    } as const;
    expect(text({ ...reasons, status: 'firing', severity: 'critical' })).toBe(
      [
        'orders\\n101, judged by 2026-03-01',
        '',
        'will-miss: firing, critical',
        '  when p_below_target >= 0.6: 0.8123 of 0.6, holds',
        '  when earned, is not known',
        '  clear p_below_target < 0.5: 0.81, does not hold',
        '  requires owner: team-shop of team-shop, holds\n',
      ].join('\n'),
    );
  });

  it('says who is told, who is not, and why', () => {
    const changed = {
      status: 'suppressed',
      suppressed: { by: 'silence', why: 'silenced by ann:\tMigration' },
      incident: 'INC-1',
      routes: [{ receiver: 'chat', repeat: null, line: 12 }],
      sends: [{ receiver: 'chat', kind: 'opened' }],
      held: [
        { receiver: 'pager', why: 'budget' },
        { receiver: '', why: 'no-route' },
      ],
    };
    expect(
      text(changed as unknown as Partial<ExplainedRule>)
        .split('\n')
        .slice(2),
    ).toEqual([
      'will-miss: suppressed',
      '  tells nobody: silenced by ann:\\tMigration',
      '  in INC-1',
      '  goes to chat, by line 12',
      '  now tells chat: opened',
      '  not told to pager: budget',
      '  not told to anyone: no-route',
      '',
    ]);
  });

  it('is nothing where the policy has no rule about series', () => {
    expect(alertExplanationText({ series: 'orders', day: DAY, rules: [] })).toBe(
      'orders, judged by 2026-03-01\nThe policy has no rule about series\n',
    );
  });
});

describe('a tick', () => {
  const tick: AlertTickSummary = {
    policy: 'main',
    at: '2026-03-01T08:00:00Z',
    series: 1,
    version: null,
    transitions: 1,
    sends: [],
    held: 0,
    queued: 0,
    dispatched: null,
  };

  it('that only looks stores nothing', () => {
    expect(alertTickText(tick)).toBe('main, 2026-03-01T08:00:00Z: 1 series, 1 change, nothing was stored\n');
  });

  it('says whom it told of what, what it held back, and what became of the messages', () => {
    const sends = [
      { kind: 'opened', receiver: 'chat', incident: 'INC-1' },
      { kind: 'digest', receiver: 'ma\nil', incident: null },
    ];
    const dispatched = { sent: 2000, later: 1, dead: 3, gone: ['pager', 'ho\nok'] };
    const counts = { series: 12_000, version: 3000, transitions: 2000, held: 1, queued: 2004 };
    expect(alertTickText({ ...tick, ...counts, sends, dispatched })).toBe(
      [
        'main, 2026-03-01T08:00:00Z: 12,000 series, 2,000 changes, step 3,000',
        '  chat: opened INC-1',
        '  ma\\nil: digest',
        '1 message held back; dqs alerts explain says why',
        '2,004 messages queued',
        '2,000 sent, 1 will be tried again, 3 refused, switched off: pager, ho\\nok\n',
      ].join('\n'),
    );
  });

  it('with nothing to send says so', () => {
    const dispatched = { sent: 0, later: 0, dead: 0, gone: [] };
    expect(alertTickText({ ...tick, dispatched })).toMatch(/\nnothing was due\n$/);
    expect(alertTickText({ ...tick, queued: 1, dispatched: { ...dispatched, sent: 1 } })).toMatch(
      /\n1 message queued\n1 sent\n$/,
    );
  });
});

describe('silences', () => {
  const silence: KeptSilence = {
    id: 's-1',
    match: { dataset: ['orders', 'carts'], rule: ['1\n'] },
    from: AT - MINUTE,
    until: AT + 60 * MINUTE,
    by: 'ann',
    comment: 'Migration',
    at: AT - MINUTE,
    ended: null,
  };

  it('have what they match, to when, and whether they hold', () => {
    const later = { ...silence, id: 's-2', from: AT + MINUTE };
    const over = { ...silence, id: 's-3', until: AT };
    const ended = { ...silence, id: 's-4', match: { owner: ['x'] }, ended: { at: AT - MINUTE, by: 'ben' } };
    expect(silencesText([silence, later, over, ended], AT, 'Europe/Berlin')).toBe(
      [
        'id   state    what                              until            by   comment',
        's-1  holds    dataset=orders or carts rule=1\\n  Sun 1 Mar 10:00  ann  Migration',
        's-2  not yet  dataset=orders or carts rule=1\\n  Sun 1 Mar 10:00  ann  Migration',
        's-3  over     dataset=orders or carts rule=1\\n  Sun 1 Mar 09:00  ann  Migration',
        's-4  over     owner=x                           Sun 1 Mar 08:59  ann  Migration\n',
      ].join('\n'),
    );
  });

  it('that nobody made say how one is made', () => {
    expect(silencesText([], AT, 'UTC')).toBe(
      'no silences; dqs alerts silence add --match dataset=… --until … --comment … makes one\n',
    );
  });
});

describe('marks', () => {
  const mark = {
    id: 'm-1',
    series: 'orders · 101',
    day: DAY,
    kind: 'expected-once',
    by: 'ann',
    at: AT,
    withdrawn: null,
  };

  it('are what people said of series, and who took it back', () => {
    const below = { ...mark, id: 'm-2', kind: 'expected-below', below: 90, comment: 'known\nloss' };
    const marks = [mark, { ...below, withdrawn: { at: AT, by: 'ben' } }] as unknown as readonly KeptMark[];
    expect(marksText(marks)).toBe(
      [
        'id   series        day         said                                 by   comment',
        'm-1  orders · 101  2026-03-01  expected-once                        ann',
        'm-2  orders · 101  2026-03-01  expected-below 90, withdrawn by ben  ann  known\\nloss\n',
      ].join('\n'),
    );
  });

  it('that nobody made say how one is made', () => {
    expect(marksText([])).toBe('nobody has said anything; dqs alerts mark expected-once … --store … says something\n');
  });
});

describe('the history of incidents', () => {
  it('has what is in them and what happened, with who did it in what words', () => {
    const events = [
      { at: AT, kind: 'opened', text: 'opened' },
      { at: AT + MINUTE, kind: 'acknowledged', text: 'ann has it', by: 'ann' },
      { at: AT + 2 * MINUTE, kind: 'commented', text: 'comment', by: 'ben', note: 'a\nload' },
    ] as const;
    const resolution = { reason: 'fixed', by: 'ann', at: AT + MINUTE };
    const members = [member(), member({ alert: 'fresh/carts.1', resolvedAt: AT + MINUTE })];
    const one = incident({ state: 'resolved', title: 'Bad\tload', members, events, resolution });
    expect(incidentHistoryText([one, incident({ id: 'INC-2', events: [] })], 'Europe/Berlin')).toBe(
      [
        'INC-1 "Bad\\tload": resolved, warning, fixed by ann',
        '  will-miss/orders.101',
        '  fresh/carts.1, resolved 2026-03-01 09:01',
        '  2026-03-01 09:00  opened',
        '  2026-03-01 09:01  ann has it',
        '  2026-03-01 09:02  comment, by ben: "a\\nload"',
        '',
        'INC-2: open, warning',
        '  will-miss/orders.101\n',
      ].join('\n'),
    );
  });
});

describe('where alerting stands', () => {
  const outbox: OutboxStatus = { waiting: 0, dead: 0, oldestWaitingAt: null, off: [] };
  const list: AlertList = {
    policy: 'main',
    lastTick: '2026-03-01T08:00:00Z',
    incidents: [],
    suppressed: [],
    outbox,
  };

  it('is quiet, or has not begun', () => {
    expect(alertListText(list, 'UTC')).toBe('main, last tick 2026-03-01 08:00Z\nno incident is open\n');
    expect(alertListText({ ...list, lastTick: null }, 'UTC')).toBe(
      'main has not ticked yet; dqs alerts tick does it\n',
    );
  });

  it('has open incidents with their root, holder, owner, and who was told', () => {
    const several = [member(), member(), member()];
    const held = incident({ id: 'INC-2', state: 'acknowledged', acknowledgedBy: 'ann', members: several });
    const orphan = incident({ id: 'INC-3', members: [member({ labels: {}, subject: 'a\nb' })], told: [] });
    const text = alertListText({ ...list, incidents: [incident(), held, orphan] }, 'UTC');
    expect(text.split('\n').slice(1)).toEqual([
      'incident  state                severity  what                                owner      since            told',
      'INC-1     open                 warning   will-miss: orders · 101             team-shop  Sun 1 Mar 07:30  chat',
      'INC-2     acknowledged by ann  warning   will-miss: orders · 101 and 2 more  team-shop  Sun 1 Mar 07:30  chat',
      'INC-3     open                 warning   will-miss: a\\nb                     –          Sun 1 Mar 07:30',
      '',
    ]);
  });

  it('names what fires and tells nobody, the first twenty, and counts the rest', () => {
    const suppressed = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ alert: `a${i}`, by: 'silence' as const, why: 'qui\net' }));
    const lines = (count: number) =>
      alertListText({ ...list, suppressed: suppressed(count) }, 'UTC')
        .split('\n')
        .slice(3, -1);
    expect(lines(1)).toEqual(['1 alert fires and tells nobody:', '  a0: qui\\net']);
    expect(lines(20)).toHaveLength(1 + 20);
    expect(lines(1022).slice(-2)).toEqual(['  a19: qui\\net', '  and 1,002 more']);
    expect(lines(1022)[0]).toBe('1,022 alerts fire and tell nobody:');
  });

  it('says what waits to be sent, what cannot be, and what is switched off', () => {
    const off = [{ receiver: 'pager', why: 'no\nkey', at: AT }];
    const busy = { waiting: 2, dead: 1, oldestWaitingAt: AT - 90 * MINUTE, off };
    expect(
      alertListText({ ...list, outbox: busy }, 'UTC')
        .split('\n')
        .slice(2),
    ).toEqual([
      '',
      '2 messages wait to be sent, the oldest for 1 h 30 min',
      '1 message cannot be sent',
      'pager is switched off: no\\nkey',
      '',
    ]);
    expect(alertListText({ ...list, outbox: { ...outbox, waiting: 1 } }, 'UTC')).toMatch(
      /\n1 message waits to be sent\n$/,
    );
  });
});

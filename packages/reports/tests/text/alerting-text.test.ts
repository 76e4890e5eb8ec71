import type { ComparedSend, OutboxEntry } from '@dqs/alerting';
import type { AlertSimulation } from '@dqs/pipelines';

import { alertSimulationText, outboxText, policyComparisonText, thresholdText } from '../../src/text.js';
import { AT, MINUTE } from '../support/alerts.js';

const send = (kind: string, receiver: string) => ({ kind, receiver });

const SIMULATION = {
  policy: 'ma\nin',
  from: '2026-03-01',
  to: '2026-03-14',
  ticks: 1400,
  incidents: [undefined],
  held: [],
  pages: 4,
  pagesWanted: 4,
  pagesPerWeek: 2,
  warnings: {
    ...{ graded: 10, right: 6, missed: 8, intervened: 0, ungraded: 0 },
    ...{ precision: 0.6, recall: 0.75, leadTimeMs: null },
  },
  earned: [],
  sends: [],
} as unknown as AlertSimulation;

const simulated = (changed: object) => alertSimulationText({ ...SIMULATION, ...changed });

describe('what a policy would have sent', () => {
  it('is pages a week, how its warnings did, and who would have been told how often', () => {
    const sends = [
      send('opened', 'pager'),
      send('opened', 'ch\nat'),
      send('resolved', 'ch\nat'),
      send('digest', 'pager'),
    ];
    expect(simulated({ sends })).toBe(
      [
        'ma\\nin, 2026-03-01 to 2026-03-14, 1,400 ticks: 1 incident',
        '4 pages, 2.00 a week',
        'warned of 10 days: precision 60.0 % (6 of 10), recall 75.0 % (6 of 8)',
        '0 of 0 pools earned their pages',
        '',
        'receiver  opened  updated  reminder  resolved  reopened  digest',
        'ch\\nat         1        0         0         1         0       0',
        'pager          1        0         0         0         0       1\n',
      ].join('\n'),
    );
  });

  it('says what the budget kept back, what had no route, and that nobody would have been told', () => {
    const held = [{ why: 'no-route' }, { why: 'no-route' }, { why: 'waiting' }];
    const lines = simulated({ pages: 1, pagesWanted: 2, held }).split('\n');
    expect(lines.slice(1, 3)).toEqual([
      '1 page, 2.00 a week; 1 more is in a digest, as the budget was used up',
      '2 messages had no route: nobody would have been told',
    ]);
    expect(lines.slice(-2)).toEqual(['nobody would have been told anything', '']);
  });

  it('counts warnings that are neither right nor wrong aside, and says how early they came', () => {
    const { warnings } = SIMULATION;
    const open = { ...warnings, graded: 0, right: 0, intervened: 1, ungraded: 2, precision: null, recall: 0 };
    expect(simulated({ warnings: { ...open, leadTimeMs: 90 * MINUTE } })).toContain(
      '\nwarned of 3 days (1 fixed in time, 2 without a result): precision – (0 of 0), recall 0.0 % (0 of 8), ' +
        'lead time 1 h 30 min\n',
    );
    expect(simulated({ warnings: { ...open, intervened: 0, ungraded: 0 } })).toContain(
      '\nno day was warned of; 8 missed their target\n',
    );
  });

  it('says how many pools earned their pages, and after how many days', () => {
    const earned = [{ days: 30 }, { days: null }, { days: 10 }, { days: 20 }];
    expect(simulated({ earned })).toContain('\n3 of 4 pools earned their pages, after 20 days at the median\n');
  });

  it('is nothing without a day', () => {
    expect(simulated({ from: null, to: null })).toBe('ma\\nin: no day to simulate\n');
  });
});

describe('two policies', () => {
  const compared = (count: number): ComparedSend[] =>
    Array.from({ length: count }, (_, i) => ({
      at: AT + i * MINUTE,
      receiver: 'ch\nat',
      kind: 'opened',
      subject: `orders · ${i}\t`,
      severity: 'warning',
    }));

  it('are compared by what only one of them would have sent', () => {
    const onlyNew = [...compared(1), { ...compared(1)[0]!, subject: null }];
    expect(policyComparisonText({ old: 'o\nld', both: compared(2), onlyNew, onlyOld: compared(1) })).toBe(
      [
        '',
        'against o\\nld: 2 messages are the same, 2 are new, 1 is gone',
        '  + 2026-03-01 08:00Z ch\\nat opened warning orders · 0\\t',
        '  + 2026-03-01 08:00Z ch\\nat opened warning',
        '  - 2026-03-01 08:00Z ch\\nat opened warning orders · 0\\t\n',
      ].join('\n'),
    );
  });

  it('have twenty lines each, the rest is counted', () => {
    const lines = policyComparisonText({ old: 'old', both: [], onlyNew: compared(20), onlyOld: compared(1021) })
      .split('\n')
      .slice(2, -1);
    expect(lines).toHaveLength(20 + 20 + 1);
    expect(lines.at(-1)).toBe('  - and 1,001 more');
  });
});

describe('a threshold that is proposed', () => {
  const proposal = {
    rule: 'will-miss',
    fact: 'p_below_target',
    threshold: 0.7,
    present: 0.6,
    pagesPerWeek: 2.5,
    limit: 3,
    isKept: true,
    band: { low: 1, high: 1200, days: 28 },
    tried: [
      { threshold: 0.6, pagesPerWeek: 4 },
      { threshold: 0.7, pagesPerWeek: 2.5 },
    ],
  };

  it('keeps the pages, with what others would have wanted', () => {
    expect(thresholdText(proposal)).toBe(
      [
        '',
        'will-miss: p_below_target >= 0.70 keeps 2.50 pages a week, of at most 3.00; it is 0.60 now',
        'the next 28 days have 1 to 1,200 pages, in 95 of 100 cases',
        '',
        'threshold  pages a week',
        '     0.60          4.00',
        '     0.70          2.50\n',
      ].join('\n'),
    );
  });

  it('that cannot keep them says what it wants', () => {
    expect(thresholdText({ ...proposal, rule: 'will\nmiss', isKept: false, pagesPerWeek: 9 }).split('\n')[1]).toBe(
      'will\\nmiss: no threshold keeps 3.00 pages a week; p_below_target >= 0.70 wants 9.00',
    );
  });
});

describe('an outbox', () => {
  const entry = (changed: Partial<OutboxEntry>) =>
    ({
      message: { id: 'm-1', receiver: 'chat', subject: 'orders\n101', createdAt: AT - 90 * MINUTE },
      state: 'waiting',
      attempts: 0,
      why: null,
      ...changed,
    }) as OutboxEntry;
  const list = { policy: 'main', waiting: 1, dead: 1, oldestWaitingAt: AT, off: [], messages: [] };
  const off = [{ receiver: 'pa\nger', why: 'no key', at: AT }];

  it('lists what waits and what cannot be sent, with how long, how often and why', () => {
    const messages = [entry({}), entry({ state: 'dead', attempts: 5, why: 'refused\n' })];
    expect(outboxText({ ...list, messages, off }, AT)).toBe(
      [
        'message  receiver  about        state           for         attempts  why',
        'm-1      chat      orders\\n101  waits           1 h 30 min  0         –',
        'm-1      chat      orders\\n101  cannot be sent  1 h 30 min  5         refused\\n',
        'pa\\nger is switched off: no key; dqs alerts outbox switch-on pa\\nger\n',
      ].join('\n'),
    );
  });

  it('with nothing in it says so; a message of the future waits for no time', () => {
    expect(outboxText(list, AT)).toBe('main: nothing waits to be sent\n');
    expect(outboxText({ ...list, off }, AT)).toMatch(/^main: nothing waits to be sent\npa\\nger is switched off: /);
    expect(outboxText({ ...list, messages: [entry({})] }, AT - 100 * MINUTE)).toContain('  0 min  0  ');
  });
});

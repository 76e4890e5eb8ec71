import type { OutboxStatus } from '@dqs/alerting';
import type { AlertSimulation } from '@dqs/pipelines';

import { alertListText, alertSimulationText, policyComparisonText, type AlertList } from '../../src/text.js';

const AT = Date.parse('2026-03-01T08:00:00Z');

const list = (count: number) => {
  const outbox: OutboxStatus = { waiting: count, dead: count, oldestWaitingAt: AT - 60_000, off: [] };
  const suppressed = Array.from({ length: count }, (_, i) => ({
    alert: `a${i}`,
    by: 'silence' as const,
    why: 'quiet',
  }));
  const all: AlertList = { policy: 'main', lastTick: new Date(AT).toISOString(), incidents: [], suppressed, outbox };
  return alertListText(all, 'UTC');
};

const simulation = (count: number) =>
  alertSimulationText({
    policy: 'main',
    from: '2026-03-01',
    to: '2026-03-01',
    ticks: count,
    incidents: Array.from({ length: count }, () => undefined),
    held: Array.from({ length: count }, () => ({ why: 'no-route' })),
    pages: count,
    pagesWanted: 2 * count,
    pagesPerWeek: 1,
    warnings: {
      ...{ graded: count, right: count, missed: count, intervened: 0, ungraded: 0 },
      ...{ precision: 1, recall: 1, leadTimeMs: null },
    },
    earned: [{ pool: 'p', series: 1, e: 20, since: '2026-03-02', days: count }],
    sends: [],
  } as unknown as AlertSimulation);

describe('texts of alerts', () => {
  it('speak of one thing and of several as people do', () => {
    expect(list(1)).toContain('1 alert fires and tells nobody:');
    expect(list(1)).toContain('1 message waits to be sent, the oldest for 1 min');
    expect(list(2)).toContain('2 alerts fire and tell nobody:');
    expect(list(2)).toContain('2 messages wait to be sent, the oldest for 1 min');
    const one = simulation(1);
    expect(one).toContain('2026-03-01 to 2026-03-01, 1 tick: 1 incident\n');
    expect(one).toContain('1 page, 1.00 a week; 1 more is in a digest');
    expect(one).toContain('1 message had no route');
    expect(one).toContain('warned of 1 day: ');
    expect(one).toContain('after 1 day at the median');
    const many = simulation(2000);
    expect(many).toContain('2,000 ticks: 2,000 incidents\n');
    expect(many).toContain('2,000 pages, 1.00 a week; 2,000 more are in a digest');
    expect(many).toContain('2,000 messages had no route');
    expect(many).toContain('warned of 2,000 days: ');
    const send = { at: AT, receiver: 'chat', kind: 'opened', subject: null, severity: 'warning' } as const;
    const compared = policyComparisonText({ old: 'old', both: [send], onlyNew: [send], onlyOld: [] } as never);
    expect(compared).toContain('against old: 1 message is the same, 1 is new, 0 are gone\n');
    expect(compared).toContain('+ 2026-03-01 08:00Z chat opened warning\n');
  });
});

import { factsOfIncident, incidentMessage, textMessage, type Incident, type IncidentMember } from '../../src/index.js';
import type { Policy } from '../../src/policy/policy.js';
import { forecast, MS_PER_DAY, results, series, tick } from '../support/subjects.js';

const DAY = 20_781; // Tue 24 Nov 2026
const AT = DAY * MS_PER_DAY + 9 * 3_600_000;

const POLICY = {
  timezone: 'UTC',
  rules: [
    { id: 'slo_risk', isForecast: true },
    { id: 'below_target', isForecast: false },
  ],
  incidents: { reopenWithinMs: 3 * MS_PER_DAY },
} as unknown as Policy;

function member(subject: string, rule: string, over: Partial<IncidentMember> = {}): IncidentMember {
  const { labels } = series(subject);
  const times = { firedAt: AT, day: DAY, resolvedAt: null };
  const origin = { joinedBy: 'first', group: 'shop', ledBy: null, movedFrom: null } as const;
  const judged = { severity: 'warning', cost: 1, reasons: [] } as const;
  return {
    alert: `${rule}/${subject}`,
    rule,
    level: 'series',
    subject,
    labels,
    ...judged,
    ...times,
    ...origin,
    ...over,
  };
}

function incident(members: readonly IncidentMember[], over: Partial<Incident> = {}): Incident {
  const told = { told: [], events: [], inhibited: 0, acknowledgedBy: null, resolution: null, reopened: 0 };
  const base = {
    id: 'inc-1',
    state: 'open',
    severity: 'warning',
    group: 'shop',
    openedAt: AT,
    mergedInto: null,
  } as const;
  return { ...base, ...told, members, ...over } as unknown as Incident;
}

describe('the facts of an incident', () => {
  it('hold what was forecast of a series that is likely to fail', () => {
    const facts = tick(DAY, { series: [series('orders', { forecast: forecast(DAY, 0.69), target: 95 })] });
    const told = factsOfIncident(incident([member('orders', 'slo_risk')]), {
      policy: POLICY,
      facts,
      more: { reason: 'the load was short' },
    });
    expect(textMessage(incidentMessage(told))).toBe(
      [
        '▲ Likely to fail: orders · 104',
        '69\u00a0% likely below its target of 95 today: expected 90.0, 80\u00a0% range 80.0 to 100.0. Naive says 99.0.',
        'First reason: the load was short.',
        'team-shop · inc-1 · slo_risk · known at 09:00',
      ].join('\n'),
    );
  });

  it('count a series once, however many rules speak of it, and as failing if one of them does', () => {
    const facts = tick(DAY, {
      series: [series('orders', { day: DAY - 1, results: results(DAY - 2, [99, 70]), forecast: forecast(DAY, 0.8) })],
    });
    const members = [member('orders', 'below_target'), member('orders', 'slo_risk')];
    const said = new Map([['orders', { odds: 0.69, warned: true }]]);
    const { subject } = factsOfIncident(incident(members), { policy: POLICY, facts, said });
    expect(subject).toMatchObject({ kind: 'series', members: [{ state: 'failing', dataset: 'orders' }] });
    const lines = textMessage(incidentMessage(factsOfIncident(incident(members), { policy: POLICY, facts, said })));
    expect(lines).toContain(
      'orders of Monday: 70 of 100 passed, 70.0\u00a0%, target 95. We had said 69\u00a0%: right. Today 80\u00a0% likely below it again',
    );
  });

  it('leave a day out that a person has mended', () => {
    const facts = tick(DAY, { series: [series('orders', { results: results(DAY, [70]), intervened: true })] });
    const told = factsOfIncident(incident([member('orders', 'below_target')]), { policy: POLICY, facts });
    expect(textMessage(incidentMessage(told))).toContain('orders · 104 fixed by hand: Tuesday will not be graded.');
  });

  it('name the clocks of a silent source and count its series', () => {
    const hour = 3_600_000;
    const quantiles = [
      { level: 0.5, lag: 5.7 * hour },
      { level: 0.95, lag: 6 * hour },
      { level: 0.99, lag: 7.2 * hour },
    ];
    const facts = tick(DAY, {
      series: [series('orders'), series('carts'), series('clicks', { labels: { source: 'ads' } })],
      sources: [{ source: 'shop', labels: {}, arrived: false, quantiles }],
    });
    const root = member('shop', 'source_silent', { level: 'source' });
    expect(factsOfIncident(incident([root]), { policy: POLICY, facts }).subject).toEqual({
      kind: 'source',
      source: 'shop',
      usual: '05:42',
      latest: '07:12',
      series: 2,
    });
  });

  it('show the checks of a rule about a model', () => {
    const reasons = [
      { check: 'e_value(live_vs_naive) >= 100', observed: 131.234, limit: 100, verdict: 'met' as const },
    ];
    const root = member('production', 'degraded', { level: 'model', reasons });
    const told = factsOfIncident(incident([root]), { policy: POLICY, facts: tick(DAY) });
    expect(textMessage(incidentMessage(told)).split('\n').slice(0, 2)).toEqual([
      '△ Watch: production: degraded',
      'e_value(live_vs_naive) >= 100: 131.2.',
    ]);
  });

  it('end with the run of good results, and name a person but not the policy', () => {
    const facts = tick(DAY, { series: [series('orders', { results: results(DAY - 3, [70, null, 99, 98]) })] });
    const over = (by: string) =>
      incident([member('orders', 'below_target', { resolvedAt: AT })], {
        state: 'resolved',
        resolution: { reason: 'recovered', by, at: AT + 1000 },
      });
    const told = factsOfIncident(over('policy'), { policy: POLICY, facts });
    expect(textMessage(incidentMessage(told))).toBe(
      [
        '✓ Resolved: orders · 104',
        '2 good results in a row: 99 of 100 and 98 of 100, target 95. Open for 0 min.',
        'Reason: recovered.',
        'team-shop · inc-1 · reopens by itself within 3 days',
      ].join('\n'),
    );
    expect(factsOfIncident(over('Ines Farr'), { policy: POLICY, facts }).resolution!.by).toBe('Ines Farr');
  });
});

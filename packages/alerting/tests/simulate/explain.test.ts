import { NO_ALERTS } from '../../src/decide/state.js';
import { explain } from '../../src/simulate/explain.js';
import { readPolicy } from '../../src/policy/read-policy.js';
import { EXAMPLE } from '../support/policies.js';
import { forecast, results, series, tick } from '../support/subjects.js';

const { policy } = readPolicy(EXAMPLE, 'p.yaml');
const facts = (over = {}) =>
  tick(20_000, {
    series: [
      series('orders', {
        importance: 5,
        results: results(20_000, [71]),
        forecast: forecast(20_001, 0.88),
        earned: { pool: 'p', e: 3.1, veto: false },
        ...over,
      }),
    ],
  });

describe('an explanation of a series', () => {
  it('shows what each rule looked at, why it is not told, and which lines of the policy lead to whom', () => {
    const { day, rules } = explain(policy, NO_ALERTS, facts(), 'orders');
    expect(day).toBe(20_000);
    expect(rules.map(({ rule, status }) => [rule, status])).toEqual([
      ['slo_risk', 'suppressed'],
      ['below_target', 'firing'],
    ]);
    expect(rules[0]).toMatchObject({
      holds: true,
      severity: 'critical',
      when: [{ check: 'p_below_target >= 0.6', observed: 0.88, limit: 0.6, verdict: 'met' }],
      clear: [{ check: 'p_below_target < 0.4', observed: 0.88, limit: 0.4, verdict: 'not-met' }],
      requires: [
        { check: 'earned', observed: 3.1, limit: 20, verdict: 'not-met' },
        { check: 'min_executions 20/28d', observed: 100, limit: 20, verdict: 'met' },
      ],
      suppressed: { by: 'requirement', why: 'requires earned: 3.1 of 20' },
      incident: null,
    });
    expect(rules[1]).toMatchObject({
      severity: 'warning',
      routes: [{ receiver: 'slack-data' }],
      when: [{ check: 'fails_beyond(target, alpha=0.01)', observed: 29, limit: 12, verdict: 'met' }],
    });
    expect(rules[1]!.incident).toMatch(/^inc-/);
  });

  it('says of a missing result that it is unknown', () => {
    const { rules } = explain(policy, NO_ALERTS, facts({ results: [] }), 'orders');
    expect(rules[1]).toMatchObject({ status: 'unknown', holds: null, when: [{ observed: null, verdict: 'unknown' }] });
  });

  it('of a series that there is not names the nearest', () => {
    expect(() => explain(policy, NO_ALERTS, facts(), 'order')).toThrow(
      'expected a series of the facts, got "order"; did you mean "orders"?',
    );
  });
});

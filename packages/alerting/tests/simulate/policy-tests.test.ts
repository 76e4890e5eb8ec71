import { readPolicy } from '../../src/policy/read-policy.js';
import { runPolicyTests } from '../../src/simulate/policy-tests.js';
import { EXAMPLE, policyText } from '../support/policies.js';

const run = (text: string) => runPolicyTests(readPolicy(text, 'p.yaml').policy);
const LOW = "rules: [{ id: low, when: 'pass_percentage < 90' }]";
const withTest = (test: string, lines = '') => policyText(`${LOW}\n${lines}\ntests: [{ name: t, ${test} }]`);

describe('the tests that a policy holds', () => {
  it('run: those of the example pass', () => {
    expect(run(EXAMPLE)).toEqual([
      {
        name: 'three bad days are one incident, one page, one resolve',
        line: expect.any(Number),
        passed: true,
        failures: [],
      },
    ]);
  });

  it('say by day and line what was expected and what came', () => {
    const text = EXAMPLE.replace('{ day: 3, sent: [] }', '{ day: 3, sent: [page], incident: opened, severity: info }');
    const line = text.split('\n').findIndex((one) => one.includes('day: 3')) + 1;
    expect(run(text)[0]).toMatchObject({
      passed: false,
      failures: [
        { line, problem: 'day 3: expected incident: opened, got none' },
        { line, problem: 'day 3: expected severity: info, got critical' },
        { line, problem: 'day 3: expected sent: [page], got []' },
      ],
    });
  });

  it('take days without a result, odds and what a pool has earned', () => {
    const lines = "rules: [{ id: risk, when: 'p_below_target >= 0.6', requires: [earned, min_executions: 10/28d] }]";
    const test = (earned: boolean, sent: string) =>
      `${policyText(lines)}\ntests: [{ name: t, series: { dataset: d, rule: '1', n: 5, pass: [5, null], p_below_target: [null, 0.9], earned: ${earned} }, expect: [{ day: 0, sent: [] }, { day: 1, sent: [${sent}] }] }]`;
    expect(run(test(true, 'chat'))[0]!.failures).toEqual([]);
    expect(run(test(false, ''))[0]!.failures).toEqual([]);
  });

  it('mind hours, windows and silences from the day on that they name a start', () => {
    const lines = 'silences: [{ match: {}, until: 2026-11-24, comment: c, by: b }]';
    const series = "series: { dataset: d, rule: '1', pass: [50, 50, 50] }";
    expect(run(withTest(`${series}, expect: [{ day: 0, sent: [chat] }]`, lines))[0]!.passed).toBe(true);
    expect(
      run(withTest(`start: 2026-11-23, ${series}, expect: [{ day: 0, sent: [] }, { day: 2, sent: [chat] }]`, lines))[0]!
        .failures,
    ).toEqual([]);
  });

  it('take sources, of which a silent one speaks for its series', () => {
    const test = `tests:
  - name: a late source is one alert
    series: { source: shop, dataset: orders, rule: '104', pass: [99, 50, 50] }
    sources: { source: shop, owner: team-shop, arrival_lag: [5h, 9h, null], late_after: 7h }
    expect: [{ day: 0, sent: [] }, { day: 1, incident: opened, sent: [slack-data] }, { day: 2, sent: [] }]`;
    expect(run(EXAMPLE.replace('tests:', test))[0]).toMatchObject({ name: 'a late source is one alert', failures: [] });
  });

  it('judge days beyond the last result as days without one', () => {
    const series = "series: [{ dataset: d, rule: '1', pass: [50] }, { dataset: e, rule: '1', pass: [99] }]";
    expect(
      run(withTest(`${series}, expect: [{ day: 3, incident: none, sent: [], severity: warning }]`))[0]!.failures,
    ).toEqual([]);
  });
});

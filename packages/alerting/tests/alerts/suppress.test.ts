import { advance } from '../../src/alerts/advance.js';
import type { Alert } from '../../src/alerts/alert.js';
import { Inhibitors, nextQuietChange, ownSuppression, requirementReasons } from '../../src/alerts/suppress.js';
import type { Quiet, Rule } from '../../src/policy/policy.js';
import { policyOf } from '../support/policies.js';
import { observed, results, series } from '../support/subjects.js';

const rulesOf = (...rules: string[]): readonly Rule[] => policyOf(`rules: [${rules.join(', ')}]`).rules;
const LOW = "id: low, when: 'pass_percentage < 90'";

/** An alert of a rule that fires about a series. */
function firing(rule: Rule, id: string, labels = series(id).labels): Alert {
  const facts = series(id, { labels, results: results(0, [50]) });
  return advance(rule, observed(facts, 0), undefined, 0)!;
}

describe('the quota of a requirement', () => {
  const [rule] = rulesOf(`{ ${LOW}, requires: [min_executions: 30/7d] }`) as [Rule];

  it('counts the executions of its days up to the judged one, and none before or after', () => {
    const told = (days: readonly number[], errors = 0) => {
      const list = days.map((day) => ({ day, passes: 9, fails: 1, errors }));
      return requirementReasons(rule.requires[0]!, observed(series('s', { results: list }), 20))[0];
    };
    const reason = { check: 'min_executions 30/7d', limit: 30 };
    expect(told([])).toEqual({ ...reason, observed: 0, verdict: 'not-met' });
    expect(told([12, 13])).toMatchObject({ observed: 0 });
    expect(told([13, 14, 20, 21])).toEqual({ ...reason, observed: 20, verdict: 'not-met' });
    expect(told([14, 17, 20], 50)).toEqual({ ...reason, observed: 30, verdict: 'met' });
  });

  it('is told in three digits where it is short, and not where it is met', () => {
    const [large] = rulesOf(`{ ${LOW}, requires: [min_executions: 20000/7d] }`) as [Rule];
    const facts = observed(series('s', { results: results(0, [0], 12_345) }), 0);
    expect(ownSuppression(firing(rule, 's'), rule, facts, [])).toBeNull();
    expect(ownSuppression(firing(large, 's'), large, facts, [])).toEqual({
      by: 'requirement',
      why: 'requires min_executions 20000/7d: 12300 of 20000',
    });
    // Of a subject that is gone there is nothing to require.
    expect(ownSuppression(firing(large, 's'), large, undefined, [])).toBeNull();
  });
});

describe('the next change of a quiet', () => {
  const [rule] = rulesOf(`{ ${LOW} }`) as [Rule];
  const quiet = (changesAfter: number | undefined, over: Partial<Quiet> = {}): Quiet => ({
    kind: 'silence',
    why: 'why',
    matches: () => true,
    holdsAt: () => true,
    changesAfter: () => changesAfter,
    ...over,
  });
  const alerts = [firing(rule, 's')];

  it('is the earliest of those that hold and match what fires', () => {
    expect(nextQuietChange([quiet(9), quiet(7), quiet(undefined)], alerts, 5)).toBe(7);
    expect(nextQuietChange([quiet(9), quiet(7, { holdsAt: () => false })], alerts, 5)).toBe(9);
    expect(nextQuietChange([quiet(9), quiet(7, { matches: ({ labels }) => labels.dataset !== 's' })], alerts, 5)).toBe(
      9,
    );
  });

  it('is none where nothing fires, nothing is quiet, or nothing ends', () => {
    expect(nextQuietChange([quiet(9)], [], 5)).toBeUndefined();
    expect(nextQuietChange([quiet(9)], [{ ...alerts[0]!, phase: 'pending' }], 5)).toBeUndefined();
    expect(nextQuietChange([], alerts, 5)).toBeUndefined();
    expect(nextQuietChange([quiet(undefined)], alerts, 5)).toBeUndefined();
  });
});

describe('an alert that speaks for others', () => {
  const rules = rulesOf(
    "{ id: all, when: 'pass_percentage < 60', inhibits: { rules: [low], equal: [source, dataset] } }",
    `{ ${LOW} }`,
    "{ id: other, when: 'pass_percentage < 95' }",
  );
  const [all, low, other] = rules as [Rule, Rule, Rule];
  const at = (source: string | undefined, dataset: string) => ({ ...(source && { source }), dataset });

  it('speaks for those of its rules whose labels equal its own, and for no others', () => {
    const speaking = firing(all, 's', at('shop', 'd'));
    const inhibitors = new Inhibitors(rules, [speaking, firing(other, 's', at('shop', 'd'))]);
    expect(inhibitors.of(firing(low, 't', at('shop', 'd')))).toBe('all/s');
    expect(inhibitors.of(firing(low, 't', at('shop', 'e')))).toBeUndefined();
    expect(inhibitors.of(firing(low, 't', at('web', 'd')))).toBeUndefined();
    expect(inhibitors.of(firing(other, 't', at('shop', 'd')))).toBeUndefined();
    expect(inhibitors.of(speaking)).toBeUndefined();
  });

  it('says nothing where a label is missing, where it does not fire, and on trial', () => {
    const missing = new Inhibitors(rules, [firing(all, 's', at(undefined, 'd'))]);
    expect(missing.of(firing(low, 't', at(undefined, 'd')))).toBeUndefined();
    const speaking = firing(all, 's', at('shop', 'd'));
    const spoken = firing(low, 't', at('shop', 'd'));
    const of = (alert: Alert) => new Inhibitors(rules, [alert]).of(spoken);
    expect(of({ ...speaking, phase: 'recovering' })).toBe('all/s');
    expect(of({ ...speaking, phase: 'pending' })).toBeUndefined();
    expect(of({ ...speaking, phase: 'resolved' })).toBeUndefined();
    expect(of({ ...speaking, suppressed: { by: 'dry-run', why: 'on trial' } })).toBeUndefined();
    expect(of({ ...speaking, suppressed: { by: 'silence', why: 'silenced' } })).toBe('all/s');
  });
});

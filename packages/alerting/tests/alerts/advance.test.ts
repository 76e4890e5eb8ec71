import * as fc from 'fast-check';

import { advance } from '../../src/alerts/advance.js';
import { isActive, statusOf, type Alert } from '../../src/alerts/alert.js';
import type { Rule } from '../../src/policy/policy.js';
import type { SeriesFacts } from '../../src/facts/facts.js';
import { policyOf } from '../support/policies.js';
import { forecast, MS_PER_DAY, observed, results, series } from '../support/subjects.js';

const ruleOf = (lines: string): Rule => policyOf(`rules: [{ id: r, ${lines} }]`).rules[0]!;
const SHARE = "when: 'pass_percentage < 90', clear: 'pass_percentage >= 95'";

/** The statuses of an alert day by day; `!` marks that it may be told. */
function life(rule: Rule, days: readonly Partial<SeriesFacts>[]): string[] {
  let alert: Alert | undefined;
  return days.map((facts, day) => {
    alert = advance(rule, observed(series('s', facts), day), alert, day * MS_PER_DAY);
    return alert === undefined ? 'inactive' : statusOf(alert);
  });
}
const passes = (...list: (number | null)[]) => list.map((_, day) => ({ results: results(0, list.slice(0, day + 1)) }));

describe('an alert', () => {
  it('fires, recovers within the band of its hysteresis no sooner than it is clear, and resolves once', () => {
    expect(life(ruleOf(SHARE), passes(99, 80, 92, 94, 95, 99, 99))).toEqual([
      'inactive',
      'firing',
      'firing',
      'firing',
      'resolved',
      'inactive',
      'inactive',
    ]);
  });

  it('without `clear` is good again once `when` does not hold', () => {
    expect(life(ruleOf("when: 'pass_percentage < 90'"), passes(80, 90, 99))).toEqual([
      'firing',
      'resolved',
      'inactive',
    ]);
  });

  it('with `for` waits for as many results in a row, and days without a result do not count', () => {
    const rule = ruleOf(`${SHARE}, for: 3 results`);
    expect(life(rule, passes(80, 80, null, null, 80, 99))).toEqual([
      'pending',
      'pending',
      'unknown',
      'unknown',
      'firing',
      'resolved',
    ]);
    expect(life(rule, passes(80, 80, 99, 80, 80))).toEqual(['pending', 'pending', 'inactive', 'pending', 'pending']);
    expect(life(ruleOf(`${SHARE}, for: 2d`), passes(80, 80, 80))).toEqual(['pending', 'pending', 'firing']);
  });

  it('with `keep_firing: 2 good results` takes two good ones in a row', () => {
    const rule = ruleOf(`${SHARE}, keep_firing: 2 good results`);
    expect(life(rule, passes(80, 99, 80, 99, 92, 99, 99))).toEqual([
      'firing',
      'recovering',
      'firing',
      'recovering',
      'firing',
      'recovering',
      'resolved',
    ]);
    expect(life(rule, passes(80, 99, null, 99))).toEqual(['firing', 'recovering', 'unknown', 'resolved']);
  });

  it('with `keep_firing: 1 result` a warning stays until the day it warned of has a result', () => {
    const rule = ruleOf("when: 'p_below_target >= 0.6', clear: 'p_below_target < 0.4', keep_firing: 1 result");
    const day = (p: number, ...list: (number | null)[]) => ({ forecast: forecast(9, p), results: results(0, list) });
    expect(
      life(rule, [day(0.7, 99), day(0.1, 99, null), day(0.1, 99, null, null), day(0.1, 99, null, null, 99)]),
    ).toEqual(['firing', 'recovering', 'recovering', 'resolved']);
  });

  it('with `keep_firing: 2d` takes that long, and longer if it fires in between', () => {
    const rule = ruleOf(`${SHARE}, keep_firing: 2d`);
    expect(life(rule, passes(80, 99, 80, 99, 99, 99))).toEqual([
      'firing',
      'recovering',
      'firing',
      'recovering',
      'recovering',
      'resolved',
    ]);
  });

  it('keeps phase, labels, severity and reasons while it is unknown', () => {
    const rule = ruleOf(SHARE);
    const firing = advance(rule, observed(series('s', { results: results(0, [80]) }), 0), undefined, 0)!;
    const changed = series('s', { labels: { source: 'other' }, results: results(0, [80]) });
    const unknown = advance(rule, observed(changed, 1), firing, MS_PER_DAY)!;
    expect(unknown).toEqual({ ...firing, known: false });
    expect(advance(rule, observed(changed, 2), unknown, 2 * MS_PER_DAY)).toBe(unknown);
  });

  it('never begins on a missing result', () => {
    expect(life(ruleOf(SHARE), passes(null, null))).toEqual(['inactive', 'inactive']);
  });

  it('takes the gravest severity that holds, and gets no less grave before it is over', () => {
    const rule = ruleOf(`${SHARE}, severity: { critical: 'pass_percentage < 50', warning: 'pass_percentage < 80' }`);
    let alert: Alert | undefined;
    const severities = [85, 70, 40, 85, 99].map((_, day, list) => {
      alert = advance(rule, observed(series('s', { results: results(0, list.slice(0, day + 1)) }), day), alert, day);
      return alert?.severity;
    });
    expect(severities).toEqual(['info', 'warning', 'critical', 'critical', 'critical']);
  });

  it('holds the checks by which it fires', () => {
    const rule = ruleOf(`${SHARE}, severity: { critical: 'importance >= 3' }`);
    expect(advance(rule, observed(series('s', { results: results(0, [80]) }), 0), undefined, 0)?.reasons).toEqual([
      { check: 'pass_percentage < 90', observed: 80, limit: 90, verdict: 'met' },
      { check: 'importance >= 3', observed: 3, limit: 3, verdict: 'met' },
    ]);
  });
});

describe('whatever the results are', () => {
  const days = fc.array(fc.option(fc.integer({ min: 0, max: 100 }), { freq: 3 }), { maxLength: 40 });
  const keep = fc.constantFrom(
    '',
    ', keep_firing: 1 result',
    ', keep_firing: 2 good results',
    ', keep_firing: 3d',
    ', for: 2 results',
  );
  const ticks = (rule: Rule, list: readonly (number | null)[]) => {
    let alert: Alert | undefined;
    return list.map((_, day) => {
      const facts = observed(series('s', { results: results(0, list.slice(0, day + 1)) }), day);
      const before = alert;
      alert = advance(rule, facts, before, day * MS_PER_DAY);
      return { before, alert, again: advance(rule, facts, alert, day * MS_PER_DAY), isMissing: list[day] === null };
    });
  };
  const check = (name: string, holds: (tick: ReturnType<typeof ticks>[number]) => boolean) =>
    it(name, () => {
      fc.assert(
        fc.property(days, keep, (list, more) => ticks(ruleOf(SHARE + more), list).every(holds)),
        { numRuns: 150, seed: 11 },
      );
    });

  check('a missing result neither fires nor resolves', ({ before, alert, isMissing }) => {
    if (!isMissing) return true;
    const was = before?.phase === 'resolved' ? undefined : before;
    return alert?.phase === was?.phase && (alert === undefined || !alert.known);
  });

  check('the same facts again change nothing', ({ alert, again }) => {
    return alert?.phase === 'resolved' ? again === undefined : JSON.stringify(again) === JSON.stringify(alert);
  });

  check('it resolves only after it fired, and leaves in the tick after', ({ before, alert }) => {
    return alert?.phase !== 'resolved' || (before !== undefined && isActive(before));
  });

  check('every alert has reasons, each with what was there and what it was compared with', ({ alert }) => {
    return (
      alert === undefined ||
      (alert.reasons.length > 0 && alert.reasons.every((one) => 'observed' in one && 'limit' in one))
    );
  });
});

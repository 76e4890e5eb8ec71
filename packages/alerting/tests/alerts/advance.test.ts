import * as fc from 'fast-check';

import { advance, timerOf } from '../../src/alerts/advance.js';
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

  it('begins with what it is about, and knows when and of which day it fired first', () => {
    const rule = ruleOf(`${SHARE}, for: 2 results`);
    const tick = (day: number, list: readonly (number | null)[], before: Alert | undefined) =>
      advance(rule, observed(series('s', { results: results(0, list) }), day), before, day * MS_PER_DAY)!;
    const pending = tick(0, [80], undefined);
    expect(pending).toEqual({
      key: 'r/s',
      rule: 'r',
      level: rule.level,
      subject: 's',
      labels: series('s').labels,
      phase: 'pending',
      known: true,
      suppressed: null,
      severity: 'warning',
      since: 0,
      firedAt: null,
      firedDay: null,
      cost: 3,
      reasons: [{ check: 'pass_percentage < 90', observed: 80, limit: 90, verdict: 'met' }],
      observedDay: 0,
      held: 1,
      results: 0,
      goodResults: 0,
    });
    const fired = { phase: 'firing', since: MS_PER_DAY, firedAt: MS_PER_DAY, firedDay: 1, observedDay: 1, held: 2 };
    const firing = tick(1, [80, 70], pending);
    expect(firing).toMatchObject(fired);
    expect(tick(2, [80, 70, 60], firing)).toMatchObject({ ...fired, observedDay: 2, held: 3, results: 0 });
  });

  it('that fires again while it recovers has begun once, and counts the results since its condition held', () => {
    const rule = ruleOf(`${SHARE}, keep_firing: 2 results`);
    let alert: Alert | undefined;
    const lives = [80, 99, 70, 99, 92, 98].map((_, day, list) => {
      const facts = series('s', { results: results(0, list.slice(0, day + 1)) });
      alert = advance(rule, observed(facts, day), alert, day * MS_PER_DAY)!;
      return [alert.phase, alert.since / MS_PER_DAY, alert.firedAt, alert.firedDay, alert.results];
    });
    expect(lives).toEqual([
      ['firing', 0, 0, 0, 0],
      ['recovering', 1, 0, 0, 1],
      ['firing', 2, 0, 0, 0],
      ['recovering', 3, 0, 0, 1],
      // Between the two limits it is not clear.
      ['firing', 4, 0, 0, 2],
      ['resolved', 5, 0, 0, 3],
    ]);
  });

  it('costs what it did when its condition held last, and has the labels of the latest tick', () => {
    const rule = ruleOf(`${SHARE}, keep_firing: 5 results`);
    const asked = (pass: number, day: number, importance: number, source: string, before?: Alert) => {
      const facts = series('s', {
        importance,
        labels: { source },
        results: [{ day, passes: pass, fails: 100 - pass, errors: 0 }],
      });
      return advance(rule, observed(facts, day), before, day)!;
    };
    const first = asked(80, 0, 2, 'a');
    const second = asked(70, 1, 5, 'b', first);
    const good = asked(99, 2, 9, 'c', second);
    expect([first, second, good].map(({ cost, labels }) => [cost, labels['source']])).toEqual([
      [2, 'a'],
      [5, 'b'],
      [5, 'c'],
    ]);
  });

  it('is over with the checks of `clear`, and suppressed by nothing', () => {
    const rule = ruleOf(SHARE);
    const at = (pass: number, day: number, before?: Alert) =>
      advance(rule, observed(series('s', { results: results(day, [pass]) }), day), before, day * MS_PER_DAY)!;
    const suppressed = { ...at(80, 0), suppressed: { by: 'cascade' } as unknown as Alert['suppressed'] };
    expect(at(80, 1, suppressed).suppressed).toBe(suppressed.suppressed);
    expect(at(97, 1, suppressed)).toMatchObject({
      phase: 'resolved',
      since: MS_PER_DAY,
      suppressed: null,
      reasons: [{ check: 'pass_percentage >= 95', observed: 97, limit: 95, verdict: 'met' }],
    });
  });

  it('is looked at again when its time is over, while that alone may change it', () => {
    const alert = (rule: Rule, list: readonly (number | null)[]) => {
      let before: Alert | undefined;
      list.forEach((_, day) => {
        const facts = series('s', { results: results(0, list.slice(0, day + 1)) });
        before = advance(rule, observed(facts, day), before, day * MS_PER_DAY);
      });
      return before!;
    };
    const timer = (lines: string, list: readonly (number | null)[]) => {
      const rule = ruleOf(`${SHARE}, ${lines}`);
      return timerOf(rule, alert(rule, list));
    };
    const both = 'for: 2d, keep_firing: 3d';
    expect(timer(both, [80])).toBe(2 * MS_PER_DAY);
    expect(timer(both, [80, 80])).toBe(2 * MS_PER_DAY);
    expect(timer(both, [80, 80, 80])).toBeUndefined();
    expect(timer(both, [80, 80, 80, 99])).toBe(6 * MS_PER_DAY);
    expect(timer(both, [80, 80, 80, 99, null])).toBeUndefined();
    expect(timer('for: 3 results, keep_firing: 2 good results', [80])).toBeUndefined();
    expect(timer('keep_firing: 2 good results', [80, 99])).toBeUndefined();
    expect(timer('keep_firing: 1d', [80, 99, 99])).toBeUndefined();
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

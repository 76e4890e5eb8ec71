import * as fc from 'fast-check';

import type { Level } from '../../src/alerts/alert.js';
import { compileCondition } from '../../src/expressions/compile.js';
import type { FactsByLevel } from '../../src/expressions/vocabulary.js';
import type { Reason } from '../../src/reason.js';
import { forecast, MS_PER_HOUR, results, series } from '../support/subjects.js';

const FACTS = series('s', {
  results: results(10, [100, 71, 90]),
  forecast: forecast(13, 0.81, { flags: ['cold_start'] }),
  labels: { source: 'shop', dataset: 'd-1', datasetName: 'orders', rule: '104', tags: ['gold'], owner: 'ann' },
  earned: { pool: 'p', e: 25, veto: false },
});

const compiled = (text: string, level: Level = 'series') => {
  const condition = compileCondition(text, level);
  if ('problem' in condition) throw new Error(`${condition.at}: ${condition.problem}`);
  return condition;
};
const holds = (text: string, over: Partial<typeof FACTS> = {}, day = 12) =>
  compiled(text).holds({ facts: { ...FACTS, ...over }, day });
const ask = <L extends Level>(text: string, level: L, facts: Partial<FactsByLevel[L]>) =>
  compiled(text, level).holds({ facts: { labels: {}, ...facts } as FactsByLevel[L], day: 0 });
const problem = (text: string, level: Level = 'series') => {
  const condition = compileCondition(text, level);
  return 'problem' in condition ? `${condition.at}: ${condition.problem}` : 'none';
};

describe('a condition', () => {
  it.each([
    ['p_below_target >= 0.6', true],
    ['p_below_target >= 60 %', true],
    ['p_below_target < 0.81', false],
    ['0.6 <= p_below_target', true],
    ['pass_percentage == 90', true],
    ['pass_percentage < 95%', true],
    ['pass_percentage + 5 >= target', true],
    ['target - pass_percentage > 5', false],
    ['2 * p_below_target > 1.5', true],
    ['fails / executions >= 0.1', true],
    ['-fails < 0', true],
    ['not p_below_target >= 0.9', true],
    ['p_below_target >= 0.9 or importance == 3 and executions > 50', true],
    ['(p_below_target >= 0.9 or importance == 3) and executions > 500', false],
    ['source == \'shop\' and dataset != "customers"', true],
    ['has_tag("gold") and has_flag("cold_start")', true],
    ['earned', true],
    ['earned == false', false],
    ['burn(1d) >= 2', true],
    ['burn(2d) >= 3.9', true],
    ['burn(3d) < 3', true],
    ['fails_beyond(target, alpha=0.05)', true],
    ['fails_beyond(target)', false],
    ['true', true],
  ])('%s is %s', (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it('asks sources, models and the system by their own names', () => {
    const quantiles = [{ level: 0.99, lag: 7 * MS_PER_HOUR }];
    expect(ask('arrival_lag > quantile(0.99)', 'source', { arrivalLag: 8 * MS_PER_HOUR, quantiles })).toBe(true);
    expect(
      ask('arrival_lag > quantile(0.99)', 'source', { arrivalLag: 8 * MS_PER_HOUR, quantiles: [] }),
    ).toBeUndefined();
    expect(ask('arrival_lag >= 7h + 30m', 'source', { arrivalLag: 7 * MS_PER_HOUR })).toBe(false);
    expect(ask('e_value(live_vs_naive) >= 100', 'model', { liveVsNaive: 250 })).toBe(true);
    expect(ask('drift.impact >= 0.05 and drift.q <= 0.05', 'model', { drift: { impact: 0.06, q: 0.2 } })).toBe(false);
    expect(ask("part == 'outbox' and age > 15m", 'system', { part: 'outbox', age: 16 * 60_000 })).toBe(true);
  });

  it('leaves open what a missing fact decides, and nothing else', () => {
    const none = { results: [], forecast: undefined } as unknown as Partial<typeof FACTS>;
    expect(holds('fails_beyond(target)', none)).toBeUndefined();
    expect(holds('burn(3d) > 1', none)).toBeUndefined();
    expect(holds('not p_below_target > 0.5', none)).toBeUndefined();
    expect(holds('p_below_target > 0.5 and importance > 3', none)).toBe(false);
    expect(holds('p_below_target > 0.5 and importance == 3', none)).toBeUndefined();
    expect(holds('importance == 3 or p_below_target > 0.5', none)).toBe(true);
    expect(holds('fails / passes > 1', { results: results(12, [0]) })).toBeUndefined();
    expect(holds('pass_percentage >= 0', {}, 13)).toBeUndefined();
  });

  it('burns at a target of 100 as at one of 99.9, not at infinity', () => {
    expect(holds('burn(1d) < 101', { target: 100 })).toBe(true);
    expect(holds('burn(1d) > 99', { target: 100 })).toBe(true);
  });

  it('gives the checks it looked at, with what was there and what it was compared with', () => {
    const reasons: Reason[] = [];
    compiled('(p_below_target >= 0.9 or 0.5 < p_below_target) and fails_beyond(target, alpha=0.05) and earned').holds(
      { facts: FACTS, day: 12 },
      reasons,
    );
    expect(reasons).toEqual([
      { check: 'p_below_target >= 0.9', observed: 0.81, limit: 0.9, verdict: 'not-met' },
      { check: '0.5 < p_below_target', observed: 0.81, limit: 0.5, verdict: 'met' },
      { check: 'fails_beyond(target, alpha=0.05)', observed: 10, limit: 10, verdict: 'met' },
      { check: 'earned', observed: 25, limit: 20, verdict: 'met' },
    ]);
  });

  it('counts as beyond the target from the fails that a binomial shows with probability alpha', () => {
    // P(X >= 10 | 100, 0.05) = 0.0282, P(X >= 11) = 0.0115, P(X >= 12) = 0.0043 (R: 1 - pbinom(k - 1, 100, 0.05)).
    const beyond = (fails: number) =>
      holds('fails_beyond(target, alpha=0.01)', { results: results(12, [100 - fails]) });
    expect([beyond(11), beyond(12)]).toEqual([false, true]);
  });
});

describe('a mistake in a condition', () => {
  it.each([
    [
      'p_below_targt >= 0.6',
      '0: expected a fact of rules of level series (',
      '"p_below_targt"; did you mean "p_below_target"?',
    ],
    ['p_below_target >= 60', '18: expected a share from 0 to 1 beside p_below_target, got 60; write 0.6 or 60 %', ''],
    ['p_below_target >= 1 and p_below_target <= 2', '42: expected a share', ''],
    ['pass_percentage < 950', '18: expected a percentage from 0 to 100 beside pass_percentage, got 950', ''],
    [
      'p_below_target > target',
      '0: expected the same unit on both sides of ">"',
      'a share from 0 to 1) and target (a percentage',
    ],
    ['p_below_target', '0: expected a condition that is true or false, got a share from 0 to 1; compare it', ''],
    ['0.6', '0: expected a condition that is true or false, got a number', ''],
    ['importance and earned', '0: expected true or false beside "and"', 'compare it with something'],
    ["source > 'a'", '0: expected == or != between', ''],
    ['not importance', '4: expected true or false after "not", got importance', ''],
    ['brun(1d) > 1', '0: expected a function of rules of level series', 'did you mean "burn"?'],
    ['burn > 1', '0: expected a fact of rules of level series', 'burn is a function: write burn(…)'],
    ['target(1) > 1', '0: expected a function', 'target takes no arguments'],
    ['burn(1) > 1', '5: expected for span of burn a length of time, such as 2h, written out, got 1', ''],
    ['burn(36h) > 1', '5: expected for span of burn whole days from 1d to 28d, got 36h', ''],
    ['burn(1d, 2d) > 1', '9: expected burn(span), got 2 arguments', ''],
    ['burn() > 1', '0: expected span of burn, a length of time, such as 2h, got nothing', ''],
    [
      'fails_beyond(target, alfa=0.01)',
      '26: expected fails_beyond(target, alpha), got alfa=…; did you mean "alpha"?',
      '',
    ],
    ['fails_beyond(target, alpha=p_below_target)', '27: expected for alpha of fails_beyond', 'written out'],
    ['fails_beyond(target, alpha=0)', '27: expected for alpha of fails_beyond above 0 and below 1, got 0', ''],
    ['fails_beyond(target=95, target=96)', '31: expected target once, got it twice', ''],
    ['p_below_target >= 0.6 and', '25: expected a number, a name or a text in quotes, got the end', ''],
    ['p_below_target = 0.6', '15: expected "and", "or", a comparison or the end, got "="; to compare, write "=="', ''],
    ['0 < p_below_target < 1', '19: expected one comparison; write "a < b and b < c", got "<"', ''],
    ['earned && earned', '7: expected a number, a name, a text in quotes or a sign, got "&"; write "and"', ''],
    ['earned or earned)', '16: expected "and", "or", a comparison or the end, got ")"', ''],
    ["source == 'shop", "10: expected a closing ' of the text that begins here, got none", ''],
    ['p_below_target > 1.', '17: expected digits after the point of a number, got "1."', ''],
    ['importance > 5q', '13: expected a unit of time (s, m, h, d, w) or %, got "q"', ''],
    ['target * 2h > 1', '0: expected a plain number on one side of "*"', ''],
    ['source + 1 > 1', '0: expected a number beside "+", got source', ''],
    ['', '0: expected a number, a name or a text in quotes, got the end', ''],
    ['__proto__ > 1', '0: expected a fact of rules', '"__proto__"'],
    ['constructor() > 1', '0: expected a function of rules', '"constructor"'],
  ])('%s: %s', (text, start, rest) => {
    const found = problem(text);
    expect(found.startsWith(start)).toBe(true);
    expect(found).toContain(rest);
  });

  it.each([
    ['arrival_lag > 5', 'source', 'a number without a unit'],
    ['quantile(0.9) > 1h', 'source', 'expected for level of quantile one of 0.5, 0.95, 0.99, got 0.9'],
    [
      'e_value(live_vs_nave) > 1',
      'model',
      'expected for comparison of e_value live_vs_naive or live_vs_backtest, got live_vs_nave; did you mean "live_vs_naive"?',
    ],
    [
      'p_below_target > 0.5',
      'source',
      'expected a fact of rules of level source (arrival_lag, arrived, source, owner), got "p_below_target"',
    ],
    ['anything(1)', 'system', 'there is none'],
  ] as const)('%s in rules of level %s: %s', (text, level, expected) => {
    expect(problem(text, level)).toContain(expected);
  });

  it('too long or too deep is one too, however it is built', () => {
    expect(problem('earned or '.repeat(200))).toBe('0: expected an expression of at most 1000 characters, got 2000');
    expect(problem(`${'('.repeat(400)}earned${')'.repeat(400)}`)).toContain('expected at most 32 levels');
    expect(problem(`${'not '.repeat(200)}earned`)).toContain('expected at most 32 levels');
    expect(problem(`${'-'.repeat(300)}1 > 0`)).toContain('expected at most 32 levels');
    expect(problem(`${'burn('.repeat(150)}`)).toContain('expected at most 32 levels');
  });

  it('never throws and always has a place within the text, whatever the text is', () => {
    const piece = fc.constantFrom(
      'p_below_target',
      '>=',
      '0.6',
      '(',
      ')',
      'and',
      'or',
      'not',
      'burn',
      '1d',
      ',',
      '"x',
      "'y'",
      '=',
      '%',
      '-',
      'earned',
      '\u0000',
      '😀',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.string({ maxLength: 20 }), (pieces, tail) => {
        const text = pieces.join(' ') + tail;
        const condition = compileCondition(text, 'series');
        if (!('problem' in condition))
          return [true, false, undefined].includes(condition.holds({ facts: FACTS, day: 12 }));
        return condition.at >= 0 && condition.at <= text.length;
      }),
      { numRuns: 2000, seed: 17 },
    );
  });
});

import type { FeedbackMark, TickFacts } from '../../src/facts/facts.js';
import { markEffect } from '../../src/simulate/mark-effect.js';
import { policyOf } from '../support/policies.js';
import { forecast, results, series, tick } from '../support/subjects.js';

const policy = policyOf("rules: [{ id: risk, when: 'p_below_target >= 0.6', clear: 'p_below_target < 0.4' }]");

/** Mornings of one series: what was said of the day, what was expected, and what came of the day before. */
function mornings(days: readonly { readonly odds: number; readonly expected: number; readonly came: number }[]) {
  return days.map(({ odds, expected }, i): TickFacts => {
    const day = i - 1;
    const before = results(
      0,
      days.slice(0, i).map((one) => one.came),
    );
    return tick(day, { series: [series('a', { results: before, forecast: forecast(i, odds, { expected }) })] });
  });
}

/** Two alerts: days 1 and 2, of which one came true, and day 5, which came true. */
const DAYS = mornings([
  { odds: 0.1, expected: 99, came: 100 },
  { odds: 0.7, expected: 93, came: 100 },
  { odds: 0.8, expected: 92, came: 90 },
  { odds: 0.1, expected: 99, came: 100 },
  { odds: 0.1, expected: 99, came: 100 },
  { odds: 0.9, expected: 85, came: 80 },
  { odds: 0.1, expected: 99, came: 100 },
  { odds: 0.1, expected: 99, came: 100 },
]);
const mark = (over: Partial<FeedbackMark>): FeedbackMark => ({ kind: 'expected-once', day: 2, by: 'ann', ...over });

describe('what a mark would have changed', () => {
  it('names the days that were warned of, what was said and what came', () => {
    expect(markEffect(policy, DAYS, mark({ kind: 'fixed' })).warned).toEqual([
      { day: 1, odds: 0.7, came: 100, missed: false },
      { day: 2, odds: 0.8, came: 90, missed: true },
      { day: 5, odds: 0.9, came: 80, missed: true },
    ]);
  });

  it('is every warning that stays within what is expected, of all alerts', () => {
    const within = (below: number) =>
      markEffect(policy, DAYS, mark({ kind: 'expected-until', below })).fewer.map(({ day }) => day);
    expect(within(91)).toEqual([1, 2]);
    expect(within(80)).toEqual([1, 2, 5]);
    expect(within(99)).toEqual([]);
  });

  it('is the alert of that day alone where it is said once', () => {
    const once = (day: number) => markEffect(policy, DAYS, mark({ day })).fewer.map((one) => one.day);
    expect(once(2)).toEqual([1, 2]);
    expect(once(5)).toEqual([5]);
  });

  it.each(['fixed', 'false-alarm'] as const)('is nothing for %s, which is for the record', (kind) => {
    expect(markEffect(policy, DAYS, mark({ kind })).fewer).toEqual([]);
  });

  it('grades no day on which somebody stepped in, and none that is to come', () => {
    const fixed = DAYS.map((facts) => ({
      ...facts,
      series: facts.series.map((one) => ({ ...one, intervened: facts.day === 2 })),
    }));
    const { warned } = markEffect(policy, fixed.slice(0, 6), mark({ kind: 'fixed' }));
    expect(warned.map(({ day, missed }) => [day, missed])).toEqual([
      [1, false],
      [2, null],
      [5, null],
    ]);
  });

  it('is nothing without a tick', () => {
    expect(markEffect(policy, [], mark({}))).toEqual({ warned: [], fewer: [] });
  });
});

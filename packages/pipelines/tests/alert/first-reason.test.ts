import type { DayResult, SeriesFacts } from '@dqs/alerting';
import { parseDay } from '@dqs/core';
import fc from 'fast-check';

import { FirstReasons } from '../../src/alert/first-reason.js';

/** A Wednesday. */
const LAST = parseDay('2026-11-25')!;

function series(passes: readonly (number | null)[], changes: Partial<SeriesFacts> = {}, executions = 100): SeriesFacts {
  const results = passes.flatMap((one, i): DayResult[] =>
    one === null ? [] : [{ day: LAST - passes.length + 1 + i, passes: one, fails: executions - one, errors: 0 }],
  );
  const labels = { dataset: 'o', datasetName: 'orders', rule: 'references' };
  return { id: 'o/references', labels, target: 95, importance: 3, day: LAST, results, ...changes };
}

const reasonOf = (one: SeriesFacts, others: readonly SeriesFacts[] = [], leads: never[] = []) =>
  new FirstReasons({ facts: { day: LAST, series: [one, ...others] }, leads }).of(one);

describe('the first reason why a series is likely to miss its target', () => {
  it('is that what goes before it fell, as many days before', () => {
    const leader = series([100, 100, 80], {
      id: 'c/fresh',
      labels: { dataset: 'c', datasetName: 'customers', rule: 'fresh' },
    });
    const lead = { from: 'c/fresh', to: 'o/references', lag: 1, p: 0.001, q: 0.008, seen: 14, of: 20 };
    expect(reasonOf(series([100, 100, 80]), [leader], [lead as never])).toBe('customers · fresh fell on Wed');
    expect(reasonOf(series([100, 100, 80]), [leader], [{ ...lead, lag: 2 } as never])).toBe('last result, 80.0\u00a0%');
  });

  it('is its own last result, the same again and again, or a run of bad days', () => {
    expect(reasonOf(series([100, 94]))).toBe('last result, 94.0\u00a0%');
    expect(reasonOf(series([8, 7], {}, 8))).toBe('last result, 7 of 8');
    expect(reasonOf(series([8, 7, 7], {}, 8))).toBe('2 days at 7 of 8');
    expect(reasonOf(series([100, 94, 90]))).toBe('2 days in a row below 95');
  });

  it('is its day of the week, its course, or that it often misses', () => {
    const thursdays = Array.from({ length: 28 }, (_, i) => (i % 7 === 0 ? 80 : 100));
    expect(reasonOf(series(thursdays))).toBe('Thursdays: low on 4 of 4');
    expect(reasonOf(series([100, 99, 98, 97]))).toBe('fell for 3 days in a row');
    expect(reasonOf(series([80, 100, 100]))).toBe('below 95 on 1 of the last 3 days');
  });

  it('is none where nothing in the results tells one', () => {
    expect(reasonOf(series([100, 100, 100]))).toBeUndefined();
    expect(reasonOf(series([]))).toBeUndefined();
  });

  it('is not looked for in what came later, nor in days without a result', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 100 })), { maxLength: 40 }), (passes) => {
        const reason = reasonOf(series(passes));
        const isBad = passes.some((one) => one !== null && one < 95);
        const falls = passes.filter((one) => one !== null).length > 3;
        expect(reason === undefined || isBad || falls).toBe(true);
      }),
    );
  });
});

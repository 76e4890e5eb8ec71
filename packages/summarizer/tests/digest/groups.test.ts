import fc from 'fast-check';

import { groupRows, sumOutcomes, worstFirst } from '../../src/digest/groups.js';
import { summarize } from '../../src/index.js';
import { anyResults, panelOf, RULES, times } from '../support/panels.js';

describe('groupRows', () => {
  it('puts every row into exactly one group, and the groups sum to the total', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const { rows } = summarize(panelOf(results), RULES);
        const groups = groupRows(rows, ({ key }) => key.ruleCode);
        expect(groups.flatMap((group) => group.rows)).toHaveLength(rows.length);
        expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
        const whole = sumOutcomes(rows, (row) => row.total);
        expect(groups.reduce((sum, { total }) => sum + total.fails, 0)).toBe(whole.fails);
        expect(groups.reduce((sum, { recent }) => sum + recent.passes, 0)).toBe(
          sumOutcomes(rows, (row) => row.windows[0]!).passes,
        );
      }),
    );
  });
});

describe('worstFirst', () => {
  it('sorts by fail rate, then failures, then name, and omits groups without failures', () => {
    const rule = (ruleCode: string, fails: number, passes: number) => [
      ...times(fails, { ruleCode, outcome: 'fail' }),
      ...times(passes, { ruleCode }),
    ];
    const results = [rule('fine', 0, 5), rule('b', 1, 1), rule('a', 1, 1), rule('more', 2, 2), rule('worst', 3, 1)];
    const { rows } = summarize(panelOf(results.flat()), RULES);
    const groups = groupRows(rows, ({ key }) => key.ruleCode);
    expect(worstFirst(groups).map(({ name }) => name)).toEqual(['worst', 'more', 'a', 'b']);
  });
});

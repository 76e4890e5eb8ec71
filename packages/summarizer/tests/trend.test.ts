import { summarize } from '../src/index.js';
import { TREND_FLAGS, trendOf } from '../src/trend.js';
import { day, panelOf, RULES, times } from './support/panels.js';

const latest = day('2024-02-29');

describe('the trend', () => {
  it.each([
    [0.06, 0, 'up'],
    [0.05, 0, 'equal'],
    [0, 0, 'equal'],
    [0, 0.05, 'equal'],
    [0, 0.06, 'down'],
    // In double precision 0.55 - 0.5 is a little more than 0.05, and the definition compares doubles.
    [0.55, 0.5, 'up'],
    [0.35, 0.3, 'equal'],
  ])('of %d after %d is %s', (recent, earlier, expected) => {
    expect(trendOf(recent, earlier, 0.05)).toBe(expected);
  });

  it('compares the first window with the second', () => {
    const recent = [...times(1, { day: latest }), ...times(1, { day: latest, outcome: 'fail' })];
    const earlier = times(6, { day: latest - 60 });
    const [row] = summarize(panelOf([...recent, ...earlier]), RULES).rows;
    expect(row!.windows.map(({ failRate }) => failRate)).toEqual([0.5, 0.125, 0.125]);
    expect(row!.trend).toBe('up');
  });

  it('has a configurable epsilon', () => {
    const panel = panelOf([...times(9, { day: latest - 60 }), ...times(1, { day: latest, outcome: 'fail' })]);
    expect(summarize(panel, RULES, { epsilon: 0.95 }).rows[0]!.trend).toBe('equal');
    expect(summarize(panel, RULES, { epsilon: 0 }).rows[0]!.trend).toBe('up');
  });

  it.each([-0.1, 1.1, Number.NaN])('refuses an epsilon of %d', (epsilon) => {
    expect(() => summarize(panelOf([]), RULES, { epsilon })).toThrow(/epsilon.*between 0 and 1/);
  });

  it('is written in words or as arrows', () => {
    expect(TREND_FLAGS.compat).toEqual({ up: 'up', down: 'down', equal: 'equal' });
    expect(TREND_FLAGS.prd).toEqual({ up: '↑', down: '↓', equal: '=' });
  });

  it('refuses an unknown profile', () => {
    expect(() => summarize(panelOf([]), RULES, { profile: 'toString' as 'prd' })).toThrow(
      /compat or prd, got "toString"/,
    );
  });
});

import { otherRules, SeriesHistory } from '../src/index.js';
import { MONDAY, panelOf } from './support/panels.js';

/** A history in which each rule of a dataset was observed on so many days. */
function historyOf(days: Readonly<Record<string, number>>, dataset = 'a'): SeriesHistory {
  return SeriesHistory.fromPanel(
    panelOf(
      Object.entries(days).flatMap(([rule, count]) =>
        Array.from({ length: count }, (_, i) => ({ dataset, rule, day: MONDAY + i, passes: 1, fails: 0 })),
      ),
    ),
  );
}

describe('the rules that the others look at', () => {
  it('are those with most observed days, ties by code', () => {
    expect(otherRules(historyOf({ 103: 2, 101: 2, 102: 5, 104: 1 }), MONDAY + 9)).toEqual(['102', '101', '103', '104']);
  });

  it('count the days up to a day alone: a rule that comes later is none yet', () => {
    const history = SeriesHistory.fromPanel(
      panelOf([
        { dataset: 'a', rule: '101', day: MONDAY, passes: 1, fails: 0 },
        ...[3, 4, 5].map((day) => ({ dataset: 'a', rule: '102', day: MONDAY + day, passes: 1, fails: 0 })),
      ]),
    );
    expect(otherRules(history, MONDAY + 2)).toEqual(['101']);
    expect(otherRules(history, MONDAY + 3)).toEqual(['101', '102']);
    expect(otherRules(history, MONDAY + 5)).toEqual(['102', '101']);
    expect(otherRules(history, MONDAY - 1)).toEqual([]);
  });
});

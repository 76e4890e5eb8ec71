import { PanelBuilder } from '@dqs/core';

import { tallyKeys } from '../src/tally.js';
import { day, panelOf, result, times } from './support/panels.js';

const WINDOWS = [
  { name: 'a', days: 1 },
  { name: 'b', days: 10 },
];
const latest = day('2024-02-29');

describe('tallyKeys', () => {
  it('gives one tally for each key, in the order of the panel', () => {
    const panel = panelOf([
      ...times(2, { ruleCode: '2' }),
      ...times(1, { ruleCode: '1' }),
      ...times(3, { ruleCode: '3' }),
    ]);
    expect(tallyKeys(panel, WINDOWS).map(({ total }) => total.passes)).toEqual([1, 2, 3]);
  });

  it('counts each window inside the next and all of them inside the total', () => {
    const days = [0, 1, 2, 10, 11];
    const panel = panelOf(
      days.map((back) => result({ day: latest - back, outcome: back % 2 === 0 ? 'fail' : 'pass' })),
    );
    const [{ windows, total }] = tallyKeys(panel, WINDOWS) as [ReturnType<typeof tallyKeys>[number]];
    expect([...windows, total].map(({ passes, fails }) => [passes, fails])).toEqual([
      [1, 1],
      [1, 3],
      [2, 3],
    ]);
  });

  it('adds counts beyond 32 bits without loss', () => {
    const builder = new PanelBuilder();
    const counts = { passes: 2 ** 31 - 1, fails: 0, errors: 0, recordCount: Number.NaN, filteredCount: Number.NaN };
    for (const back of [0, 1, 2]) builder.addCounts(result().key, latest - back, counts);
    const [tally] = tallyKeys(builder.build(), WINDOWS);
    expect(tally!.total.passes).toBe(3 * (2 ** 31 - 1));
  });

  it('is empty for an empty panel', () => {
    expect(tallyKeys(panelOf([]), WINDOWS)).toEqual([]);
  });
});

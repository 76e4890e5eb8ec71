import type { SeriesHistory } from '@dqs/features';

import { bestNaiveByLevel, type NaiveScores } from '../../src/evaluate/best-naive.js';
import { trailingBestCrps, type NaiveRows } from '../../src/evaluate/trailing-best.js';

/** A row: its series, target day, horizon, and the CRPS of `last-7`, `last-28` and `what-followed`. */
type Row = readonly [series: number, day: number, horizon: number, crps: readonly [number, number, number]];

function rowsOf(rows: readonly Row[]) {
  const column = (i: 0 | 1 | 2) => Float64Array.from(rows, ([, , , crps]) => crps[i]);
  const crps: NaiveScores = { 'last-7': column(0), 'last-28': column(1), 'what-followed': column(2) };
  const requests = {
    series: Int32Array.from(rows, ([series]) => series),
    targetDay: Int32Array.from(rows, ([, day]) => day),
    asOfDay: Int32Array.from(rows, ([, day, horizon]) => day - horizon),
  };
  return { requests, crps } satisfies NaiveRows;
}

const recordOf = (rows: readonly Row[]) => rowsOf(rows) as unknown as Parameters<typeof bestNaiveByLevel>[1];
const trailing = (test: readonly Row[], trained: readonly Row[]) => [
  ...trailingBestCrps(rowsOf(test), recordOf(trained), (series) => `rule ${series}`, 'what-followed'),
];

describe('the naive distribution of a rule', () => {
  it('is the one that did best on the 28 days known at the forecast, training days among them', () => {
    // Long ago last-28 was far better; of late last-7 is.
    const trained: Row[] = [
      [0, 70, 1, [90, 0, 50]],
      [0, 99, 1, [1, 2, 3]],
    ];
    expect(trailing([[0, 100, 1, [10, 20, 30]]], trained)).toEqual([10]);
    expect(trailing([[0, 98, 1, [10, 20, 30]]], trained)).toEqual([20]);
  });

  it('never knows the day itself, nor days after the as-of day', () => {
    const trained: Row[] = [[0, 95, 7, [1, 2, 3]]];
    const test: Row[] = [
      [0, 100, 7, [10, 20, 30]],
      [0, 102, 7, [90, 5, 60]],
      [0, 107, 7, [9, 8, 7]],
    ];
    // The first is as of day 93, when nothing was known; the last as of day 100, when last-7 had been best.
    expect(trailing(test, trained)).toEqual([30, 90, 9]);
  });

  it('learns from the test days as they come to be known', () => {
    const test: Row[] = [
      [0, 100, 1, [50, 1, 30]],
      [0, 101, 1, [11, 12, 13]],
    ];
    expect(trailing(test, [[0, 99, 1, [1, 2, 3]]])).toEqual([50, 12]);
  });

  it('is chosen for each rule by itself', () => {
    const trained: Row[] = [
      [0, 99, 1, [1, 2, 3]],
      [1, 99, 1, [2, 1, 3]],
    ];
    const test: Row[] = [
      [0, 100, 1, [10, 20, 30]],
      [1, 100, 1, [10, 20, 30]],
      [2, 100, 1, [10, 20, 30]],
    ];
    expect(trailing(test, trained)).toEqual([10, 20, 30]);
  });
});

describe('the best naive distribution of a level', () => {
  it('has the least CRPS on the training days of that level', () => {
    const history = { series: [{ level: 'ROW' }, { level: 'DATASET' }] } as unknown as SeriesHistory;
    const record = recordOf([
      [0, 1, 1, [1, 2, 3]],
      [1, 1, 1, [3, 3, 1]],
      [0, 2, 1, [9, 2, 3]],
    ]);
    expect([...bestNaiveByLevel(history, record)]).toEqual([
      ['ROW', 'last-28'],
      ['DATASET', 'what-followed'],
    ]);
  });
});

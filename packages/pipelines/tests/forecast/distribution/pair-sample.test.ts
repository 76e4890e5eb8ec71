import { observedRequests, SeriesHistory, thresholdFrame } from '@dqs/features';

import { cameOn } from '../../../src/evaluate/best-naive.js';
import { levelOutcomes } from '../../../src/forecast/distribution/level-outcomes.js';
import { samplePairs } from '../../../src/forecast/distribution/pair-sample.js';
import { madePanel } from '../../support/panels.js';

const history = SeriesHistory.fromPanel(madePanel({ datasets: 4, rules: 5, days: 120, executions: 12 }));
const requests = observedRequests(history, { fromDay: history.firstDay, toDay: history.lastDay, horizon: 1 });
const levels = thresholdFrame(history, requests);
const outcomes = levelOutcomes(levels, cameOn(history, requests));
const rows = Int32Array.from(requests.series.keys());
const sample = (most: number, seed = 7) => samplePairs(levels, outcomes, rows, () => 0, { seed, most });
const sumOf = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);

describe('the sample of pairs', () => {
  const all = sample(Number.POSITIVE_INFINITY);

  it('is thinned to about as many pairs as asked for, and weighs as much', () => {
    const most = all.level.length / 4;
    const thinned = sample(most);
    // A sum of independent picks: five standard deviations of at most √most.
    expect(Math.abs(thinned.level.length - most)).toBeLessThan(5 * Math.sqrt(most));
    expect(sumOf(thinned.weight) / sumOf(all.weight)).toBeCloseTo(1, 1);
  });

  it('is the same where there are no more pairs than asked for', () => {
    expect(sample(10 * all.level.length)).toEqual(all);
  });

  it('has every pair once, in order, with its row', () => {
    const { level, row } = sample(all.level.length / 2);
    expect(new Set(level).size).toBe(level.length);
    expect([...level]).toEqual([...level].sort((a, b) => a - b));
    level.forEach((pair, i) => {
      expect(pair >= levels.offsets[row[i]!]! && pair < levels.offsets[row[i]! + 1]!).toBe(true);
    });
  });

  it('follows from the seed', () => {
    const most = all.level.length / 4;
    expect(sample(most)).toEqual(sample(most));
    expect(sample(most, 8).level).not.toEqual(sample(most).level);
  });
});

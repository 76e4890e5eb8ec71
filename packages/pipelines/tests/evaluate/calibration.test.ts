import { wilsonInterval } from '@dqs/core/stats';

import { calibrationOf } from '../../src/evaluate/calibration.js';
import type { DistributionRows } from '../../src/evaluate/distribution-rows.js';

/** Rows of which only odds and PIT matter. */
function rowsOf(belowTarget: readonly number[], pit: readonly number[]): DistributionRows {
  const none = new Float64Array(pit.length);
  const scores = { absoluteError: none, squaredError: none, crps: none, logScore: none };
  return {
    ...scores,
    interval80: none,
    interval95: none,
    belowTarget: Float64Array.from(belowTarget),
    pit: Float64Array.from(pit),
  };
}

describe('calibration', () => {
  // 19 of 20 is on a target of 95 %, 18 of 20 below it, 94 of 99 below it.
  const came = { passes: Int32Array.of(19, 18, 94, 20), executions: Int32Array.of(20, 20, 99, 20) };
  const model = rowsOf([0.05, 0.95, 0.85, 0.05], [0.01, 0.051, 0.99, 1]);
  const naive = { 'last-7': rowsOf([1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5]) };
  const found = calibrationOf({ model, naive, target: 95 }, came);

  it('sets the odds of falling below the target beside the results below it', () => {
    expect(found.target).toBe(95);
    expect(found.model.reliability.map(({ from, rows, observed }) => [from, rows, observed])).toEqual([
      [0, 2, 0],
      [0.8, 1, 1],
      [0.9, 1, 1],
    ]);
    expect(found.model.calibrationError).toBeCloseTo((2 * 0.05 + 0.15 + 0.05) / 4, 12);
  });

  it('does the same for every naive distribution', () => {
    expect(found.naive['last-7']!.reliability).toMatchObject([{ rows: 4, forecast: 1, observed: 0.5 }]);
    expect(found.naive['last-7']!.calibrationError).toBe(0.5);
  });

  it('counts PITs by tenth', () => {
    const counts = found.model.pitHistogram;
    expect(counts).toHaveLength(10);
    expect(found.pitBand).toEqual(wilsonInterval(0, 4));
    expect([counts[0], counts[1], counts[9]]).toEqual([2, 0, 2]);
  });
});

import fc from 'fast-check';

import { blockBootstrapMean, Random } from '../src/index.js';

/** A series whose neighbours resemble each other: each value is `memory` times the last one plus noise. */
function dependent(periods: number, memory: number, random: Random): Float64Array {
  let value = 0;
  for (let i = 0; i < 50; i += 1) value = memory * value + random.normal();
  return new Float64Array(periods).map(() => (value = memory * value + random.normal()));
}

const once = (periods: number) => new Float64Array(periods).fill(1);

describe('blockBootstrapMean', () => {
  it('gives the mean over values, not over periods, inside of its interval', () => {
    const { mean, low, high } = blockBootstrapMean({ sums: [10, 2, 0, 6], counts: [5, 1, 0, 2] });
    expect(mean).toBe(18 / 8);
    expect(low).toBeLessThan(mean);
    expect(high).toBeGreaterThan(mean);
  });

  it('has no width where all values are equal, and none at all without values', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }), (counts) => {
        const interval = blockBootstrapMean({ sums: counts.map((n) => 4 * n), counts }, { resamples: 50 });
        expect(interval).toEqual({ mean: 4, low: 4, high: 4 });
      }),
      { numRuns: 30 },
    );
    expect(blockBootstrapMean({ sums: [], counts: [] }).low).toBeNaN();
    expect(blockBootstrapMean({ sums: [0, 0], counts: [0, 0] }).high).toBeNaN();
  });

  it('is the same for the same seed and differs between seeds', () => {
    const values = { sums: dependent(60, 0, new Random(1)), counts: once(60) };
    expect(blockBootstrapMean(values, { seed: 3 })).toEqual(blockBootstrapMean(values, { seed: 3 }));
    expect(blockBootstrapMean(values, { seed: 3 })).not.toEqual(blockBootstrapMean(values, { seed: 4 }));
  });

  it('covers the true mean of independent values about as often as it says', () => {
    const random = new Random(11);
    let covered = 0;
    for (let run = 0; run < 200; run += 1) {
      const sums = dependent(80, 0, random);
      const { low, high } = blockBootstrapMean({ sums, counts: once(80) }, { resamples: 400, seed: run });
      if (low <= 0 && high >= 0) covered += 1;
    }
    // 95 % of 200 are 190; four standard deviations of a binomial and the known lightness of the percentile interval.
    expect(covered).toBeGreaterThanOrEqual(175);
    expect(covered).toBeLessThanOrEqual(199);
  });

  it('is wider with blocks where neighbours resemble each other, as it has to be', () => {
    const random = new Random(5);
    const width = (blockLength: number, sums: Float64Array) => {
      const { low, high } = blockBootstrapMean({ sums, counts: once(sums.length) }, { blockLength, resamples: 500 });
      return high - low;
    };
    let [single, blocks] = [0, 0];
    for (let run = 0; run < 10; run += 1) {
      const sums = dependent(120, 0.8, random);
      single += width(1, sums);
      blocks += width(10, sums);
    }
    expect(blocks).toBeGreaterThan(1.5 * single);
  });
});

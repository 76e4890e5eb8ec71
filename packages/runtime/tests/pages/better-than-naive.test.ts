import { Random } from '@dqs/core';

import { betterThanNaive, type ModelScores } from '../../src/pages/model/live-course.js';

const RUNS = 40;

/** A pool of one series a day: naive errors of 10 points, the model's with differences of a first-order autoregression. */
function scored(random: Random, days: number, { mean = 0, correlation = 0 }): Pick<ModelScores, 'pools'> {
  let state = random.normal();
  const own = Float64Array.from({ length: days }, () => {
    state = correlation * state + Math.sqrt(1 - correlation ** 2) * random.normal();
    return 10 + mean + 2 * state;
  });
  const columns = {
    absoluteErrorBesideNaive: own,
    naiveAbsoluteError: new Float64Array(days).fill(10),
    withNaive: new Float64Array(days).fill(1),
  };
  const pool = { course: { days: Int32Array.from({ length: days }, (_, i) => 20_000 + i), columns } };
  return { pools: [pool] } as unknown as Pick<ModelScores, 'pools'>;
}

describe('better than naive, whenever one looks', () => {
  it.each([0, 0.3, 0.6])(
    'is said of equal forecasts in at most 1 of 20, where days are correlated by %d',
    (correlation) => {
      const random = new Random(1 + correlation);
      const said = Array.from({ length: RUNS }, () => betterThanNaive(scored(random, 88, { correlation }))).filter(
        ({ days }) => days.some(({ low, high }) => low > 0 || high < 0),
      );
      expect(said.length / RUNS).toBeLessThanOrEqual(0.05);
    },
  );

  it.each([0, 0.3, 0.6])(
    'is said within half a year of one that is better by a deviation, correlated by %d',
    (correlation) => {
      const random = new Random(11 + correlation);
      const found = Array.from({ length: 5 }, () => betterThanNaive(scored(random, 210, { mean: -2, correlation })));
      expect(found.map(({ since }) => since?.side)).toEqual(Array(5).fill('better'));
    },
  );

  it('says nothing before there are days enough to know how far differences go', () => {
    expect(betterThanNaive(scored(new Random(5), 20, { mean: -5 })).since).toBeNull();
    expect(betterThanNaive({ pools: [] })).toEqual({ days: [], since: null });
  });
});

import { Random } from '../src/index.js';
import { holmRejections } from '../src/stats/index.js';

describe('holmRejections', () => {
  it('rejects those of the worked example, and no more', () => {
    // p sorted .005, .01, .03, .04 against .05/4, .05/3, .05/2: the third stops it.
    expect(holmRejections([0.01, 0.04, 0.03, 0.005], 0.05)).toEqual([true, false, false, true]);
  });

  it('rejects nothing without a test, and never a test without a p-value', () => {
    expect(holmRejections([], 0.05)).toEqual([]);
    expect(holmRejections([Number.NaN, 0.02], 0.05)).toEqual([false, true]);
    expect(holmRejections([Number.NaN, 0.03], 0.05)).toEqual([false, false]);
  });

  it('falsely rejects any of ten null tests in at most 5 of 100 families', () => {
    const random = new Random(3);
    let families = 0;
    for (let run = 0; run < 4000; run += 1) {
      if (
        holmRejections(
          Float64Array.from({ length: 10 }, () => random.next()),
          0.05,
        ).includes(true)
      )
        families += 1;
    }
    // Expected 4.9 %; four standard deviations of 4,000 families are 1.4 points.
    expect(Math.abs(families / 4000 - 0.049)).toBeLessThan(0.014);
  });
});

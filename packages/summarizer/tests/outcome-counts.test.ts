import { addOutcomes, failRate, NO_OUTCOMES, withFailRate } from '../src/outcome-counts.js';

const counts = { passes: 3, fails: 1, errors: 6 };

describe('outcome counts', () => {
  it('have a fail rate that excludes errors', () => {
    expect(failRate(counts)).toBe(0.25);
    expect(withFailRate(counts)).toEqual({ ...counts, failRate: 0.25 });
  });

  it('without a pass or a failure have a rate of 0', () => {
    expect(failRate(NO_OUTCOMES)).toBe(0);
    expect(failRate({ passes: 0, fails: 0, errors: 9 })).toBe(0);
  });

  it('add up outcome by outcome', () => {
    expect(addOutcomes(counts, counts)).toEqual({ passes: 6, fails: 2, errors: 12 });
    expect(addOutcomes(counts, NO_OUTCOMES)).toEqual(counts);
  });

  it('stay exact beyond 32 bits', () => {
    const many = { passes: 2 ** 31, fails: 2 ** 31, errors: 0 };
    expect(withFailRate(addOutcomes(many, many))).toEqual({
      passes: 2 ** 32,
      fails: 2 ** 32,
      errors: 0,
      failRate: 0.5,
    });
  });
});

import { isWhole, packWeights, unpackWeights } from '../../../src/forecast/distribution/past-weights.js';

describe('weights of past days', () => {
  const learned = [
    { upTo: Number.NEGATIVE_INFINITY, weights: new Map([['', Float64Array.of(0.5, 0.5)]]) },
    {
      upTo: 20_000,
      weights: new Map([
        ['', Float64Array.of(0.1 + 0.2, 0.7 - 1e-17)],
        ['["T","R"]', Float64Array.of(1, 0)],
      ]),
    },
  ];

  it('come back bit for bit, those of rules that were not known yet left out', () => {
    const packed = JSON.parse(JSON.stringify(packWeights(learned))) as ReturnType<typeof packWeights>;
    expect(unpackWeights(packed, 2)).toEqual(learned);
  });

  it('are whole only with a number for every day, rule and expert', () => {
    const packed = packWeights(learned);
    expect(isWhole(packed, 2)).toBe(true);
    expect(isWhole(packed, 3)).toBe(false);
    expect(isWhole({ ...packed, days: [null] }, 2)).toBe(false);
  });

  it('may be none', () => {
    expect(unpackWeights(packWeights([]), 8)).toEqual([]);
  });
});

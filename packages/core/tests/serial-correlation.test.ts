import { Random } from '../src/index.js';
import { meanVarianceInflation, serialCorrelation } from '../src/stats/index.js';

function autoregression(rho: number, count: number, random: Random): number[] {
  const values = [random.normal()];
  while (values.length < count) values.push(rho * values.at(-1)! + Math.sqrt(1 - rho ** 2) * random.normal());
  return values;
}

describe('the correlation of successive values', () => {
  it.each([0.2, 0.5, 0.7])('of %d is found', (rho) => {
    expect(serialCorrelation(autoregression(rho, 20_000, new Random(5)))).toBeCloseTo(rho, 1);
  });

  it('is corrected for short series, whose plain estimate is too small', () => {
    const random = new Random(6);
    const mean = (count: number) => {
      let sum = 0;
      for (let i = 0; i < 3000; i += 1) sum += serialCorrelation(autoregression(0.5, count, random));
      return sum / 3000;
    };
    expect(mean(40)).toBeGreaterThan(0.46);
    expect(mean(40)).toBeLessThan(0.54);
  });

  it('is none for too few values, for constant ones and for alternating ones', () => {
    expect([[], [1], [1, 2], [3, 3, 3, 3, 3, 3], [1, -1, 1, -1, 1, -1, 1, -1]].map(serialCorrelation)).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });
});

describe('the inflation of the variance of a mean', () => {
  it('is what simulated means show', () => {
    const random = new Random(7);
    let squares = 0;
    for (let i = 0; i < 2000; i += 1) {
      const values = autoregression(0.5, 200, random);
      squares += (values.reduce((sum, value) => sum + value, 0) / 200) ** 2;
    }
    expect((200 * squares) / 2000 / meanVarianceInflation(0.5)).toBeCloseTo(1, 1);
    expect(meanVarianceInflation(0)).toBe(1);
  });
});

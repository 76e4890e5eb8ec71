import { Random } from '../src/index.js';
import { compareByDay, serialMean, wilsonInterval } from '../src/stats/index.js';
import { autoregression, SHAPES, simulatedDifferences, type Shape } from './support/simulated-differences.js';

const once = (days: number) => new Float64Array(days).fill(1);
/** Comparisons by number of days: more where verdicts go wrong more easily. */
const RUNS = new Map([
  [7, 100],
  [14, 250],
  [28, 250],
  [90, 150],
  [365, 50],
]);

/** How often models that are equally good are called different, and how often the interval holds the truth. */
function simulated(shape: Shape, rho: number) {
  let [wrong, covered, all] = [0, 0, 0];
  for (const [days, runs] of RUNS) {
    const random = new Random(1000 * days + 10 * rho);
    all += runs;
    for (let run = 0; run < runs; run += 1) {
      const { verdict, difference } = compareByDay({
        sums: simulatedDifferences(shape, days, rho, random),
        counts: once(days),
      });
      if (verdict !== 'inconclusive') wrong += 1;
      // Incomplete weeks of a pattern by weekday have a mean of their own, which the interval is not about.
      if (difference.low <= 0 && difference.high >= 0) covered += 1;
    }
  }
  return { wrong: wilsonInterval(wrong, all, 0.99), covered: wilsonInterval(covered, all, 0.99), share: wrong / all };
}

describe('the verdict on two equally good models, from 7 to 365 days', () => {
  describe.each([0, 0.3, 0.5])('whose days correlate by %d', (rho) => {
    it.each(SHAPES)('calls them different in at most 6.5 of 100 cases, at a nominal 5: %s', (shape) => {
      const { wrong, covered, share } = simulated(shape, rho);
      expect(share).toBeLessThanOrEqual(0.065);
      expect(wrong.low).toBeLessThanOrEqual(0.05);
      expect(covered.high).toBeGreaterThanOrEqual(0.93);
    });
  });

  it.each(SHAPES)('is wrong in at most 8 of 100 cases where days correlate by 0.7: %s', (shape) => {
    expect(simulated(shape, 0.7).share).toBeLessThanOrEqual(0.08);
  });
});

describe('the verdict on a better model', () => {
  /** Share of comparisons that find an improvement of so many standard deviations of a day. */
  function power(days: number, effect: number, rho: number): number {
    const random = new Random(5);
    let found = 0;
    for (let run = 0; run < 200; run += 1) {
      const sums = autoregression(days, rho, random).map((value) => value - effect);
      if (compareByDay({ sums, counts: once(days) }).verdict === 'better') found += 1;
    }
    return found / 200;
  }

  it('is found nearly as often as by a test that knows that days are independent', () => {
    // The t test with known independence finds 0.3 standard deviations in 80 of 100 samples of 90.
    expect(power(90, 0.3, 0)).toBeGreaterThan(0.66);
    expect(power(28, 0.6, 0)).toBeGreaterThan(0.6);
    expect(power(365, 0.15, 0)).toBeGreaterThan(0.7);
  });

  it('grows with days, and shrinks where they resemble each other', () => {
    expect(power(180, 0.3, 0)).toBeGreaterThan(power(90, 0.3, 0));
    expect(power(90, 0.3, 0.5)).toBeLessThan(power(90, 0.3, 0));
  });
});

describe('a comparison by day', () => {
  const noisy = (days: number, shift: number) =>
    autoregression(days, 0, new Random(days)).map((value) => value + shift);

  it('calls the candidate better or worse where the interval does not hold 0', () => {
    const found = compareByDay({ sums: noisy(60, -3), counts: once(60) });
    expect(found).toMatchObject({ verdict: 'better', days: 60 });
    expect(found.reason).toMatch(/^the difference lies in −\d\.\d{3} … −\d\.\d{3} at 95 % confidence$/);
    expect(compareByDay({ sums: noisy(60, 3), counts: once(60) }).verdict).toBe('worse');
    expect(compareByDay({ sums: noisy(60, 0), counts: once(60) }).reason).toMatch(/which contains 0$/);
  });

  it('is inconclusive on few days, however large the difference', () => {
    expect(compareByDay({ sums: noisy(13, -9), counts: once(13) })).toMatchObject({
      verdict: 'inconclusive',
      reason: '13 days are too few, at least 14 are needed',
    });
  });

  it('is inconclusive where days resemble each other so much that they are worth few', () => {
    const drifting = Float64Array.from({ length: 40 }, (_, day) => -5 + Math.sin(day / 12));
    const { verdict, reason, effectiveDays } = compareByDay({ sums: drifting, counts: once(40) });
    expect(effectiveDays).toBeLessThan(10);
    expect([verdict, reason]).toEqual([
      'inconclusive',
      expect.stringMatching(
        /^successive days are correlated: 40 of them carry as much information as \d\.\d independent ones/,
      ),
    ]);
  });

  it('of a model with itself finds no difference at all', () => {
    expect(compareByDay({ sums: new Float64Array(30), counts: once(30) })).toMatchObject({
      difference: { mean: 0, low: 0, high: 0 },
      verdict: 'inconclusive',
    });
  });
});

describe('the mean of days', () => {
  it('is the mean over values, not over days, and leaves out days of none', () => {
    const found = serialMean({ sums: [10, 2, 0, 6], counts: [5, 1, 0, 2] });
    expect(found).toMatchObject({ mean: 18 / 8, days: 3 });
    expect(found.low).toBeLessThan(found.mean);
    expect(found.high).toBeGreaterThan(found.mean);
    expect(serialMean({ sums: [10, 2, 6], counts: [5, 1, 2] })).toEqual(found);
  });

  it('has no width where all values are equal, and no interval below two days', () => {
    const counts = [3, 1, 9, 2];
    expect(serialMean({ sums: counts.map((n) => 4 * n), counts })).toMatchObject({ mean: 4, low: 4, high: 4 });
    expect(serialMean({ sums: [3], counts: [2] })).toMatchObject({ mean: 1.5, low: NaN, high: NaN });
    expect(serialMean({ sums: [0, 0], counts: [0, 0] })).toMatchObject({ mean: NaN, low: NaN, days: 0 });
  });

  it('is as wide as the cosine sums of its definition say', () => {
    const sums = noisyWeeks();
    const mean = sums.reduce((a, b) => a + b, 0) / 14;
    // Two weeks: two waves. Student's quantile of two degrees of freedom is 4.302653.
    const wave = (j: number) =>
      Math.sqrt(2 / 14) * sums.reduce((a, value, i) => a + value * Math.cos((Math.PI * j * (i + 0.5)) / 14), 0);
    const density = (frequency: number) => 0.25 / (1.25 - Math.cos(frequency));
    const atZero = 1 - (4 / 3) * ((1 - 0.5 ** 14) / 14);
    const widened = atZero / ((density(Math.PI / 14) + density(Math.PI / 7)) / 2);
    const reach = 4.302652729911275 * Math.sqrt((((wave(1) ** 2 + wave(2) ** 2) / 2) * widened) / 14);
    const found = serialMean({ sums, counts: once(14) });
    // 1e-9: sums of 14 terms, and a quantile to 13 digits.
    expect(found.high - mean).toBeCloseTo(reach, 9);
    expect(mean - found.low).toBeCloseTo(reach, 9);
  });
});

function noisyWeeks(): number[] {
  return Array.from(autoregression(14, 0, new Random(2)));
}

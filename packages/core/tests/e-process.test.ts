import { Random } from '../src/index.js';
import {
  cusumLimit,
  cusumRunLength,
  differenceCorrelation,
  EMPTY_CUSUM,
  eValue,
  extendCusum,
  extendEProcess,
  joinEProcesses,
  startEProcess,
} from '../src/stats/index.js';
import { autoregression, simulatedDifferences, SHAPES } from './support/simulated-differences.js';

const ALPHA = 0.05;
const DAYS = 365;
/** What no difference of a shape is below; 8 where not named. */
const BOUNDS: Readonly<Record<string, number>> = { 'heavy tails': 100, 'skewed losses': 40 };

/** Share of runs whose e-value ever reached 1 / α, looked at every day. */
function everAlarmed(runs: number, differences: () => Float64Array, bound: number): number {
  let alarms = 0;
  for (let run = 0; run < runs; run += 1) {
    let state = startEProcess(bound);
    const values = differences();
    for (let day = 0; day < values.length; day += 1) {
      state = extendEProcess(state, values.subarray(day, day + 1));
      if (eValue(state) < 1 / ALPHA) continue;
      alarms += 1;
      break;
    }
  }
  return alarms / runs;
}

describe('an e-process of differences of mean 0, looked at every day of a year, is above 1/α at most α of the time:', () => {
  it.each([0, 0.3, 0.5, 0.7])('days that correlate by %d', (rho) => {
    const random = new Random(11);
    expect(everAlarmed(120, () => autoregression(DAYS, rho, random), 5)).toBeLessThan(ALPHA);
  });

  it.each(SHAPES)('%s', (shape) => {
    const random = new Random(12);
    const differences = () => simulatedDifferences(shape, DAYS, 0.3, random);
    expect(everAlarmed(100, differences, BOUNDS[shape] ?? 8)).toBeLessThan(ALPHA);
  });
});

describe('an e-process', () => {
  it('is exact: the mean e-value of coin tosses is 1, over all that can come', () => {
    let mean = 0;
    for (let tosses = 0; tosses < 1024; tosses += 1) {
      const differences = Array.from({ length: 10 }, (_, i) => ((tosses >> i) & 1 ? 1 : -1));
      const { logWealth } = extendEProcess(startEProcess(1), differences);
      mean += logWealth.reduce((sum, value) => sum + Math.exp(value), 0) / logWealth.length / 1024;
    }
    expect(mean).toBeCloseTo(1, 9);
  });

  it('grows where differences are above 0, the sooner the greater they are', () => {
    const daysUntil = (shift: number) => {
      const random = new Random(3);
      let state = startEProcess(5);
      for (let day = 1; day < 2000; day += 1) {
        state = extendEProcess(state, [shift + random.normal()]);
        if (eValue(state) >= 20) return day;
      }
      return Number.POSITIVE_INFINITY;
    };
    const [slight, plain, great] = [0.25, 1, 20].map(daysUntil);
    expect(great).toBeLessThan(12);
    expect(plain).toBeLessThan(80);
    expect(slight).toBeLessThan(400);
  });

  it('that begins anew every so often finds a change after a long time without one, and is as exact', () => {
    const random = new Random(9);
    const values = Array.from({ length: 460 }, (_, day) => random.normal() + (day < 400 ? -0.5 : 2));
    const [plain, anew] = [0, 28].map((every) => eValue(extendEProcess(startEProcess(5, 0, every), values)));
    expect(plain).toBeLessThan(1);
    expect(anew).toBeGreaterThan(100);
    expect(eValue(startEProcess(5, 0.3, 28))).toBeCloseTo(1, 12);
    const alarms = Array.from({ length: 200 }, () => {
      const state = extendEProcess(startEProcess(5, 0.3, 28), autoregression(DAYS, 0.3, random));
      return eValue(state) >= 1 / ALPHA ? 1 : 0;
    });
    expect(alarms.reduce((sum: number, one) => sum + one, 0) / 200).toBeLessThan(ALPHA);
  });

  it('does not take a lasting change for correlation', () => {
    const random = new Random(4);
    const shifted = Array.from({ length: 200 }, (_, day) => random.normal() + (day < 100 ? 0 : 4));
    expect(differenceCorrelation(extendEProcess(startEProcess(20), shifted))).toBeLessThan(0.25);
  });

  it('goes on from its state, and joins two spans', () => {
    const values = autoregression(50, 0.3, new Random(5));
    const whole = extendEProcess(startEProcess(4), values);
    const [first, second] = [values.subarray(0, 20), values.subarray(20)];
    const stored = JSON.parse(JSON.stringify(extendEProcess(startEProcess(4), first))) as typeof whole;
    expect(extendEProcess(stored, second)).toEqual(whole);
    const joined = joinEProcesses(stored, extendEProcess(startEProcess(4), second));
    joined.logWealth.forEach((value, k) => expect(value).toBeCloseTo(whole.logWealth[k]!, 9));
    expect(joined).toMatchObject({ days: 50, last: whole.last });
  });

  it('leaves days without a result out, and takes what is below its bound for the bound', () => {
    const state = startEProcess(1);
    expect(extendEProcess(state, [Number.NaN])).toEqual(state);
    expect(extendEProcess(state, [-7])).toEqual(extendEProcess(state, [-1]));
    expect(eValue(state)).toBe(1);
  });
});

describe('a cumulative sum', () => {
  it.each([100, 1000])('passes its limit by chance once in %d days on average', (runLength) => {
    const random = new Random(6);
    const limit = cusumLimit(runLength);
    let days = 0;
    for (let run = 0; run < 200; run += 1) {
      let state = EMPTY_CUSUM;
      while (state.sum <= limit) {
        state = extendCusum(state, [random.normal()]);
        days += 1;
      }
    }
    expect(days / 200 / runLength).toBeGreaterThan(0.8);
    expect(days / 200 / runLength).toBeLessThan(1.2);
  });

  it('finds a shift by one standard deviation after the days it states', () => {
    // Siegmund's tables: limit 4, allowance ½: 336 days without a shift, 8.4 with one of 1.
    expect(cusumRunLength(4)).toBeGreaterThan(320);
    expect(cusumRunLength(4)).toBeLessThan(350);
    expect(cusumRunLength(4, 1)).toBeCloseTo(8.4, 0);
  });

  it('counts the days since it was 0, and leaves missing ones out', () => {
    expect(extendCusum(EMPTY_CUSUM, [2, Number.NaN, 2, -1])).toEqual({ sum: 1.5, days: 3 });
    expect(extendCusum(EMPTY_CUSUM, [0, 0.4])).toEqual(EMPTY_CUSUM);
  });
});

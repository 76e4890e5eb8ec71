import fc from 'fast-check';

import { Random } from '../src/index.js';
import { binCounts, equalBins, expectedCalibrationError, reliability, wilsonInterval } from '../src/stats/index.js';

describe('Wilson’s interval', () => {
  it('is that of worked examples', () => {
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    for (const [successes, trials, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = wilsonInterval(successes, trials);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    }
  });

  it('has the share inside, and bounds that score exactly z standard errors from it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, at) => {
        const successes = Math.round(at * trials);
        const { low, high } = wilsonInterval(successes, trials);
        expect(low).toBeLessThanOrEqual(successes / trials);
        expect(high).toBeGreaterThanOrEqual(successes / trials);
        for (const bound of [low, high]) {
          if (bound === 0 || bound === 1) continue;
          const z = Math.abs(successes / trials - bound) / Math.sqrt((bound * (1 - bound)) / trials);
          expect(z).toBeCloseTo(1.959963984540054, 5);
        }
      }),
    );
  });

  it('holds the truth about as often as it says', () => {
    const random = new Random(11);
    for (const truth of [0.02, 0.2, 0.5, 0.8, 0.95]) {
      let covered = 0;
      for (let run = 0; run < 2000; run += 1) {
        let successes = 0;
        for (let trial = 0; trial < 200; trial += 1) if (random.next() < truth) successes += 1;
        const { low, high } = wilsonInterval(successes, 200);
        if (low <= truth && truth <= high) covered += 1;
      }
      expect(covered / 2000).toBeGreaterThan(0.925);
      expect(covered / 2000).toBeLessThan(0.985);
    }
  });

  it('is all of [0, 1] without trials', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe('bins of equal width', () => {
  it('a value on a border belongs to the upper bin, the greatest to the last, a missing one to the first', () => {
    expect([...equalBins([0, 0.1, 0.25, 0.5, 0.75, 1, Number.NaN], 4)]).toEqual([0, 0, 1, 2, 3, 3, 0]);
    expect([...equalBins([0, 30, 99.9, 100], 10, 100)]).toEqual([0, 3, 9, 9]);
  });

  it('count every value once', () => {
    expect([...binCounts([0.05, 0.15, 0.19, 1], 10)]).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0, 1]);
  });
});

describe('the reliability of forecasts of an event', () => {
  const probability = Float64Array.of(0.1, 0.2, 0.2, 0.9, 1, 1);
  const happened = Uint8Array.of(0, 1, 0, 1, 1, 0);

  it('sets the mean forecast of a bin beside the share of the event', () => {
    const bins = reliability(probability, happened, { bins: 2 });
    expect(bins).toHaveLength(2);
    expect(bins[0]).toMatchObject({ from: 0, to: 0.5, rows: 3, observed: 1 / 3 });
    expect(bins[0]!.forecast).toBeCloseTo(0.5 / 3, 15);
    expect(bins[1]).toMatchObject({ from: 0.5, to: 1, rows: 3, observed: 2 / 3, ...wilsonInterval(2, 3) });
  });

  it('leaves out bins without a forecast', () => {
    expect(reliability(probability, happened, { bins: 10 }).map(({ from }) => from)).toEqual([0.1, 0.2, 0.9]);
  });

  it('has a calibration error of the distances weighted by rows', () => {
    const bins = reliability(probability, happened, { bins: 2 });
    expect(expectedCalibrationError(bins)).toBeCloseTo((Math.abs(0.5 - 1) + Math.abs(2.9 - 2)) / 6, 15);
    expect(expectedCalibrationError([])).toBeNaN();
  });

  it('is within its bands for events that come as often as forecast', () => {
    const random = new Random(3);
    const forecasts = Float64Array.from({ length: 20_000 }, () => random.next());
    const bins = reliability(
      forecasts,
      Uint8Array.from(forecasts, (p) => Number(random.next() < p)),
      {
        confidence: 0.999,
      },
    );
    for (const { forecast, low, high } of bins) {
      expect(forecast).toBeGreaterThan(low);
      expect(forecast).toBeLessThan(high);
    }
    expect(expectedCalibrationError(bins)).toBeLessThan(0.02);
  });
});

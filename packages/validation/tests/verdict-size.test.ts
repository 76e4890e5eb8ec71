import { Random } from '@dqs/core';

import { performanceChecks, gateLimits, type ScoredRows } from '../src/index.js';
import { calibrationChecks } from '../src/gates/calibration.js';
import { worstSegmentCheck } from '../src/gates/worst-segment.js';

const DAYS = 28;
const SERIES = 12;

/** Forecasts as good as the naive ones and right on average; both err by the day, skewed, each day much like the last. */
function equallyGood(random: Random, correlation: number): ScoredRows {
  const n = DAYS * SERIES;
  const column = () => new Float64Array(n);
  const columns = { actual: column(), expected: column(), predicted: column(), naive: column() };
  const [day, code] = [new Int32Array(n), new Int32Array(n)];
  const fresh = Math.sqrt(1 - correlation ** 2);
  const lucks = [random.normal(), random.normal(), random.normal()];
  for (let row = 0; row < n; row += 1) {
    if (row % SERIES === 0) {
      for (let i = 0; i < 3; i += 1) lucks[i] = correlation * lucks[i]! + fresh * random.normal();
    }
    code[row] = row % SERIES;
    day[row] = 20_000 + Math.floor(row / SERIES);
    columns.actual[row] = 50 + 4 * lucks[2]! + random.normal();
    columns.expected[row] = 50;
    const sign = random.next() < 0.5 ? -1 : 1;
    columns.predicted[row] = columns.actual[row]! + sign * 3 * Math.exp(0.5 * lucks[0]! + 0.3 * random.normal());
    columns.naive[row] = columns.actual[row]! + sign * 3 * Math.exp(0.5 * lucks[1]! + 0.3 * random.normal());
  }
  const { actual, expected, predicted, naive } = columns;
  const names = Array.from({ length: SERIES }, (_, i) => `d${i}`);
  return { day, actual, expected, predicted, naive: { 'median-7': naive }, segments: { dataset: { names, code } } };
}

describe.each([
  [0, 2],
  [0.5, 6],
])('gates over forecasts with nothing wrong, whose days correlate by %d', (correlation, most) => {
  it(`fail in at most ${most} of 100, the worst of twelve segments included`, () => {
    const limits = gateLimits({ maxSegmentExcess: 0, maxBias: 0, maxCalibrationError: 0, minRows: 20 });
    const random = new Random(31);
    const failed = new Map<string, number>();
    const RUNS = 300;
    for (let run = 0; run < RUNS; run += 1) {
      const rows = equallyGood(random, correlation);
      const checks = [
        ...performanceChecks(rows, limits),
        ...calibrationChecks(rows, limits),
        worstSegmentCheck(rows, limits),
      ];
      for (const { name, verdict } of checks) {
        if (verdict === 'fail') failed.set(name, (failed.get(name) ?? 0) + 1);
      }
    }
    // Bands of 99 % miss on one side in a half of 100 and on both in 1; a correlation known from 28 days only costs more.
    for (const name of ['skill', 'bias', 'calibration', 'worst-segment']) {
      expect([name, (100 * (failed.get(name) ?? 0)) / RUNS <= most]).toEqual([name, true]);
    }
  });
});

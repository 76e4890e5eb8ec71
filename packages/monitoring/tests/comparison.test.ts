import { Random } from '@dqs/core';
import { eValue } from '@dqs/core/stats';

import { dailyReference, extendComparison, judgeComparison, startComparison } from '../src/index.js';

const ALPHA = 0.05;
const RUNS = 400;
const DAYS = 180;
const BEFORE = 28;

/** Differences of a day's losses, correlated from day to day; of the first weeks a share is left. */
function differences(random: Random, { mean = 0, quiet = 1, correlation = 0.3 }): Float64Array {
  let before = random.normal();
  return Float64Array.from({ length: BEFORE + DAYS }, (_, day) => {
    before = correlation * before + Math.sqrt(1 - correlation ** 2) * random.normal();
    return (day < BEFORE ? quiet : 1) * (mean + 4 * before);
  });
}

function judge(all: Float64Array) {
  const usual = dailyReference(all.subarray(0, BEFORE), ALPHA)!;
  const state = extendComparison(startComparison(usual), all.subarray(BEFORE));
  return { ...judgeComparison(state, ALPHA), eValues: [eValue(state.better), eValue(state.worse)] as const };
}

/** Shares of runs that call the second one better, and worse. */
function shares(options: Parameters<typeof differences>[1]) {
  const random = new Random(31);
  let [better, worse] = [0, 0];
  for (let run = 0; run < RUNS; run += 1) {
    const verdict = judge(differences(random, options));
    if (verdict.better.verdict === 'fail') better += 1;
    if (verdict.worse.verdict === 'fail') worse += 1;
  }
  return { better: better / RUNS, worse: worse / RUNS };
}

describe('the running comparison of two forecasters', () => {
  it.each([1, 0.01, 0])(
    'calls neither of two alike ones better by more than chance allows, if the first weeks vary by %d of what comes',
    (quiet) => {
      const { better, worse } = shares({ quiet });
      expect(better).toBeLessThanOrEqual(ALPHA);
      expect(worse).toBeLessThanOrEqual(ALPHA);
    },
  );

  it.each([1, 0])('finds the better one, if the first weeks vary by %d of what comes', (quiet) => {
    const { better, worse } = shares({ mean: 2, quiet });
    expect(better).toBeGreaterThan(0.8);
    expect(worse).toBe(0);
  });

  it('never has evidence for both sides', () => {
    const random = new Random(7);
    for (let run = 0; run < 50; run += 1) {
      const { eValues } = judge(differences(random, { quiet: run % 2 }));
      expect(Math.min(...eValues)).toBeLessThan(1);
    }
  });
});

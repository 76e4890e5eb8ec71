import { Random } from '@dqs/core';

import { featureLeakCheck, shuffledTargetCheck, gateLimits, type ChanceRows } from '../src/index.js';

const limits = gateLimits();

/** Outcomes drawn by chance in ten series of different levels, and features of them. */
function chanceRows(
  features: (target: Float32Array, series: Int32Array, random: Random) => Record<string, Float32Array>,
): ChanceRows {
  const random = new Random(5);
  const series = Int32Array.from({ length: 1000 }, (_, row) => Math.floor(row / 100));
  const target = Float32Array.from(series, (one) => Math.min(1, one / 10 + 0.3 * random.next()));
  const columns = Object.entries(features(target, series, random)).map(([name, values]) => {
    return { name, kind: 'numeric' as const, values };
  });
  return { target, series, frame: { rows: 1000, columns } };
}

describe('featureLeakCheck', () => {
  it('passes features that know the level of a series but not its days', () => {
    const rows = chanceRows((target, series, random) => ({
      level: Float32Array.from(series, (one) => 10 * one + random.next()),
      noise: target.map(() => random.next()),
    }));
    expect(featureLeakCheck(rows, limits)).toMatchObject({ verdict: 'pass' });
  });

  it('names the feature that knows the day it is to forecast, also when it is noisy or missing at times', () => {
    const rows = chanceRows((target, _, random) => ({
      honest: target.map(() => random.next()),
      leak: target.map((value) => (random.next() < 0.3 ? NaN : value + 0.1 * random.next())),
    }));
    const check = featureLeakCheck(rows, limits);
    expect(check).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('leak') });
    expect(check.reason).not.toContain('honest');
  });

  it('does not judge on few rows, nor without a feature that varies', () => {
    const constant = chanceRows((target) => ({ constant: target.map(() => 1) }));
    expect(featureLeakCheck(constant, limits).verdict).toBe('inconclusive');
    const few = { ...constant, target: constant.target.subarray(0, 50) };
    expect(featureLeakCheck(few, limits).reason).toContain('only 50 rows');
  });
});

describe('shuffledTargetCheck', () => {
  it('passes a model of chance that is no better than the means', () => {
    expect(shuffledTargetCheck({ rows: 1000, modelError: 0.21, meanError: 0.2 }, limits)).toMatchObject({
      verdict: 'pass',
    });
  });

  it('fails one that keeps its skill', () => {
    expect(shuffledTargetCheck({ rows: 1000, modelError: 0.1, meanError: 0.2 }, limits)).toMatchObject({
      verdict: 'fail',
      value: 0.5,
    });
  });

  it('proves nothing where outcomes do not vary or rows are few', () => {
    expect(shuffledTargetCheck({ rows: 1000, modelError: 0, meanError: 0 }, limits).verdict).toBe('inconclusive');
    expect(shuffledTargetCheck({ rows: 20, modelError: 0.1, meanError: 0.2 }, limits).verdict).toBe('inconclusive');
  });
});

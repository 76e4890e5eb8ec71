import { Random } from '@dqs/core';

import { gateLimits, type ScoredRows } from '../src/index.js';
import { calibrationChecks } from '../src/gates/calibration.js';
import { constantForecastsCheck } from '../src/gates/constant-forecasts.js';
import { madeRows, verdicts } from './support/rows.js';

const limits = gateLimits();

/** Outcomes drawn with the probabilities p; the model says f(p). */
function drawn(f: (p: number) => number, { days = 40, series = 20, seed = 3 } = {}): ScoredRows {
  const random = new Random(seed);
  const n = days * series;
  const p = Float64Array.from({ length: n }, () => random.next());
  const expected = p.map((value) => 100 * f(value));
  const actual = p.map((value) => (random.next() < value ? 100 : 0));
  return {
    day: Int32Array.from({ length: n }, (_, row) => Math.floor(row / series)),
    actual,
    expected,
    predicted: expected,
    naive: { mean: p.map(() => 50) },
    segments: {},
  };
}

describe('calibrationChecks', () => {
  it('passes means that are what happens on average', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      expect(
        Object.values(
          verdicts(
            calibrationChecks(
              drawn((p) => p, { seed }),
              limits,
            ),
          ),
        ),
      ).not.toContain('fail');
    }
  });

  it('fails a bias, with its size and its band', () => {
    const [bias] = calibrationChecks(
      drawn((p) => Math.min(1, 0.85 * p + 0.15)),
      limits,
    );
    expect(bias).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('too high on average') });
    // E[0.15 · (1 − p)] over uniform p is 7.5 points.
    expect(bias!.value).toBeGreaterThan(5);
    expect(bias!.value).toBeLessThan(10);
  });

  it('fails means that are too bold although they are right on average', () => {
    const [bias, calibration] = calibrationChecks(
      drawn((p) => (p < 0.5 ? p / 4 : 1 - (1 - p) / 4)),
      limits,
    );
    expect([bias!.verdict, calibration!.verdict]).toEqual(['pass', 'fail']);
  });

  it('leaves open what few days cannot tell', () => {
    expect(calibrationChecks(madeRows({ days: 4 }), limits)[0]!.verdict).toBe('inconclusive');
    const loose = madeRows({ days: 8, series: 8, modelError: 30, bias: 4 });
    expect(['pass', 'inconclusive']).toContain(calibrationChecks(loose, limits)[0]!.verdict);
  });
});

describe('constantForecastsCheck', () => {
  it('fails a model that says the same of series that differ', () => {
    const rows = madeRows();
    const constant = { ...rows, expected: rows.expected.map(() => 50) };
    expect(constantForecastsCheck(constant, limits)).toMatchObject({ verdict: 'fail', value: 0 });
    const nearly = { ...rows, expected: rows.expected.map((value) => 50 + value / 100) };
    expect(constantForecastsCheck(nearly, limits).verdict).toBe('fail');
    expect(constantForecastsCheck(rows, limits).verdict).toBe('pass');
  });

  it('does not hold it against a model that all series are alike', () => {
    const rows = madeRows();
    const alike = { ...rows, naive: { mean: rows.actual.map(() => 100) }, expected: rows.expected.map(() => 100) };
    expect(constantForecastsCheck(alike, limits).verdict).toBe('inconclusive');
  });
});

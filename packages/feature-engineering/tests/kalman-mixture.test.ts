import fc from 'fast-check';

import { configurationWeights, mixedMoments } from '../src/thresholds/kalman-mixture.js';

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const six = (value: fc.Arbitrary<number>) =>
  fc.array(value, { minLength: 6, maxLength: 6 }).map((values) => Float64Array.from(values));
const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** E logistic(η)^power, by the trapezoidal rule over ten standard deviations: exact to all digits for a smooth function. */
function integral(mean: number, deviation: number, power: number): number {
  let sum = 0;
  for (let z = -10; z <= 10; z += 1 / 64) {
    sum += (logistic(mean + deviation * z) ** power * Math.exp((-z * z) / 2)) / 64;
  }
  return sum / Math.sqrt(2 * Math.PI);
}

function moments(mean: Float64Array, variance: Float64Array, weights: Float64Array) {
  const out = new Float64Array(2);
  mixedMoments(mean, variance, weights, out);
  return { mean: out[0]!, variance: out[1]! };
}

function weightsOf(evidence: Float64Array, ruleEvidence: Float64Array, ruleCount: number) {
  const out = new Float64Array(6);
  configurationWeights(evidence, ruleEvidence, ruleCount, out);
  return out;
}

describe('mean and variance of a chance', () => {
  const weights = Float64Array.of(0.3, 0.25, 0.2, 0.15, 0.06, 0.04);

  // Six points integrate a smooth function nearly exactly where it bends little over the spread, less well where it is wide.
  it.each([
    ['narrow', 0.05, 0.4, 1e-7],
    ['usual', 0.3, 1, 3e-4],
    ['wide', 1, 2, 0.01],
  ])('are the integrals over each configuration, mixed: a %s spread of η', (_, narrowest, widest, tolerance) => {
    fc.assert(
      fc.property(six(double(-6, 6)), six(double(narrowest, widest)), (mean, deviation) => {
        const variance = deviation.map((d) => d * d);
        const mix = (power: number) =>
          weights.reduce((sum, w, c) => sum + w * integral(mean[c]!, deviation[c]!, power), 0);
        const got = moments(mean, variance, weights);
        const differences = [got.mean - mix(1), got.variance - (mix(2) - mix(1) ** 2)];
        expect(Math.max(...differences.map(Math.abs))).toBeLessThan(tolerance);
      }),
      { numRuns: 20 },
    );
  });

  it('stay within what a chance can have, for any η', () => {
    fc.assert(
      fc.property(six(double(-800, 800)), six(double(0, 1e6)), (mean, variance) => {
        const got = moments(mean, variance, weights);
        expect(got.mean >= 0 && got.mean <= 1 && got.variance >= 0).toBe(true);
        expect(got.variance).toBeLessThanOrEqual(got.mean * (1 - got.mean) + 1e-15);
      }),
    );
  });

  it('of a chance near 1 keep their variance', () => {
    // Var logistic(η) ≈ v (p(1 − p))²; the difference of two squares near 1 would leave nothing of it.
    const got = moments(new Float64Array(6).fill(20), new Float64Array(6).fill(0.0001), weights);
    expect(got.variance / (0.0001 * Math.exp(-40))).toBeCloseTo(1, 1);
  });
});

describe('weights of the configurations', () => {
  it('are the softmax of a series’ own evidence and forty times the mean evidence of its rule', () => {
    const evidence = Float64Array.of(-1, -2, -3, -2.5, -4, 0);
    const ruleEvidence = Float64Array.of(-10, -12, -9, -11, -10.5, -13);
    const scores = evidence.map((own, c) => own + (40 * ruleEvidence[c]!) / (15 + 5));
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    weightsOf(evidence, ruleEvidence, 15).forEach((weight, c) => {
      expect(weight).toBeCloseTo(Math.exp(scores[c]!) / total, 14);
    });
  });

  it('are even while nothing is known', () => {
    for (const weight of weightsOf(new Float64Array(6), new Float64Array(6), 0)) expect(weight).toBeCloseTo(1 / 6, 15);
  });

  it('add up to 1 for any evidence', () => {
    fc.assert(
      fc.property(six(double(-1e9, 0)), six(double(-1e9, 0)), fc.nat(1e6), (evidence, ruleEvidence, count) => {
        const weights = weightsOf(evidence, ruleEvidence, count);
        expect(weights.every((weight) => weight >= 0)).toBe(true);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});

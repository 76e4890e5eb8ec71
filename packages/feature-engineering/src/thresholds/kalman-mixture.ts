import { FILTERS } from './kalman-configurations.js';

/** What a rule's mean evidence a result counts for, against a series' own sum; and the results that damp a young rule's. */
const RULE_RESULTS = 40;
const DAMPING_RESULTS = 5;

/**
 * Weights of the configurations for a series: the softmax of its own evidence plus forty times the rule's mean evidence.
 *
 * @param evidence the series' own sums, see `KalmanBank`.
 * @param ruleEvidence sums of log evidence over the results of the rule, one a configuration.
 * @param ruleCount results in `ruleEvidence`.
 * @param out receives the weights, which add up to 1.
 */
export function configurationWeights(
  evidence: Float64Array,
  ruleEvidence: Float64Array,
  ruleCount: number,
  out: Float64Array,
): void {
  const scale = RULE_RESULTS / (ruleCount + DAMPING_RESULTS);
  let highest = -Infinity;
  for (let filter = 0; filter < FILTERS; filter += 1) {
    const score = evidence[filter]! + scale * ruleEvidence[filter]!;
    out[filter] = score;
    if (score > highest) highest = score;
  }
  let sum = 0;
  for (let filter = 0; filter < FILTERS; filter += 1) {
    const weight = Math.exp(out[filter]! - highest);
    out[filter] = weight;
    sum += weight;
  }
  for (let filter = 0; filter < FILTERS; filter += 1) out[filter]! /= sum;
}

/**
 * Gauss–Hermite quadrature with six points for a standard normal variable: the positive nodes and their probabilities (each
 * negative one has the same). From Abramowitz and Stegun, "Handbook of mathematical functions", table 25.10, n = 6: nodes
 * times √2, weights over √π.
 */
const NODES = Float64Array.of(0.6167065901925942, 1.889175877753711, 3.324257433552119);
const PROBABILITIES = Float64Array.of(0.4088284695560293, 0.0886157460419145, 0.0025557844020562464);
const POINTS = 2 * NODES.length;

/** Chances at the points of all configurations, kept between the mean and the variance. */
const chances = new Float64Array(FILTERS * POINTS);

/**
 * Mean and variance of a day's chance to pass, logistic(η), mixed over the configurations, each by six-point Gauss–Hermite
 * quadrature.
 *
 * @param mean of η by configuration, as `variance`.
 * @param weights of the configurations, adding up to 1.
 * @param out receives the mean in [0, 1] and the variance.
 */
export function mixedMoments(
  mean: Float64Array,
  variance: Float64Array,
  weights: Float64Array,
  out: Float64Array,
): void {
  let mixed = 0;
  for (let filter = 0, at = 0; filter < FILTERS; filter += 1) {
    const centre = mean[filter]!;
    const deviation = Math.sqrt(variance[filter]!);
    let own = 0;
    for (let node = 0; node < NODES.length; node += 1, at += 2) {
      const below = 1 / (1 + Math.exp(NODES[node]! * deviation - centre));
      const above = 1 / (1 + Math.exp(-NODES[node]! * deviation - centre));
      chances[at] = below;
      chances[at + 1] = above;
      own += PROBABILITIES[node]! * (below + above);
    }
    mixed += weights[filter]! * own;
  }
  out[0] = Math.min(1, mixed);
  out[1] = spread(mixed, weights);
}

/** Variance of {@link chances} around their mean. In a pass of its own: a difference of squares would lose a small one. */
function spread(mixed: number, weights: Float64Array): number {
  let variance = 0;
  for (let filter = 0, at = 0; filter < FILTERS; filter += 1) {
    let own = 0;
    for (let node = 0; node < NODES.length; node += 1, at += 2) {
      const below = chances[at]! - mixed;
      const above = chances[at + 1]! - mixed;
      own += PROBABILITIES[node]! * (below * below + above * above);
    }
    variance += weights[filter]! * own;
  }
  return variance;
}

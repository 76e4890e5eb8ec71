import normalCdf from '@stdlib/stats-base-dists-normal-cdf';

import type { Prediction } from './gaussian-process.js';

/** Below this many deviations the two terms of the expectation cancel, so its expansion is used. */
const FAR = -6;

/**
 * Logarithm of the expected improvement on the least value so far (Jones, Schonlau and Welch, "Efficient global
 * optimization of expensive black-box functions", 1998). The logarithm still ranks points where the expected
 * improvement is near 0.
 */
export function logExpectedImprovement({ mean, deviation }: Prediction, least: number): number {
  const z = (least - mean) / deviation;
  const logDensity = -0.5 * z * z - 0.5 * Math.log(2 * Math.PI);
  if (z < FAR) return Math.log(deviation) + logDensity - 2 * Math.log(-z);
  return Math.log(deviation * (Math.exp(logDensity) + z * normalCdf(z, 0, 1)));
}

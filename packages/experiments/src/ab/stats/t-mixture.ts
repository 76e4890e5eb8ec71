import { DqsError } from '@dqs/core';

/** An interval that holds at every look at once, with the p-value that goes with it. */
export interface AlwaysValidInterval {
  readonly low: number;
  readonly high: number;
  /** Always-valid p-value that the value is 0; 1 where nothing speaks against it. */
  readonly pValue: number;
}

/**
 * The scale of the mixture that makes the interval narrowest after about `count` observations: (−2 ln α + ln(−2 ln α) + 1)
 * / count, the approximation of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and
 * asymptotic confidence sequences" (Annals of Statistics 2024), appendix on tuning. Far fewer or more observations cost
 * little.
 */
export function mixtureScale(count: number, alpha: number): number {
  const surprise = -2 * Math.log(alpha);
  return (surprise + Math.log(surprise) + 1) / count;
}

/**
 * The confidence sequence of a mean whose variance is unknown, exact for normal observations at every sample size and at
 * all of them together: the sequential t test with a normal mixture over the standardised effect and the right Haar
 * measure over the standard deviation (Wang and Ramdas, "Anytime-valid t-tests and confidence sequences for Gaussian means
 * with unknown variance", Sequential Analysis 2025; Hendriksen, de Heide and Grünwald, "Optional stopping with Bayes
 * factors", Bayesian Analysis 2021). With x = t² / (n − 1) and r = 1 / (1 + n g) the evidence against a mean is
 *
 *     E = √r · ((1 + x) / (1 + r x))^(n / 2)
 *
 * and the interval holds the means with E < 1 / α. By Ville's inequality E ever reaches 1 / α with probability at most α.
 * Means of many rows, such as daily ones, are near enough to normal; `docs/guides/ab-tests.md` tells what was simulated.
 */
export class TMixture {
  readonly #scale: number;
  readonly #alpha: number;

  /**
   * @param scale variance of the standardised effect under the mixture, above 0; see {@link mixtureScale}. It must not
   * be chosen by looking at the data.
   * @param alpha probability of ever missing the true mean, in (0, 1).
   */
  constructor(scale: number, alpha: number) {
    if (!(scale > 0 && alpha > 0 && alpha < 1)) {
      throw new DqsError('invalid-argument', `expected a scale above 0 and alpha in (0, 1), got ${scale} and ${alpha}`);
    }
    this.#scale = scale;
    this.#alpha = alpha;
  }

  /** The |t| that a sample of that size has to exceed; infinite while no value would be enough. */
  critical(count: number): number {
    if (count < 2) return Number.POSITIVE_INFINITY;
    const r = 1 / (1 + count * this.#scale);
    const c = (this.#alpha ** 2 * r) ** (-1 / count);
    return c * r < 1 ? Math.sqrt(((count - 1) * (c - 1)) / (1 - c * r)) : Number.POSITIVE_INFINITY;
  }

  /** Logarithm of the evidence E that the mean is not `hypothesis`; 0 below two observations. */
  logEvidence(count: number, mean: number, variance: number, hypothesis = 0): number {
    if (count < 2) return 0;
    const r = 1 / (1 + count * this.#scale);
    const distance = (mean - hypothesis) ** 2 * count;
    // With no spread at all the ratio below has a limit: 1 / r, or 1 where the mean is the hypothesis.
    if (distance === 0) return 0.5 * Math.log(r);
    const spread = variance * (count - 1);
    return 0.5 * Math.log(r) + (count / 2) * Math.log((spread + distance) / (spread + r * distance));
  }

  /** The interval after `count` observations of that mean and variance (divisor count − 1). */
  interval(count: number, mean: number, variance: number): AlwaysValidInterval {
    const critical = this.critical(count);
    const reach = Number.isFinite(critical) ? critical * Math.sqrt(variance / count) : Number.POSITIVE_INFINITY;
    const pValue = Math.min(1, Math.exp(-this.logEvidence(count, mean, variance)));
    return { low: mean - reach, high: mean + reach, pValue };
  }
}

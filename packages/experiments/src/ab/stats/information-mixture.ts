import { normalQuantile, tQuantile, twoSidedTPValue } from '@dqs/core/stats';

import type { TTest } from './t-tests.js';

/** An interval that holds at every look at once, with the p-value that goes with it. */
export interface AlwaysValidInterval {
  readonly low: number;
  readonly high: number;
  /** Always-valid p-value that the value is 0; 1 if nothing contradicts it. */
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

/** Information, relative to the first look, at which intervals are narrowest. */
export const TUNED_FOR = 8;

/**
 * The confidence sequence of an estimate whose looks overlap: the same units on more and more days. Such estimates,
 * divided by their variance, behave like a Brownian motion in information time I = 1 / standard error² (Jennison and
 * Turnbull, "Group Sequential Methods", 1999, chapter 11: the canonical joint distribution), so the normal mixture of
 * Robbins (1970) that mSPRT uses (Johari, Koomen, Pekelis and Walsh, "Always Valid Inference", Operations Research
 * 2022) holds with information in place of the sample size. With R = ρ² I:
 *
 *     E = (1 + R)^(−1/2) · exp(z² / 2 · R / (1 + R))
 *
 * z is the normal deviate with the same p-value as the look's t, which corrects for small samples.
 */
export class InformationMixture {
  readonly #alpha: number;
  /** ρ², a variance in units of the estimate; set only by the first look's standard error, not by its estimate. */
  #scale = Number.NaN;

  /** @param alpha probability of ever missing the true value, in (0, 1). */
  constructor(alpha: number) {
    this.#alpha = alpha;
  }

  /** The interval at a look; looks come in order of time. */
  next(look: TTest): AlwaysValidInterval {
    const { estimate, standardError, freedom, pValue } = look;
    if (!(standardError > 0)) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, pValue: 1 };
    if (Number.isNaN(this.#scale)) this.#scale = mixtureScale(TUNED_FOR, this.#alpha) * standardError ** 2;
    const ratio = this.#scale / standardError ** 2;
    const z = normalQuantile(pValue / 2);
    const logEvidence = -0.5 * Math.log1p(ratio) + ((z * z) / 2) * (ratio / (1 + ratio));
    const reach = criticalT(ratio, freedom, this.#alpha) * standardError;
    return { low: estimate - reach, high: estimate + reach, pValue: Math.min(1, Math.exp(-logEvidence)) };
  }
}

/** The t whose two-sided p-value is that of the normal deviate at which the evidence reaches 1 / α. */
export function criticalT(ratio: number, freedom: number, alpha: number): number {
  const z = Math.sqrt(((1 + ratio) / ratio) * (2 * Math.log(1 / alpha) + Math.log1p(ratio)));
  return -tQuantile(twoSidedTPValue(z, Number.POSITIVE_INFINITY) / 2, freedom);
}

import { DqsError } from '@dqs/core';
import { logGamma } from '@dqs/core/stats';
import gammainc from '@stdlib/math-base-special-gammainc';

/** Pearson's chi-square test of counts. */
export interface ChiSquareTest {
  readonly statistic: number;
  readonly freedom: number;
  readonly pValue: number;
}

/**
 * Do counts follow given shares? Pearson's chi-square test, equal to SciPy's `chisquare`. For one look; for daily looks
 * use {@link multinomialPValue}.
 *
 * @param counts by class, not negative.
 * @param shares expected of each class, above 0, summing to 1.
 */
export function chiSquareTest(counts: readonly number[], shares: readonly number[]): ChiSquareTest {
  assertShares(counts, shares);
  const total = sum(counts);
  const statistic =
    total === 0 ? 0 : sum(counts.map((count, i) => (count - total * shares[i]!) ** 2 / (total * shares[i]!)));
  const freedom = counts.length - 1;
  return { statistic, freedom, pValue: chiSquareSurvival(statistic, freedom) };
}

/** Weight of the prior in observations; small, so that any wrong ratio shows. */
const PRIOR_WEIGHT = 100;

/**
 * Always-valid p-value for the same question: if the shares hold, the probability that it is ever below α is at most α,
 * for any number of looks. The reciprocal of a Bayes factor with a Dirichlet prior around the shares (Lindon and Malek,
 * "Anytime-Valid Inference for Multinomial Count Data", NeurIPS 2022, equation 6).
 */
export function multinomialPValue(counts: readonly number[], shares: readonly number[]): number {
  assertShares(counts, shares);
  const prior = shares.map((share) => share * PRIOR_WEIGHT);
  const logRatio =
    logGamma(PRIOR_WEIGHT) -
    logGamma(PRIOR_WEIGHT + sum(counts)) +
    sum(counts.map((count, i) => logGamma(prior[i]! + count) - logGamma(prior[i]!) - count * Math.log(shares[i]!)));
  return Math.min(1, Math.exp(-logRatio));
}

/**
 * Do two shares differ? The chi-square test of a 2 × 2 table without continuity correction, equal to SciPy's
 * `chi2_contingency(table, correction=False)`.
 *
 * @param hits and totals of both samples; a p-value of 1 if nothing or everything is a hit.
 */
export function twoSharesPValue(hits: readonly [number, number], totals: readonly [number, number]): number {
  const all = sum(totals);
  const share = sum(hits) / all;
  if (!(share > 0 && share < 1) || totals.some((total) => total === 0)) return 1;
  const statistic = sum(hits.map((hit, i) => (hit - totals[i]! * share) ** 2 / (totals[i]! * share * (1 - share))));
  return chiSquareSurvival(statistic, 1);
}

function assertShares(counts: readonly number[], shares: readonly number[]): void {
  const fits =
    counts.length === shares.length && shares.every((share) => share > 0) && Math.abs(sum(shares) - 1) < 1e-9;
  if (fits && counts.length > 1) return;
  throw new DqsError(
    'invalid-argument',
    `expected two or more counts with a share above 0 each, summing to 1; got ${counts.length} counts and shares ${shares.join(', ')}`,
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * P(X > x) of the chi-square distribution, by the upper incomplete gamma function, so that small probabilities keep
 * their digits.
 */
export function chiSquareSurvival(x: number, freedom: number): number {
  return x <= 0 ? 1 : gammainc(x / 2, freedom / 2, true, true);
}

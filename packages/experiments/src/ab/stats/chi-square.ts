import gammainc from '@stdlib/math-base-special-gammainc';

/**
 * P(X > x) of the chi-square distribution, by the upper incomplete gamma function, so that small probabilities keep
 * their digits.
 */
export function chiSquareSurvival(x: number, freedom: number): number {
  return x <= 0 ? 1 : gammainc(x / 2, freedom / 2, true, true);
}

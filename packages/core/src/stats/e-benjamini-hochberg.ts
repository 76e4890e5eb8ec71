/**
 * Which of many hypotheses to reject by e-values so that the expected share of false ones among them is at most q, whatever
 * their dependence (e-BH; Wang and Ramdas, "False discovery rate control with e-values", 2022): all from the greatest k on
 * with the k-th greatest e-value ≥ m / (q k).
 *
 * @param eValues 0 or more; their expectation is at most 1 where the hypothesis holds.
 * @param q in (0, 1].
 * @returns the least e-value that is rejected; infinity if none is.
 */
export function eBenjaminiHochbergLimit(eValues: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(eValues).sort();
  for (let k = sorted.length; k > 0; k -= 1) {
    const value = sorted[sorted.length - k]!;
    if (value >= sorted.length / (q * k)) return value;
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * Which of many tests to reject so that the probability of any false rejection is at most `level`, whatever the dependence
 * (Holm 1979): in ascending order as long as p ≤ level / (tests that are left).
 *
 * @param pValues in [0, 1]; NaN is never rejected and counts as a test.
 * @param level in [0, 1].
 * @returns by test, whether it is rejected.
 */
export function holmRejections(pValues: ArrayLike<number>, level: number): boolean[] {
  const count = pValues.length;
  const order = Array.from({ length: count }, (_, i) => i).filter((i) => pValues[i] === pValues[i]);
  order.sort((a, b) => pValues[a]! - pValues[b]!);
  const stop = order.findIndex((i, rank) => pValues[i]! > level / (count - rank));
  const rejected = new Set(stop < 0 ? order : order.slice(0, stop));
  return Array.from({ length: count }, (_, i) => rejected.has(i));
}

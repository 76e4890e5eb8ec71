/**
 * Wasserstein's distance of order 1 of two histograms, `∫ |F − G|`: by how much a value moves on average, in the units of
 * the values (Villani 2009). NaN if one of them is empty.
 *
 * @param values where each bin lies, ascending.
 * @param expected counts by bin, of the reference.
 * @param actual counts by bin, of what is compared with it.
 */
export function wassersteinDistance(
  values: ArrayLike<number>,
  expected: ArrayLike<number>,
  actual: ArrayLike<number>,
): number {
  let [totalExpected, totalActual] = [0, 0];
  for (let bin = 0; bin < values.length; bin += 1) {
    totalExpected += expected[bin]!;
    totalActual += actual[bin]!;
  }
  if (totalExpected === 0 || totalActual === 0) return Number.NaN;
  let [distance, ahead] = [0, 0];
  for (let bin = 0; bin + 1 < values.length; bin += 1) {
    ahead += actual[bin]! / totalActual - expected[bin]! / totalExpected;
    distance += Math.abs(ahead) * (values[bin + 1]! - values[bin]!);
  }
  return distance;
}

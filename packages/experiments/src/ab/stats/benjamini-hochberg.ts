/**
 * p-values adjusted for multiple tests (Benjamini and Hochberg, "Controlling the false discovery rate", 1995):
 * rejecting those up to q keeps the expected share of false rejections at most q if the tests are independent or
 * positively dependent. Equal to SciPy's `false_discovery_control` and R's `p.adjust(method = "BH")`.
 *
 * @param pValues in [0, 1], in any order.
 * @returns the adjusted values in the same order, in [0, 1], never below the given ones.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length;
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[b]! - pValues[a]!);
  const adjusted = new Array<number>(count);
  let least = 1;
  order.forEach((index, position) => {
    least = Math.min(least, (pValues[index]! * count) / (count - position));
    adjusted[index] = least;
  });
  return adjusted;
}

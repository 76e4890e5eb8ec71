/**
 * Which of many tests to reject so that the expected share of false ones among them is at most q (Benjamini and Hochberg
 * 1995): all up to the last p-value, in ascending order, with p ≤ q · rank / m. Where no effect exists at all, the
 * probability of any rejection is q for independent tests and at most q for positively dependent ones (Simes 1986; Sarkar
 * 1998).
 *
 * @param pValues in [0, 1].
 * @param q in [0, 1].
 * @returns the greatest p-value that is rejected; −1 if none is.
 */
export function benjaminiHochbergLimit(pValues: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(pValues).sort();
  for (let rank = sorted.length; rank > 0; rank -= 1) {
    if (sorted[rank - 1]! <= (q * rank) / sorted.length) return sorted[rank - 1]!;
  }
  return -1;
}

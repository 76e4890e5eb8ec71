/** Steps of the descent; the problems have about eight unknowns and need far fewer. */
const STEPS = 150;

/**
 * The weights w ≥ 0 with sum 1 that minimise `w′A w − 2 b′w`, by accelerated projected gradient descent (FISTA; Beck and
 * Teboulle, 2009).
 *
 * @param a symmetric positive definite, size × size, row by row.
 * @param b of length size.
 */
export function minimiseOnSimplex(a: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const step = 1 / (2 * greatestRowSum(a, size));
  let weights: Float64Array = new Float64Array(size).fill(1 / size);
  let ahead = weights.slice();
  let momentum = 1;
  for (let i = 0; i < STEPS; i += 1) {
    const moved = ahead.slice();
    for (let row = 0; row < size; row += 1) {
      let gradient = -b[row]!;
      for (let column = 0; column < size; column += 1) gradient += a[row * size + column]! * ahead[column]!;
      moved[row]! -= 2 * step * gradient;
    }
    const next = projectOnSimplex(moved);
    const faster = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const push = (momentum - 1) / faster;
    const before = weights;
    ahead = next.map((weight, k) => weight + push * (weight - before[k]!));
    weights = next;
    momentum = faster;
  }
  return weights;
}

/** A bound of the greatest eigenvalue (Gershgorin). */
function greatestRowSum(a: Float64Array, size: number): number {
  let greatest = Number.MIN_VALUE;
  for (let row = 0; row < size; row += 1) {
    let sum = 0;
    for (let column = 0; column < size; column += 1) sum += Math.abs(a[row * size + column]!);
    greatest = Math.max(greatest, sum);
  }
  return greatest;
}

/** The nearest point with entries of 0 or more and sum 1 (Duchi et al., 2008). */
export function projectOnSimplex(values: Float64Array): Float64Array {
  const sorted = values.slice().sort().reverse();
  let [sum, shift] = [0, 0];
  for (let i = 0; i < sorted.length; i += 1) {
    sum += sorted[i]!;
    const candidate = (sum - 1) / (i + 1);
    if (sorted[i]! > candidate) shift = candidate;
  }
  return values.map((value) => Math.max(0, value - shift));
}

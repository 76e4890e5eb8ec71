/** A symmetric matrix could not be factored: it is not positive definite in double precision. */
export class NotPositiveDefiniteError extends Error {
  override readonly name = 'NotPositiveDefiniteError';
}

/**
 * The Cholesky factor L of a symmetric positive definite matrix A = L Lᵀ.
 *
 * @param matrix n × n, row-major; only the lower triangle is read.
 * @returns n × n, row-major, zeros above the diagonal.
 * @throws NotPositiveDefiniteError.
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k += 1) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
      else throw new NotPositiveDefiniteError(`pivot ${i} of ${n} is ${sum}`);
    }
  }
  return lower;
}

/** Solves L x = b; x may be b itself. */
export function solveLower(lower: Float64Array, b: Float64Array, x = new Float64Array(b.length)): Float64Array {
  const n = b.length;
  for (let i = 0; i < n; i += 1) {
    let sum = b[i]!;
    for (let k = 0; k < i; k += 1) sum -= lower[i * n + k]! * x[k]!;
    x[i] = sum / lower[i * n + i]!;
  }
  return x;
}

/** Solves Lᵀ x = b; x may be b itself. */
export function solveUpper(lower: Float64Array, b: Float64Array, x = new Float64Array(b.length)): Float64Array {
  const n = b.length;
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k += 1) sum -= lower[k * n + i]! * x[k]!;
    x[i] = sum / lower[i * n + i]!;
  }
  return x;
}

/** The inverse of A = L Lᵀ, n × n, row-major. */
export function inverseOf(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  const column = new Float64Array(n);
  for (let j = 0; j < n; j += 1) {
    column.fill(0)[j] = 1;
    inverse.set(solveUpper(lower, solveLower(lower, column, column), column), j * n);
  }
  return inverse;
}

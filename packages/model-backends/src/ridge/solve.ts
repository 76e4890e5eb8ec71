import { setImmediate as pause } from 'node:timers/promises';

import { DqsError, throwIfAborted } from '@dqs/core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';

import type { TrainRequest } from '../backend.js';
import { termWriter, type ColumnDesign } from './design.js';

/** Rows between two looks at the abort signal. */
const ROWS_BETWEEN_PAUSES = 4096;

/** The loss to minimise: half the weighted squares or the weighted cross-entropy, plus `alpha / 2 · Σ coefficient²`. */
export interface Loss {
  /** Loss of a row. */
  readonly of: (target: number, score: number) => number;
  /** Slope of a row's loss in its score, with the sign turned: how much the score should rise. */
  readonly pull: (target: number, score: number) => number;
  /** Curvature of a row's loss in its score. */
  readonly curvature: (score: number) => number;
}

/** Least squares. */
export const SQUARES: Loss = {
  of: (target, score) => (target - score) ** 2 / 2,
  pull: (target, score) => target - score,
  curvature: () => 1,
};

/** Cross-entropy of a fraction, the score being its log odds. */
export const CROSS_ENTROPY: Loss = {
  of: (target, score) => Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - target * score,
  pull: (target, score) => target - logistic(score),
  curvature: (score) => {
    const p = logistic(score);
    // A score that is sure leaves nothing to divide by; a tiny curvature keeps the equations solvable.
    return Math.max(p * (1 - p), 1e-12);
  },
};

/** The fraction of some log odds. */
export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** A step of Newton's method. */
export interface NewtonStep {
  /** Change of each coefficient. */
  readonly change: Float64Array;
  /** Twice the loss that the step would save if the loss were the parabola it is taken for; 0 or more. */
  readonly decrement: number;
}

/** The rows of a regression. */
export interface Regression {
  readonly designs: readonly ColumnDesign[];
  readonly terms: number;
  readonly request: Pick<TrainRequest, 'train' | 'signal'>;
  /** Target by row, on the scale of the score. */
  readonly target: Float64Array;
  readonly alpha: number;
}

/**
 * One Newton step: `(X'WX + alpha I) step = X'W pull − alpha coefficients`, the intercept, the last of the coefficients,
 * never penalised. From coefficients of 0 one step is the ridge regression itself.
 *
 * @param stride only every so many rows, each standing for as many; divides the rows between two pauses.
 * @throws DqsError `model-training-failed` if the equations have no single solution, `aborted`.
 */
export async function newtonStep(
  regression: Regression,
  coefficients: Float64Array,
  { pull, curvature }: Loss,
  stride = 1,
): Promise<NewtonStep> {
  const { designs, terms: count, request, target, alpha } = regression;
  const { frame, weight } = request.train;
  const size = count + 1;
  const hessian = new Float64Array(size * size);
  const slope = new Float64Array(size);
  const block = new RowBlock(size);
  const write = termWriter(designs, frame);
  for (let row = 0; row < frame.rows; row += stride) {
    if (row % ROWS_BETWEEN_PAUSES === 0) await yieldTo(request.signal);
    const terms = block.next();
    write(row, terms);
    const score = dot(coefficients, terms);
    // A row that stands for several has their weight together.
    const rowWeight = stride * weight[row]!;
    addScaled(slope, terms, rowWeight * pull(target[row]!, score));
    block.add(rowWeight * curvature(score), hessian);
  }
  block.flush(hessian);
  for (let i = 0; i < count; i += 1) {
    hessian[i * size + i]! += alpha;
    slope[i]! -= alpha * coefficients[i]!;
  }
  const change = solve(hessian, slope);
  return { change, decrement: dot(slope, change) };
}

/** The loss at some coefficients; `stride` as in {@link newtonStep}. */
export function penalisedLoss(regression: Regression, coefficients: Float64Array, loss: Loss, stride = 1): number {
  const { designs, terms: count, request, target, alpha } = regression;
  const { frame, weight } = request.train;
  const terms = new Float64Array(count + 1).fill(1, count);
  const write = termWriter(designs, frame);
  let total = 0;
  for (let row = 0; row < frame.rows; row += stride) {
    write(row, terms);
    total += stride * weight[row]! * loss.of(target[row]!, dot(coefficients, terms));
  }
  for (let i = 0; i < count; i += 1) total += (alpha / 2) * coefficients[i]! ** 2;
  return total;
}

/**
 * Adds `factor · terms terms'` of rows to the lower half of a matrix, four rows at a time: the matrix passes through
 * memory once for the four of them, which is most of the cost.
 */
class RowBlock {
  readonly #terms: readonly Float64Array[];
  readonly #factors = new Float64Array(4);
  #filled = 0;

  constructor(readonly size: number) {
    // The last term is the intercept, 1 in every row.
    this.#terms = Array.from({ length: 4 }, () => new Float64Array(size).fill(1, size - 1));
  }

  /** Where the terms of the next row are to be written. */
  next(): Float64Array {
    return this.#terms[this.#filled]!;
  }

  /** Takes the row that was written. */
  add(factor: number, matrix: Float64Array): void {
    this.#factors[this.#filled] = factor;
    this.#filled += 1;
    if (this.#filled === 4) this.flush(matrix);
  }

  /** Adds what was taken. */
  flush(matrix: Float64Array): void {
    const [a, b, c, d] = this.#terms as [Float64Array, Float64Array, Float64Array, Float64Array];
    const factors = this.#factors.fill(0, this.#filled);
    const { size } = this;
    for (let i = 0; i < size; i += 1) {
      const fa = factors[0]! * a[i]!;
      const fb = factors[1]! * b[i]!;
      const fc = factors[2]! * c[i]!;
      const fd = factors[3]! * d[i]!;
      if (fa === 0 && fb === 0 && fc === 0 && fd === 0) continue;
      const start = i * size;
      for (let j = 0; j <= i; j += 1) {
        matrix[start + j]! += fa * a[j]! + fb * b[j]! + fc * c[j]! + fd * d[j]!;
      }
    }
    this.#filled = 0;
  }
}

async function yieldTo(signal: AbortSignal | undefined): Promise<void> {
  await pause();
  throwIfAborted(signal);
}

/** The sum of products; both have the same length. */
export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += a[i]! * b[i]!;
  return total;
}

function addScaled(vector: Float64Array, terms: Float64Array, factor: number): void {
  for (let i = 0; i < vector.length; i += 1) vector[i]! += factor * terms[i]!;
}

function solve(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const matrix = new Matrix(size, size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      matrix.set(i, j, lower[i * size + j]!);
      matrix.set(j, i, lower[i * size + j]!);
    }
  }
  const decomposition = new CholeskyDecomposition(matrix);
  const solution = decomposition.isPositiveDefinite()
    ? Float64Array.from(decomposition.solve(Matrix.columnVector(right)).getColumn(0))
    : undefined;
  if (solution?.every(Number.isFinite)) return solution;
  throw new DqsError(
    'model-training-failed',
    'the equations of the ridge regression have no single solution: columns repeat each other; raise alpha above 0',
  );
}

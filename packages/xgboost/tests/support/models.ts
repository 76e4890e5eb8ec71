import { DMatrix, train } from '../../src/index.js';
import type { Booster, DMatrixOptions, Params, TrainOptions } from '../../src/index.js';
import { fraction, table } from './data.js';
import type { Table } from './data.js';

export const LOGISTIC: Params = { objective: 'binary:logistic', tree_method: 'hist', max_depth: 4, base_score: 0.5 };

/** A DMatrix of a table with the label squeezed into (0, 1). */
export function toDMatrix(data: Table, options: DMatrixOptions = {}): Promise<DMatrix> {
  return DMatrix.from(data.columns, { label: fraction(data.label), categoricalFeatures: data.categorical, ...options });
}

/** A small model and the table it was trained on. */
export async function smallModel(
  params: Params = LOGISTIC,
  options: TrainOptions = { rounds: 5 },
): Promise<{ booster: Booster; data: Table }> {
  const data = table(5, 600, 3, 1, 40);
  const dmatrix = await toDMatrix(data);
  const { booster } = await train(params, dmatrix, options);
  dmatrix.close();
  return { booster, data };
}

/** Largest absolute difference of two arrays of the same length. */
export function largestGap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let gap = 0;
  for (let i = 0; i < a.length; i += 1) gap = Math.max(gap, Math.abs(a[i]! - b[i]!));
  return gap;
}

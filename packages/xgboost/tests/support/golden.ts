import { DMatrix, train } from '../../src/index.js';
import type { Booster } from '../../src/index.js';
import { fraction, table } from './data.js';

/** Rows of the golden model that are stored. */
export const SHOWN = 20;

/** The model and rows behind tests/fixtures/own: trained here, predicted by Python. */
export async function golden(): Promise<{ model: Booster; rows: Float32Array[] }> {
  const { columns, label, categorical } = table(1234, 900, 3, 2, 70);
  const rows = columns.map((column) => Float32Array.from(column));
  const data = await DMatrix.from(rows, {
    label: fraction(label),
    weight: label.map((_, i) => 1 + (i % 4)),
    featureNames: ['a', 'b', 'c', 'small', 'large'],
    categoricalFeatures: categorical,
  });
  const params = { objective: 'binary:logistic', max_depth: 4, eta: 0.3, base_score: 0.5, seed: 9, subsample: 0.8 };
  const { booster } = await train(params, data, { rounds: 6, reproducible: true });
  data.close();
  return { model: booster, rows: rows.map((column) => column.subarray(0, SHOWN)) };
}

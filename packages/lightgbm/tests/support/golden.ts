import { Dataset, train } from '../../src/index.js';
import type { Booster } from '../../src/index.js';
import { DETERMINISTIC, binary, table } from './data.js';

/** The model and rows behind tests/fixtures/golden-*. */
export async function golden(): Promise<{ model: Booster; rows: Float64Array[] }> {
  const { columns, label, categorical } = table(1234, 600);
  const options = { label: binary(label), categoricalFeatures: categorical };
  const dataset = await Dataset.fromColumns(columns, options);
  const params = { ...DETERMINISTIC, objective: 'binary', num_leaves: 8 };
  const { booster } = await train(params, dataset, { rounds: 10 });
  return { model: booster, rows: columns.map((column) => column.subarray(0, 12)) };
}

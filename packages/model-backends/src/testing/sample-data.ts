import { Random, type FeatureFrame } from '@dqs/core';

import type { TrainingSet } from '../backend.js';

/** Categories of the two categorical columns of {@link sampleTrainingSet}. */
const DATASETS = 8;
const RULES = 5;

/**
 * Rows with the columns of the feature spec `naive`: two categories and four numbers, one in ten missing. The target is
 * a fraction of eight executions that depends on the category and on the last value, so there is something to learn.
 *
 * @param rows number of rows, 1 or more.
 * @param seed the same seed gives the same rows.
 */
export function sampleTrainingSet(rows: number, seed: number): TrainingSet {
  const random = new Random(seed);
  const column = () => new Float32Array(rows);
  const [dataset, rule, last, mean, middle, weekday, target, weight] = Array.from({ length: 8 }, column) as Columns;
  for (let row = 0; row < rows; row += 1) {
    dataset[row] = random.integer(DATASETS);
    rule[row] = random.integer(RULES);
    const level = 0.15 + (0.7 * (dataset[row]! + 2 * rule[row]!)) / (DATASETS + 2 * RULES);
    const executions = 1 + random.integer(8);
    const fraction = () => passes(random, executions, level) / executions;
    last[row] = 100 * fraction();
    mean[row] = 100 * level;
    middle[row] = 100 * fraction();
    weekday[row] = 100 * fraction();
    for (const values of [last, mean, middle, weekday]) if (random.next() < 0.1) values[row] = Number.NaN;
    target[row] = fraction();
    weight[row] = executions;
  }
  return { frame: frameOf(dataset, rule, last, mean, middle, weekday), target, weight };
}

type Columns = [
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
];

/** A frame with the columns of {@link sampleTrainingSet}. */
export function frameOf(
  dataset: Float32Array,
  rule: Float32Array,
  last: Float32Array,
  mean: Float32Array,
  middle: Float32Array,
  weekday: Float32Array,
): FeatureFrame {
  return {
    rows: dataset.length,
    columns: [
      { name: 'dataset_uuid', kind: 'categorical', values: dataset },
      { name: 'rule_code', kind: 'categorical', values: rule },
      { name: 'last_1_value', kind: 'numeric', values: last },
      { name: 'mean_last_7', kind: 'numeric', values: mean },
      { name: 'median_last_7', kind: 'numeric', values: middle },
      { name: 'lag_7_day', kind: 'numeric', values: weekday },
    ],
  };
}

/** The first `rows` rows of a frame. */
export function headOf(frame: FeatureFrame, rows: number): FeatureFrame {
  return { rows, columns: frame.columns.map((column) => ({ ...column, values: column.values.slice(0, rows) })) };
}

function passes(random: Random, executions: number, probability: number): number {
  let count = 0;
  for (let i = 0; i < executions; i += 1) if (random.next() < probability) count += 1;
  return count;
}

import { Random, type FeatureFrame } from '@dqs/core';

import type { TrainingSet } from '../backend.js';

/** Categories of the two categorical columns of {@link sampleTrainingSet}. */
const DATASETS = 8;
const RULES = 5;

/**
 * Rows with columns of the feature spec `naive`: two categories and four numbers, one in ten missing. The target is
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

/** A frame with the columns of {@link sampleTrainingSet}, and `median_last_28` where it is given. */
export function frameOf(
  dataset: Float32Array,
  rule: Float32Array,
  last: Float32Array,
  mean: Float32Array,
  middle: Float32Array,
  weekday: Float32Array,
  longMiddle?: Float32Array,
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
      ...(longMiddle ? [{ name: 'median_last_28', kind: 'numeric' as const, values: longMiddle }] : []),
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

/** The rows of a frame over and over until there are `rows` of them. */
export function tiledFrame(frame: FeatureFrame, rows: number): FeatureFrame {
  const tiled = (values: Float32Array) => {
    const result = new Float32Array(rows);
    for (let at = 0; at < rows; at += values.length) {
      result.set(at + values.length <= rows ? values : values.subarray(0, rows - at), at);
    }
    return result;
  };
  return { rows, columns: frame.columns.map((column) => ({ ...column, values: tiled(column.values) })) };
}

/**
 * Two groups of rows that only `mean_last_7` tells apart. In each, half of the rows passed and half failed; those that
 * agree with the group have the first weight, the others the second. So the forecasts are the shares of the weights.
 */
export function twoGroups([agreeing, other]: readonly [number, number]): TrainingSet {
  const rows = 800;
  const group = Float32Array.from({ length: rows }, (_, row) => row % 2);
  const target = Float32Array.from({ length: rows }, (_, row) => (row >> 1) % 2);
  const weight = target.map((value, row) => (value === group[row] ? agreeing : other));
  const same = new Float32Array(rows).fill(50);
  const code = new Float32Array(rows);
  return {
    frame: frameOf(
      code,
      code,
      same,
      group.map((value) => 100 * value),
      same,
      same,
    ),
    target,
    weight,
  };
}

/** The same rows with weight 1, each as often as its weight, a whole number, said. */
export function repeatedRows({ frame, target, weight }: TrainingSet): TrainingSet {
  const rows = Array.from(weight, (times, row) => new Array<number>(times).fill(row)).flat();
  const pick = (values: Float32Array) => Float32Array.from(rows, (row) => values[row]!);
  return {
    frame: { rows: rows.length, columns: frame.columns.map((column) => ({ ...column, values: pick(column.values) })) },
    target: pick(target),
    weight: new Float32Array(rows.length).fill(1),
  };
}

/** Rows whose outcome follows from the first category alone: 0.8 for odd codes, 0.2 for even ones. */
export function categoriesOnly(rows: number): TrainingSet {
  const code = Float32Array.from({ length: rows }, (_, row) => row % DATASETS);
  const same = new Float32Array(rows).fill(50);
  const target = code.map((value) => (value % 2 === 1 ? 0.8 : 0.2));
  return {
    frame: frameOf(code, new Float32Array(rows), same, same, same, same),
    target,
    weight: new Float32Array(rows).fill(1),
  };
}

/** Rows whose target is uniform in [0, 1] and has nothing to do with the columns. */
export function noise(rows: number): TrainingSet {
  const random = new Random(17);
  const { frame, weight } = sampleTrainingSet(rows, 17);
  return { frame, target: Float32Array.from({ length: rows }, () => random.next()), weight: weight.map(() => 1) };
}

/** Rows of series of which every execution had the same outcome: all passed (1) or all failed (0). */
export function certainSet(rows: number, outcome: number): TrainingSet {
  const { frame, target, weight } = sampleTrainingSet(rows, 29);
  const columns = frame.columns.map((column) =>
    column.kind === 'categorical'
      ? column
      : { ...column, values: column.values.map((value) => (Number.isNaN(value) ? value : 100 * outcome)) },
  );
  return { frame: { rows, columns }, target: target.fill(outcome), weight };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FeatureFrame } from '@dqs/core';

import type { TrainingSet } from '../../src/index.js';

type Numbers = readonly (number | null)[];

interface GoldenFile {
  /** The first rows are trained on, the others forecast. */
  readonly train: number;
  readonly columns: Readonly<Record<string, Numbers>>;
  /** The same without missing values and with few distinct ones, so that every cut of a tree is beyond doubt. */
  readonly whole: Readonly<Record<string, Numbers>>;
  readonly target: Numbers;
  readonly weight: Numbers;
  /** By name, the forecasts of scikit-learn for the rows behind the training rows. */
  readonly expected: Readonly<Record<string, readonly number[]>>;
}

const FILE = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'sklearn.json'), 'utf8')) as GoldenFile;

/** scikit-learn's forecasts of the test rows. */
export const EXPECTED = FILE.expected;

/** Columns of the fixture by name, as training rows and as test rows. */
export function goldenRows(from: 'columns' | 'whole', names: readonly string[]) {
  const all: FeatureFrame['columns'] = names.map((name) => ({
    name,
    kind: name === 'code' ? 'categorical' : 'numeric',
    values: floats(FILE[from][name]!),
  }));
  const rows = FILE.target.length;
  const part = (first: number, last: number): FeatureFrame => ({
    rows: last - first,
    columns: all.map((column) => ({ ...column, values: column.values.slice(first, last) })),
  });
  const train: TrainingSet = {
    frame: part(0, FILE.train),
    target: floats(FILE.target).slice(0, FILE.train),
    weight: floats(FILE.weight).slice(0, FILE.train),
  };
  return { train, test: part(FILE.train, rows), actual: floats(FILE.target).slice(FILE.train) };
}

/** The greatest difference between two lists of forecasts. */
export function greatestGap(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  return Math.max(...expected.map((value, row) => Math.abs(value - actual[row]!)));
}

function floats(values: Numbers): Float32Array {
  return Float32Array.from(values, (value) => value ?? Number.NaN);
}

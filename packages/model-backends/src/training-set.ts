import { DqsError } from '@dqs/core';

import type { TrainingSet } from './backend.js';

/** The mean target, each row counting by its weight; of every row, or of every so many. */
export function weightedMean({ target, weight }: TrainingSet, stride = 1): number {
  let total = 0;
  let weights = 0;
  for (let row = 0; row < target.length; row += stride) {
    total += weight[row]! * target[row]!;
    weights += weight[row]!;
  }
  return total / weights;
}

/**
 * Refuses rows that no backend may learn from: arrays of another length than the frame, targets that are no fractions,
 * weights that are negative or not finite or all 0, features that are infinite (a missing one is NaN).
 *
 * @param what how a message calls the rows: `train` or `validation`.
 * @throws DqsError `invalid-argument` that names the first value that does not fit and its row.
 */
export function assertLearnable(what: string, { frame, target, weight }: TrainingSet): void {
  const { rows, columns } = frame;
  assertValues(`${what}: targets`, target, rows, 'from 0 to 1', (value) => value >= 0 && value <= 1);
  assertValues(`${what}: weights`, weight, rows, 'from 0', (value) => value >= 0 && value < Infinity);
  if (!weight.some((value) => value > 0)) {
    throw new DqsError('invalid-argument', `${what}: expected a weight above 0 in some row, all are 0`);
  }
  for (const { name, values } of columns) {
    const isFiniteOrMissing = (value: number) => value !== Infinity && value !== -Infinity;
    assertValues(`${what}: values of the column "${name}"`, values, rows, 'that are finite or NaN', isFiniteOrMissing);
  }
}

function assertValues(
  what: string,
  values: Float32Array,
  rows: number,
  range: string,
  fits: (value: number) => boolean,
): void {
  if (values.length !== rows) {
    throw new DqsError('invalid-argument', `${what}: expected one for each of ${rows} rows, got ${values.length}`);
  }
  for (let row = 0; row < rows; row += 1) {
    if (fits(values[row]!)) continue;
    throw new DqsError('invalid-argument', `${what}: expected numbers ${range}, got ${values[row]} in row ${row}`);
  }
}

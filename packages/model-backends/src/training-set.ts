import { DqsError, pickFrame, type FeatureFrame } from '@dqs/core';

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
 * Some rows of a frame for a backend that asks for them block by block, checked as {@link assertLearnable} checks those that are
 * in memory.
 */
export function learnableRows(frame: FeatureFrame, rows: Int32Array): readonly Float32Array[] {
  const { columns } = pickFrame(frame, rows);
  for (const { name, values } of columns) {
    assertFit(`values of the column "${name}"`, values, FINITE_OR_MISSING, (at) => rows[at]);
  }
  return columns.map(({ values }) => values);
}

/**
 * Refuses rows that no backend may learn from: arrays of another length than the frame, targets that are no fractions,
 * weights that are negative or not finite or all 0, features that are infinite (a missing one is NaN).
 *
 * @param what name of the rows in messages: `train` or `validation`.
 * @param isStreamed leaves out the features of a frame whose rows are made when they are needed, see {@link learnableRows}.
 * @throws DqsError `invalid-argument` that names the first value that does not fit and its row.
 */
export function assertLearnable(what: string, { frame, target, weight }: TrainingSet, isStreamed = false): void {
  const { rows, columns, pick } = frame;
  assertValues(`${what}: targets`, target, rows, { text: 'from 0 to 1', low: 0, high: 1 });
  assertValues(`${what}: weights`, weight, rows, { text: 'from 0', low: 0, high: Number.MAX_VALUE });
  if (!weight.some((value) => value > 0)) {
    throw new DqsError('invalid-argument', `${what}: expected a weight above 0 in some row, all are 0`);
  }
  if (isStreamed && pick) return;
  for (const { name, values } of columns) {
    assertValues(`${what}: values of the column "${name}"`, values, rows, FINITE_OR_MISSING);
  }
}

/** Values that fit: from `low` to `high`, and NaN if it stands for a missing one. */
interface Range {
  readonly text: string;
  readonly low: number;
  readonly high: number;
  readonly takesMissing?: boolean;
}

const FINITE_OR_MISSING: Range = {
  text: 'that are finite or NaN',
  low: -Number.MAX_VALUE,
  high: Number.MAX_VALUE,
  takesMissing: true,
};

function assertValues(what: string, values: Float32Array, rows: number, range: Range): void {
  if (values.length !== rows) {
    throw new DqsError('invalid-argument', `${what}: expected one for each of ${rows} rows, got ${values.length}`);
  }
  assertFit(what, values, range, (at) => at);
}

/** @param rowOf the row of the frame that a value is of. */
function assertFit(what: string, values: Float32Array, range: Range, rowOf: (at: number) => number | undefined): void {
  const at = firstMisfit(values, range);
  if (at < 0) return;
  throw new DqsError(
    'invalid-argument',
    `${what}: expected numbers ${range.text}, got ${values[at]} in row ${rowOf(at)}`,
  );
}

/** Row of the first value that does not fit, -1 where all do. A plain loop: every training passes over all its values. */
function firstMisfit(values: Float32Array, { low, high, takesMissing = false }: Range): number {
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    if (value >= low && value <= high) continue;
    if (!takesMissing || !Number.isNaN(value)) return row;
  }
  return -1;
}

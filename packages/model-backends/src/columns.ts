import { DqsError, type FeatureFrame } from '@dqs/core';

import type { ModelColumn } from './backend.js';

/** The name and kind of each column of a frame. */
export function columnsOf(frame: FeatureFrame): ModelColumn[] {
  return frame.columns.map(({ name, kind }) => ({ name, kind }));
}

/**
 * Refuses a frame whose columns are not those of the model: same number, names, kinds and order.
 *
 * @throws DqsError `feature-mismatch` that names what is missing, unexpected and misplaced.
 */
export function assertColumns(expected: readonly ModelColumn[], frame: FeatureFrame): void {
  const matches =
    expected.length === frame.columns.length &&
    expected.every((column, i) => {
      const actual = frame.columns[i]!;
      return column.name === actual.name && column.kind === actual.kind;
    });
  if (matches) return;
  const expectedNames = expected.map((column) => column.name);
  const actualNames = frame.columns.map((column) => column.name);
  const missing = expectedNames.filter((name) => !actualNames.includes(name));
  const unexpected = actualNames.filter((name) => !expectedNames.includes(name));
  const misplaced = expectedNames.filter((name, i) => actualNames.includes(name) && actualNames[i] !== name);
  throw new DqsError(
    'feature-mismatch',
    `expected the ${expected.length} columns the model was trained with, got ${actualNames.length}` +
      `${list('missing', missing)}${list('unexpected', unexpected)}${list('misplaced', misplaced)}` +
      '; build the frame with the contract in the bundle',
    { details: { expected: expectedNames, actual: actualNames, missing, unexpected, misplaced } },
  );
}

function list(title: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `; ${title}: ${names.join(', ')}`;
}

import type { FeatureFrame, GateCheck } from '@dqs/core';

import { check, said } from '../gates/gate-report.js';
import { missingRate, type TrainingProfile } from '../profile/training-profile.js';
import type { BatchLimits } from './limits.js';
import type { ColumnFaults } from './row-flags.js';

/** Whether a batch has the columns of the training, in order and of equal length, and a row. */
export function schemaCheck({ columns, rows }: FeatureFrame, profile: TrainingProfile): GateCheck {
  const expected = profile.features.map(({ name, kind }) => `${name} (${kind})`);
  const actual = columns.map(({ name, kind }) => `${name} (${kind})`);
  const at = expected.findIndex((label, i) => label !== actual[i]);
  const figures = { value: actual.length, threshold: expected.length };
  if (expected.length !== actual.length || at >= 0) {
    const missing = expected.filter((label) => !actual.includes(label));
    const unexpected = actual.filter((label) => !expected.includes(label));
    const parts = [
      `expected ${expected.length} columns, got ${actual.length}`,
      ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
      ...(unexpected.length > 0 ? [`unexpected: ${unexpected.join(', ')}`] : []),
      ...(missing.length + unexpected.length === 0
        ? [`column ${at + 1} is ${actual[at]}, expected ${expected[at]}`]
        : []),
    ];
    return check('schema', 'fail', parts.join('; '), figures);
  }
  const short = columns.find(({ values }) => values.length !== rows);
  if (short)
    return check('schema', 'fail', `${short.name} has ${short.values.length} values, expected ${rows}`, figures);
  if (rows === 0) return check('schema', 'fail', 'the batch has no row', { value: 0, threshold: 1 });
  return check('schema', 'pass', `${actual.length} columns of ${rows} rows are as in training`, figures);
}

/** Whether every value is finite or missing. */
export function finiteCheck(columns: readonly ColumnFaults[]): GateCheck {
  const bad = columns.filter(({ notFinite }) => notFinite > 0);
  const figures = { value: bad.length, threshold: 0 };
  if (bad.length === 0) return check('finite', 'pass', 'no value is infinite', figures);
  return check('finite', 'fail', `infinite values in ${bad.map(({ name }) => name).join(', ')}`, figures);
}

/** Share of rows outside the range of the training, per feature. */
export function rangeCheck(columns: readonly ColumnFaults[], rows: number, { maxOutOfRange }: BatchLimits): GateCheck {
  return shareCheck(
    'out-of-range',
    maxOutOfRange,
    'outside the range of the training',
    columns.map(({ name, outOfRange }) => [name, outOfRange / rows]),
  );
}

/** Share of rows with a category unseen in training, per feature. */
export function unseenCheck(columns: readonly ColumnFaults[], rows: number, { maxUnseen }: BatchLimits): GateCheck {
  return shareCheck(
    'unseen-categories',
    maxUnseen,
    'of a category unseen in training',
    columns.map(({ name, unseen }) => [name, unseen / rows]),
  );
}

/** Rise of each feature's share of missing values since the training. */
export function missingCheck(
  columns: readonly ColumnFaults[],
  rows: number,
  profile: TrainingProfile,
  limits: BatchLimits,
): GateCheck {
  const rises = columns.map(({ name, missing }, c) => {
    const feature = profile.features[c]!;
    // An unseen category is counted there, not here.
    const rise = feature.kind === 'categorical' ? 0 : missing / rows - missingRate(feature, profile.rows);
    return [name, rise] as const;
  });
  return shareCheck('missing-values', limits.maxMissingRise, 'missing more often than in training', rises);
}

function shareCheck(
  name: string,
  threshold: number,
  what: string,
  shares: readonly (readonly [string, number])[],
): GateCheck {
  const [worst, value] = shares.reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0] as readonly [string, number]);
  const bad = shares.filter(([, share]) => share > threshold);
  const figures = { value, threshold };
  if (bad.length > 0) {
    const list = bad.slice(0, 6).map(([feature, share]) => `${feature} ${said(100 * share, 1)} %`);
    return check(
      name,
      'fail',
      `${what}: ${list.join(', ')}${bad.length > 6 ? ` and ${bad.length - 6} more` : ''}`,
      figures,
    );
  }
  const reason =
    worst === '' ? `no value is ${what}` : `at most ${said(100 * value, 1)} % of a feature are ${what} (${worst})`;
  return check(name, 'pass', reason, figures);
}

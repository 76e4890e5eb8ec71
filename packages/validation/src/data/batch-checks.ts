import type { FeatureFrame, GateCheck, GateReport } from '@dqs/core';

import { check, gateReport, said } from '../gates/gate-report.js';
import { profileOf, type TrainingProfile } from '../profile/training-profile.js';
import type { ValueSketch } from '../profile/value-sketch.js';
import { daysOf, driftPValue } from './drift-chance.js';
import { comparedBins, driftDistance, type DriftDistance } from './drift.js';
import type { BatchLimits } from './limits.js';
import { finiteCheck, missingCheck, rangeCheck, schemaCheck, unseenCheck } from './row-checks.js';
import { flagRows, ROW_FLAGS, type RowFlag } from './row-flags.js';

/** Rows below which distributions are not compared. */
const LEAST_ROWS = 100;
/** False-positive rate per batch, over all distributions together. */
const FALSE_ALARMS = 0.05;

/** A batch of rows to forecast, or already forecast. */
export interface ValidatedRows {
  readonly frame: FeatureFrame;
  /** Outcomes and executions of the rows, if already known. */
  readonly observed?: { readonly target: Float32Array; readonly weight: Float32Array };
  /** Day of each row. Rows of a day share an effect and days are correlated; without it rows count as independent. */
  readonly day?: Int32Array;
}

/** Options of judging a batch. */
export interface DataCheckOptions {
  readonly limits: BatchLimits;
  /**
   * Features that move with the calendar or with time alone (month, day number, …): their range and distribution differ in
   * any later batch, which reveals nothing about the data.
   */
  readonly timeFeatures?: readonly string[];
  /** What each feature is, in words, by its name. @default what drifted is told by its name */
  readonly meanings?: ReadonlyMap<string, string>;
}

/** Distance of a feature from its training distribution. */
export interface FeatureDrift extends DriftDistance {
  readonly name: string;
  /** What it is, in words; absent where nobody said it. */
  readonly meaning?: string;
  /** Probability of such a distance if nothing has changed, 0 to 1; 1 if there are too few days. */
  readonly pValue: number;
}

/** The verdict on a batch, with flags by row. */
export interface DataReport extends GateReport {
  readonly rows: number;
  /** Bits of {@link ROW_FLAGS} by row. */
  readonly flags: Uint8Array;
  /** Rows by flag. */
  readonly flagged: Readonly<Record<RowFlag, number>>;
  /** By feature, greatest first; empty where rows are too few. */
  readonly drift: readonly FeatureDrift[];
}

/**
 * Checks rows against the profile of the training: schema, ranges, unseen categories, missing values, distributions.
 * Bad data does not throw: the report lists the problems, and `flags` marks the rows.
 */
export function checkBatch(batch: ValidatedRows, profile: TrainingProfile, options: DataCheckOptions): DataReport {
  const { frame } = batch;
  const schema = schemaCheck(frame, profile);
  if (schema.verdict === 'fail') return reportOf([schema], { flags: new Uint8Array(frame.rows), drift: [] });
  const time = new Set(options.timeFeatures);
  const { flags, columns } = flagRows(frame, profile, time);
  const { limits } = options;
  const checks = [
    schema,
    finiteCheck(columns),
    rangeCheck(columns, frame.rows, limits),
    unseenCheck(columns, frame.rows, limits),
    missingCheck(columns, frame.rows, profile, limits),
  ];
  if (frame.rows < LEAST_ROWS) {
    const reason = `${frame.rows} rows are too few to compare distributions, expected at least ${LEAST_ROWS}`;
    return reportOf([...checks, check('drift', 'inconclusive', reason)], { flags, drift: [] });
  }
  const drift = driftOf(batch, profile, { time, meanings: options.meanings });
  const all = [...drift.features, ...drift.observed];
  const rule = { ...limits, alpha: FALSE_ALARMS / all.length };
  return reportOf([...checks, driftCheck(drift.features, rule), ...observedChecks(drift.observed, rule)], {
    flags,
    drift: all.sort((a, b) => b.psi - a.psi),
  });
}

/** What to know of features beside their values. */
interface FeatureFacts {
  /** Those that move with time. */
  readonly time: ReadonlySet<string>;
  readonly meanings: DataCheckOptions['meanings'];
}

function driftOf({ frame, observed, day }: ValidatedRows, profile: TrainingProfile, { time, meanings }: FeatureFacts) {
  const none = new Float32Array(frame.rows);
  const now = profileOf({ frame, target: observed?.target ?? none, weight: observed?.weight ?? none });
  const days = day && daysOf(day);
  const drift = (name: string, [before, after]: readonly [ValueSketch, ValueSketch], values: Float32Array) => ({
    name,
    ...driftDistance(before, after),
    pValue: driftPValue(comparedBins(before, after), values, days),
  });
  const features: FeatureDrift[] = [];
  now.features.forEach(({ name, sketch }, c) => {
    const reference = profile.features[c]!.sketch;
    if (!sketch || !reference || time.has(name)) return;
    const meaning = meanings?.get(name);
    const moved = drift(name, [reference, sketch], frame.columns[c]!.values);
    features.push(meaning === undefined ? moved : { ...moved, meaning });
  });
  const outcomes: FeatureDrift[] = observed
    ? [
        drift('target', [profile.target, now.target], observed.target),
        drift('executions', [profile.executions, now.executions], observed.weight),
      ]
    : [];
  return { features: features.filter(({ psi }) => !Number.isNaN(psi)), observed: outcomes };
}

/** A distribution has drifted if it is further away than the limit and than chance explains at level alpha. */
type DriftRule = Pick<BatchLimits, 'maxPsi' | 'maxDriftedShare'> & { readonly alpha: number };

function driftCheck(drift: readonly FeatureDrift[], { maxPsi, maxDriftedShare, alpha }: DriftRule): GateCheck {
  if (drift.length === 0) return check('drift', 'inconclusive', 'no feature has a distribution to compare');
  const far = drift.filter(({ psi }) => psi > maxPsi).sort((a, b) => b.psi - a.psi);
  const drifted = far.filter(({ pValue }) => pValue < alpha);
  const value = far.length / drift.length;
  const names = far
    .slice(0, 5)
    .map(({ name, meaning = name, psi, ks }) => `${meaning} (PSI ${said(psi)}, KS ${said(ks)})`);
  const reason =
    `${far.length} of ${drift.length} features are far from the training (PSI above ${maxPsi}), ` +
    `${drifted.length} of them beyond chance` +
    (names.length > 0 ? `: ${names.join('; ')}` : '');
  const figures = { value, threshold: maxDriftedShare };
  if (value <= maxDriftedShare) return check('drift', 'pass', reason, figures);
  return check('drift', drifted.length / drift.length > maxDriftedShare ? 'fail' : 'inconclusive', reason, figures);
}

function observedChecks(observed: readonly FeatureDrift[], { maxPsi, alpha }: DriftRule): GateCheck[] {
  return observed.map(({ name, psi, ks, pValue }) => {
    const reason = `${name}: PSI ${said(psi)}, KS ${said(ks)} against the training, PSI up to ${maxPsi} is allowed`;
    const figures = { value: psi, threshold: maxPsi };
    if (!(psi > maxPsi)) return check(`${name}-drift`, 'pass', reason, figures);
    if (pValue < alpha) return check(`${name}-drift`, 'fail', `${reason}, and chance does not explain it`, figures);
    return check(`${name}-drift`, 'inconclusive', `${reason}; chance explains as much in so few days`, figures);
  });
}

function reportOf(
  checks: readonly GateCheck[],
  { flags, drift }: { flags: Uint8Array; drift: FeatureDrift[] },
): DataReport {
  const flagged = Object.fromEntries(
    Object.entries(ROW_FLAGS).map(([name, bit]) => [
      name,
      flags.reduce((sum, bits) => sum + ((bits & bit) === 0 ? 0 : 1), 0),
    ]),
  ) as Record<RowFlag, number>;
  return { ...gateReport(checks), rows: flags.length, flags, flagged, drift };
}

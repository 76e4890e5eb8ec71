import type { GateCheck } from '@dqs/core';
import { clusteredMean, equalBins } from '@dqs/core/stats';
import { z } from 'zod';

import { check, said, type LimitsOf } from './gate-report.js';
import { bandOf, rowsByCode, tooFew, type RowLimits, type ScoredRows } from './scored-rows.js';

/** Limits on the distance of the mean from the outcomes. */
export const CALIBRATION_LIMITS = {
  /** Greatest bias of the mean, in percentage points. */
  maxBias: z.number().min(0).default(3),
  /** Greatest calibration error of the mean, in percentage points, beyond what chance explains. */
  maxCalibrationError: z.number().min(0).default(4),
};

type Limits = RowLimits & LimitsOf<typeof CALIBRATION_LIMITS>;

/** Bins of the expected percentage; equal widths, as those of the reliability diagram. */
const BINS = 10;

/**
 * Whether the mean is what happens on average: overall (bias) and among rows of about the same mean (calibration error,
 * the rows' average distance of a bin's mean forecast from its mean outcome; Naeini, Cooper and Hauskrecht 2015). Both
 * count only what their 99 % bands, days being the units, do not explain.
 */
export function calibrationChecks(rows: ScoredRows, limits: Limits): GateCheck[] {
  const few = tooFew(rows, limits);
  if (few !== undefined) return ['bias', 'calibration'].map((name) => check(name, 'inconclusive', few));
  return [biasCheck(rows, limits), calibrationCheck(rows, limits)];
}

function biasCheck(rows: ScoredRows, { maxBias }: Limits): GateCheck {
  const difference = rows.expected.map((mean, row) => mean - rows.actual[row]!);
  const byDay = clusteredMean(difference, rows.day);
  const { mean } = byDay;
  const band = bandOf(byDay);
  const reason =
    `the mean is ${said(Math.abs(mean))} points too ${mean < 0 ? 'low' : 'high'} on average ` +
    `(99 % band ${said(mean - band)} to ${said(mean + band)}), ${said(maxBias)} are allowed`;
  const figures = { value: mean, threshold: maxBias };
  if (Math.abs(mean) <= maxBias) return check('bias', 'pass', reason, figures);
  return check('bias', Math.abs(mean) - band > maxBias ? 'fail' : 'inconclusive', reason, figures);
}

function calibrationCheck(rows: ScoredRows, { maxCalibrationError }: Limits): GateCheck {
  let [raw, unexplained] = [0, 0];
  for (const members of rowsByCode(equalBins(rows.expected, BINS, 100), BINS)) {
    if (members.length === 0) continue;
    const [difference, days] = [new Float64Array(members.length), new Int32Array(members.length)];
    for (let i = 0; i < members.length; i += 1) {
      difference[i] = rows.expected[members[i]!]! - rows.actual[members[i]!]!;
      days[i] = rows.day[members[i]!]!;
    }
    const byDay = clusteredMean(difference, days);
    const { mean } = byDay;
    const share = members.length / rows.day.length;
    raw += share * Math.abs(mean);
    // A bin on one day alone says nothing about other days.
    if (Number.isNaN(byDay.standardError)) continue;
    unexplained += share * Math.max(0, Math.abs(mean) - bandOf(byDay));
  }
  const reason =
    `calibration error ${said(raw)} points, ${said(unexplained)} of them beyond chance; ` +
    `${said(maxCalibrationError)} are allowed`;
  const figures = { value: raw, threshold: maxCalibrationError };
  if (raw <= maxCalibrationError) return check('calibration', 'pass', reason, figures);
  return check('calibration', unexplained > maxCalibrationError ? 'fail' : 'inconclusive', reason, figures);
}

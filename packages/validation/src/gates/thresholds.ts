import { DqsError, nearestName } from '@dqs/core';
import { z } from 'zod';

const SHARE = z.number().min(0).max(1);

const SCHEMA = z.strictObject({
  /** Least skill over the best naive forecast: `1 − MAE / MAE of the naive`. */
  minSkill: z.number().max(1).default(0),
  /** Greatest mean absolute error, in percentage points. */
  maxMae: z.number().min(0).default(40),
  /** How much worse than the naive forecast a segment may be, in percentage points of MAE. */
  maxSegmentExcess: z.number().min(0).default(1),
  /** Greatest bias of the mean, in percentage points. */
  maxBias: z.number().min(0).default(3),
  /** Greatest calibration error of the mean, in percentage points, beyond what chance explains. */
  maxCalibrationError: z.number().min(0).default(4),
  /** Least spread of the forecasts, as a share of the spread of the series' own means. */
  minSpread: SHARE.default(0.1),
  /** Rows and days needed to judge a forecast at all. */
  minRows: z.int().min(1).default(50),
  minDays: z.int().min(2).default(7),
  /** Rows a model must have learned from. */
  minTrainingRows: z.int().min(1).default(200),
  /** Days a model must have learned from. */
  minTrainingDays: z.int().min(1).default(28),
  /** Share of the days known at training that the model must have learned from. */
  minTrainingShare: SHARE.default(0.4),
  /** Greatest number of days between the last day a model learned from and the last day of the history. */
  maxModelAgeDays: z.int().min(0).default(365),
  /** Greatest number of days between the last result and today; null judges it only as a remark. */
  maxDataAgeDays: z.int().min(0).nullable().default(null),
  /** Greatest correlation, within series, of a feature with a target drawn by chance. */
  maxLeakCorrelation: SHARE.default(0.2),
  /** Greatest skill, in squared error, of a model of outcomes drawn by chance over the series' means. */
  maxShuffledSkill: SHARE.default(0.15),
  /** Greatest difference between a recorded score and the same score measured again, in percentage points. */
  maxScoreDifference: z.number().min(0).default(0.01),
  /** Greatest share of rows outside the range of the training, per feature. */
  maxOutOfRange: SHARE.default(0.01),
  /** Greatest share of rows whose category the training did not see. */
  maxUnseen: SHARE.default(0.1),
  /** Greatest rise of a feature's share of missing values. */
  maxMissingRise: SHARE.default(0.2),
  /** Population stability index from which a feature counts as drifted; 0.25 by custom, more for data that cluster. */
  maxPsi: z.number().min(0).default(0.5),
  /** Greatest share of drifted features. */
  maxDriftedShare: SHARE.default(0.3),
  /** Greatest share of days and series on which the input and the model's own history disagree. */
  maxDisagreement: SHARE.default(0.02),
  /** Greatest share of the recently active series that an input may lack. */
  maxStopped: SHARE.default(0.2),
  /** Greatest rise of executions a day, as a factor, before rows count as read twice. */
  maxExecutionsFactor: z.number().min(1).default(1.5),
});

/** Limits of every gate and data check. Errors are in percentage points, shares from 0 to 1. */
export type Thresholds = z.output<typeof SCHEMA>;

/** Names of the limits. */
export const THRESHOLD_NAMES = Object.keys(SCHEMA.shape) as readonly (keyof Thresholds)[];

/**
 * Limits with the defaults filled in.
 *
 * @throws DqsError `config-invalid` that lists every problem, with the nearest name of an unknown limit.
 */
export function thresholds(given: Partial<Thresholds> = {}): Thresholds {
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const result = SCHEMA.safeParse(defined);
  if (result.success) return result.data;
  const problems = result.error.issues.map(describeIssue);
  throw new DqsError('config-invalid', `the limits of the gates do not fit: ${problems.join('; ')}`, {
    details: { problems },
  });
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return `${issue.path.join('.')}: ${issue.message}`;
  const texts = issue.keys.map((key) => {
    const nearest = nearestName(key, THRESHOLD_NAMES);
    return `"${key}" is no limit${nearest ? `, did you mean "${nearest}"?` : ` (${THRESHOLD_NAMES.join(', ')})`}`;
  });
  return texts.join('; ');
}

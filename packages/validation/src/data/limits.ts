import { z } from 'zod';

import type { LimitsOf } from '../gates/gate-report.js';

const SHARE = z.number().min(0).max(1);

/** Limits on the distance of a batch from the training data. */
export const BATCH_LIMITS = {
  /** Greatest share of rows outside the range of the training, per feature. */
  maxOutOfRange: SHARE.default(0.01),
  /** Greatest share of rows with a category unseen in training. */
  maxUnseen: SHARE.default(0.1),
  /** Greatest rise of a feature's share of missing values. */
  maxMissingRise: SHARE.default(0.2),
  /** Population stability index from which a feature counts as drifted; 0.25 by custom, more for data that cluster. */
  maxPsi: z.number().min(0).default(0.5),
  /** Greatest share of drifted features. */
  maxDriftedShare: SHARE.default(0.3),
};

/** Limits of {@link BATCH_LIMITS}. */
export type BatchLimits = LimitsOf<typeof BATCH_LIMITS>;

/** Limits on the distance of an input from the history of a model. */
export const HISTORY_LIMITS = {
  /** Greatest share of days and series on which the input and the model's own history disagree. */
  maxDisagreement: SHARE.default(0.02),
  /** Greatest share of the recently active series that an input may lack. */
  maxStopped: SHARE.default(0.2),
  /** Greatest rise of executions a day, as a factor, before rows count as read twice. */
  maxExecutionsFactor: z.number().min(1).default(1.5),
};

/** Limits of {@link HISTORY_LIMITS}, with the one on new series, which batches share. */
export type HistoryLimits = LimitsOf<typeof HISTORY_LIMITS> & Pick<BatchLimits, 'maxUnseen'>;

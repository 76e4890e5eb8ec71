import type { DailyPanel, FeatureFrame } from '@dqs/core';
import { featureSpec, fitContract, SeriesHistory, type FeatureContract } from '@dqs/features';

import { trainOptions, type TrainOptions } from './options.js';
import { splitDays, type DaySpan } from './split.js';
import { trainingSet } from './training-set.js';

/** Rows with features and outcome, for other learners. All arrays have `length` entries. */
export interface ExportedPart {
  readonly length: number;
  readonly frame: FeatureFrame;
  /** Day that is forecast, days since 1970-01-01. */
  readonly day: Int32Array;
  /** Fraction of the day's executions that passed, in [0, 1]. */
  readonly target: Float32Array;
  /** Executions of the day. */
  readonly weight: Float32Array;
}

/** The rows that a training with the same options would learn from and be tested on. */
export interface ExportedRows {
  readonly contract: FeatureContract;
  readonly train: ExportedPart;
  readonly test: ExportedPart;
}

/**
 * The rows of a training: built by the code that trainings use, so that a model that learned from them elsewhere can
 * come back as one of the backend `onnx`.
 *
 * @throws DqsError `invalid-argument`, `not-enough-history`.
 */
export function exportRows(panel: DailyPanel, given: TrainOptions = {}): ExportedRows {
  const options = trainOptions(given);
  const history = SeriesHistory.fromPanel(panel);
  const { train, test } = splitDays(history, { ...options, validationFraction: 0 });
  const contract = fitContract(featureSpec(options.spec, options.groups), history, { upToDay: train.to });
  const partOf = (span: DaySpan | undefined): ExportedPart => {
    const { requests, set } = trainingSet(contract, history, span ?? { from: 1, to: 0 }, options.horizon);
    const { frame, target, weight } = set;
    return { length: frame.rows, frame, day: requests.targetDay, target, weight };
  };
  return { contract, train: partOf(train), test: partOf(test) };
}

import type { FeatureContract } from '@dqs/features';
import type { FittedModel } from '@dqs/model-backends';

import type { DaySpan } from '../train/split.js';
import type { DistributionModel } from './distribution/distribution-model.js';
import { FAR_DAYS, partsOf } from './distribution/distribution-model.js';
import type { PointRule } from './point-forecast.js';

/** All that turns a request into a forecast; what a bundle holds, loaded. */
export interface Predictor {
  readonly model: FittedModel;
  readonly contract: FeatureContract;
  readonly pointRule: PointRule;
  /** Horizon the model was trained for, in days. */
  readonly horizon: number;
  /** Days the model was trained on. */
  readonly training: DaySpan;
  /** What makes a forecast a mixture of experts; without it forecasts are Binomial. */
  readonly distribution?: DistributionModel;
}

/** Days ahead up to which a predictor has learned to forecast; beyond, its forecasts are extrapolated. */
export function reachOf({ horizon, distribution }: Predictor): number {
  return distribution?.far ? FAR_DAYS : horizon;
}

/** Frees the native memory of a predictor's models. A second call does nothing. */
export function closePredictor({ model, distribution }: Predictor): void {
  model.close();
  if (distribution) closeDistribution(distribution);
}

/** Frees the threshold models of a distribution. */
export function closeDistribution(distribution: DistributionModel): void {
  for (const { thresholds } of partsOf(distribution)) thresholds?.close();
}

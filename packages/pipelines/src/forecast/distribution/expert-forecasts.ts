import type { FeatureFrame } from '@dqs/core';
import { thresholdFrame, type ForecastRequests, type SeriesHistory, type ThresholdFrame } from '@dqs/features';
import type { FittedModel } from '@dqs/model-backends';

import { expertChances } from './experts.js';
import type { MixtureState } from './mixture.js';
import { pairSources, predictPairs } from './threshold-model.js';

/** All that makes a forecast a mixture of experts; what a bundle holds, loaded. */
export interface DistributionModel {
  /** Chance of reaching a level, learned over pairs of row and level; undefined where the backend cannot learn it. */
  readonly thresholds?: FittedModel;
  /** Rules whose latest results the others of a dataset look at, see `otherRules`. */
  readonly otherRules: readonly string[];
  /** What the mixture had learned by the end of the training, and by later days: ascending by day. */
  readonly mixtures: readonly MixtureState[];
}

/** What experts say of some requests. */
export interface ExpertForecasts {
  readonly requests: ForecastRequests;
  readonly levels: ThresholdFrame;
  /** Chance of reaching each level, by expert. */
  readonly experts: readonly Float64Array[];
}

/** Requests whose features were built and whose mean was forecast. */
export interface MeanForecasts {
  readonly history: SeriesHistory;
  readonly requests: ForecastRequests;
  readonly features: FeatureFrame;
  /** Mean pass fraction by row. */
  readonly expected: Float64Array;
}

/** What every expert says of the requests. */
export function expertForecasts(
  { thresholds, otherRules }: Pick<DistributionModel, 'thresholds' | 'otherRules'>,
  { history, requests, features, expected }: MeanForecasts,
  threads: number,
): ExpertForecasts {
  const levels = thresholdFrame(history, requests);
  const chances =
    thresholds &&
    predictPairs(pairSources({ history, requests, levels, features, rules: otherRules }), thresholds, threads);
  return { requests, levels, experts: expertChances(levels, expected, chances) };
}

import type { FittedModel } from '@dqs/model-backends';

import type { MixtureState } from './mixture.js';

/** Days ahead up to which forecasts are the near part's; the far part makes those further ahead. */
export const NEAR_DAYS = 2;
/** Days ahead up to which the far part learns. */
export const FAR_DAYS = 14;
/** What forecasts of a range of horizons are made with. */
export interface DistributionPart {
  /** Chance of reaching a level, learned over pairs of row and level; undefined where the backend cannot learn it. */
  readonly thresholds?: FittedModel;
  /** What the mixture had learned by the end of the training, and by later days: ascending by day. */
  readonly mixtures: readonly MixtureState[];
}

/**
 * All that makes a forecast a mixture of experts; what a bundle holds, loaded. It is itself the part of the horizon that the model
 * was trained for.
 */
export interface DistributionModel extends DistributionPart {
  /** Rules whose latest results the others of a dataset look at, see `otherRules`. */
  readonly otherRules: readonly string[];
  /** The part of horizons from 3 to 14 days, which looks at the same mean; undefined where only one horizon was learned. */
  readonly far?: DistributionPart;
}

/** The part of a model that forecasts a number of days ahead. */
export function partFor(model: DistributionModel, daysAhead: number): DistributionPart {
  return model.far && daysAhead > NEAR_DAYS ? model.far : model;
}

/** The parts of a model. */
export function partsOf(model: DistributionModel): readonly DistributionPart[] {
  return model.far ? [model, model.far] : [model];
}

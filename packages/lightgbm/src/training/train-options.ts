import type { Booster } from '../booster/booster.js';
import type { Dataset } from '../dataset/dataset.js';
import type { TrainingOptions } from './options.js';
import type { OwnFunctions } from './own-functions.js';

/** How to train. */
export interface TrainOptions extends TrainingOptions, OwnFunctions {
  /** Datasets to evaluate after each round; the training data may be one (early stopping ignores it). @default [] */
  readonly validSets?: readonly { readonly name: string; readonly dataset: Dataset }[];
  /** A model to continue from; the result contains its trees. Datasets need `keepData: true`. */
  readonly initModel?: Booster;
  /** Keep the booster's training state and its datasets, so that single steps can follow. @default false */
  readonly keepTraining?: boolean;
}

/** Result of a training. */
export interface TrainResult<Model extends Booster = Booster> {
  /** The model. After early stopping it predicts with `bestIteration` by default, although it has all trees. */
  readonly booster: Model;
  /** Iterations to use, counted with those of `initModel`: the best with early stopping, otherwise all. */
  readonly bestIteration: number;
  /** Set → metric → one value per round. */
  readonly history: Record<string, Record<string, Float64Array>>;
  /**
   * Why it ended: all rounds done, no improvement, nothing left to split, or stopped by `onIteration`. An abort
   * rejects.
   */
  readonly stopped: 'rounds' | 'early' | 'no-split' | 'callback';
}

import { invalidOptions, optionProblem, unknownOption } from '@dqs/core';
import type { SearchSpace, StrategyName } from '@dqs/search';

import { withoutUndefined, type TrainOptions } from '../train/options.js';
import { TUNE_OPTIONS_SCHEMA, type PrunerName } from './tune-options-schema.js';

/** How to tune. */
export interface TuneOptions {
  /**
   * Options that are not searched: features, backend, horizon, test days, seed, threads. `rounds` is the most rounds of
   * a trial (default 1000), `earlyStopping` its patience (default 30). These two, `params`, `objective` and
   * `halfLifeDays` apply to the candidates only: the baseline is a training without them.
   */
  readonly train: TrainOptions;
  /** The space to search; the backend's own where undefined. */
  readonly space?: SearchSpace;
  /** @default 'tpe' */
  readonly strategy: StrategyName;
  /** Trials in all. @default 50 */
  readonly trials: number;
  /** Milliseconds for the search, not counting the comparison afterwards. */
  readonly timeMs?: number;
  /** Resident bytes of the process above which the search stops. */
  readonly memoryBytes?: number;
  /** @default 'median' */
  readonly pruner: PrunerName;
  /** Trials that may run at once; the number of threads affects the time only. @default 4 */
  readonly window: number;
  /** Validation windows before the test days, each forecast by a model of all days before it. @default 3 */
  readonly folds: number;
  /** File that keeps the search, and from which it is resumed. */
  readonly study?: string;
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws DqsError `invalid-argument` that lists every problem, with the nearest name of an unknown option.
 */
export function tuneOptions({ train = {}, space, ...given }: Partial<TuneOptions> = {}): TuneOptions {
  const result = TUNE_OPTIONS_SCHEMA.safeParse(withoutUndefined(given));
  if (result.success) return { ...result.data, train, space };
  const known = ['train', 'space', ...Object.keys(TUNE_OPTIONS_SCHEMA.shape)];
  throw invalidOptions(
    'tuning options',
    result.error.issues.map((issue) => optionProblem(issue, unknownOption(known))),
  );
}

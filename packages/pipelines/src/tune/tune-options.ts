import { DqsError } from '@dqs/core';
import type { SearchSpace, StrategyName } from '@dqs/search';
import { z } from 'zod';

import type { TrainOptions } from '../train/options.js';

/** Pruners by name; `none` lets every trial come to its end. */
export const PRUNER_NAMES = ['median', 'halving', 'none'] as const;

/** Name of a pruner. */
export type PrunerName = (typeof PRUNER_NAMES)[number];

/** How to tune. */
export interface TuneOptions {
  /**
   * What is not searched: features, backend, horizon, test days, seed, threads. `rounds` is the most rounds of a trial
   * (default 1000), `earlyStopping` its patience (default 30). These two, `params`, `objective` and `halfLifeDays` are for
   * the candidates alone: what they are compared with is a training without them.
   */
  readonly train: Partial<TrainOptions>;
  /** The space to search; the backend's own where undefined. */
  readonly space?: SearchSpace;
  /** @default 'tpe' */
  readonly strategy: StrategyName;
  /** Trials in all. @default 50 */
  readonly trials: number;
  /** Milliseconds for the search; the comparison afterwards comes on top. */
  readonly timeMs?: number;
  /** Resident bytes of the process above which the search stops. */
  readonly memoryBytes?: number;
  /** @default 'median' */
  readonly pruner: PrunerName;
  /** Trials that may be under way at once; the number of threads changes nothing but the time. @default 4 */
  readonly window: number;
  /** Validation windows before the test days, each forecast by a model of all days before it. @default 3 */
  readonly folds: number;
  /** File that keeps the search, and from which it is resumed. */
  readonly study?: string;
}

/** By name, so that the compiler tells when the search has others; importing them would load the search for who only trains. */
const STRATEGIES: Readonly<Record<StrategyName, true>> = { grid: true, random: true, tpe: true, gp: true };

const SCHEMA = z.object({
  strategy: z.enum(Object.keys(STRATEGIES) as [StrategyName, ...StrategyName[]]).default('tpe'),
  trials: z.int().min(1).max(100_000).default(50),
  timeMs: z.number().gt(0).optional(),
  memoryBytes: z.number().gt(0).optional(),
  pruner: z.enum(PRUNER_NAMES).default('median'),
  window: z.int().min(1).max(64).default(4),
  folds: z.int().min(1).max(50).default(3),
  study: z.string().optional(),
});

/**
 * Checks options and fills in the defaults.
 *
 * @throws DqsError `config-invalid` that lists every problem.
 */
export function tuneOptions({ train = {}, space, ...given }: Partial<TuneOptions> = {}): TuneOptions {
  const result = SCHEMA.safeParse(given);
  if (result.success) return { ...result.data, train, space };
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new DqsError('config-invalid', `the tuning options do not fit: ${problems.join('; ')}`, {
    details: { problems },
  });
}

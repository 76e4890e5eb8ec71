import { didYouMean, DqsError } from '@dqs/core';

import { gpStrategy } from './gp.js';
import { gridStrategy } from './grid.js';
import { randomStrategy } from './random.js';
import type { CostEstimate, Strategy } from './strategy.js';
import { tpeStrategy } from './tpe.js';

/** Options common to all named strategies. */
export interface NamedStrategyOptions {
  readonly seed: number;
  readonly cost?: CostEstimate;
}

const STRATEGIES = {
  grid: ({ cost }: NamedStrategyOptions) => gridStrategy({ cost }),
  random: (options: NamedStrategyOptions) => randomStrategy(options),
  tpe: (options: NamedStrategyOptions) => tpeStrategy(options),
  gp: (options: NamedStrategyOptions) => gpStrategy(options),
} as const;

/** Name of a strategy. */
export type StrategyName = keyof typeof STRATEGIES;

/** The names that a search accepts. */
export const STRATEGY_NAMES = Object.keys(STRATEGIES) as readonly StrategyName[];

/**
 * The strategy of that name with its defaults.
 *
 * @throws DqsError `invalid-argument` with the nearest name.
 */
export function namedStrategy(name: string, options: NamedStrategyOptions): Strategy {
  if (Object.hasOwn(STRATEGIES, name)) return STRATEGIES[name as StrategyName](options);
  throw new DqsError(
    'invalid-argument',
    `expected a strategy (${STRATEGY_NAMES.join(', ')}), got "${name}"${didYouMean(name, STRATEGY_NAMES)}`,
  );
}

import type { StrategyName } from '@dqs/search';
// zod/mini, as a whole namespace of which a bundler keeps what is used: programs load this file for their help.
import * as z from 'zod/mini';

/** Pruners by name; `none` lets every trial finish. */
export const PRUNER_NAMES = ['median', 'halving', 'none'] as const;

/** Name of a pruner. */
export type PrunerName = (typeof PRUNER_NAMES)[number];

/** By name, so that the compiler reports a difference; importing the strategies would load the search for every training. */
const STRATEGIES: Readonly<Record<StrategyName, true>> = { grid: true, random: true, tpe: true, gp: true };

/** The options of a search, with their defaults: the settings of every app are derived from it. */
export const TUNE_OPTIONS_SCHEMA = z.strictObject({
  strategy: z._default(z.enum(Object.keys(STRATEGIES) as [StrategyName, ...StrategyName[]]), 'tpe'),
  trials: z._default(z.int().check(z.gte(1), z.lte(100_000)), 50),
  timeMs: z.optional(z.number().check(z.gt(0))),
  memoryBytes: z.optional(z.number().check(z.gt(0))),
  pruner: z._default(z.enum(PRUNER_NAMES), 'median'),
  window: z._default(z.int().check(z.gte(1), z.lte(64)), 4),
  folds: z._default(z.int().check(z.gte(1), z.lte(50)), 3),
  study: z.optional(z.string()),
});

import type { StrategyName } from '@dqs/search';
// As a whole namespace, of which a bundler keeps what is used: programs load this file for their help.
import * as z from 'zod';

/** Pruners by name; `none` lets every trial come to its end. */
export const PRUNER_NAMES = ['median', 'halving', 'none'] as const;

/** Name of a pruner. */
export type PrunerName = (typeof PRUNER_NAMES)[number];

/** By name, so that the compiler tells when the search has others; importing them would load the search for who only trains. */
const STRATEGIES: Readonly<Record<StrategyName, true>> = { grid: true, random: true, tpe: true, gp: true };

/** What the options of a search may hold, with their defaults: the settings of every app follow from it. */
export const TUNE_OPTIONS_SCHEMA = z.object({
  strategy: z.enum(Object.keys(STRATEGIES) as [StrategyName, ...StrategyName[]]).default('tpe'),
  trials: z.int().min(1).max(100_000).default(50),
  timeMs: z.number().gt(0).optional(),
  memoryBytes: z.number().gt(0).optional(),
  pruner: z.enum(PRUNER_NAMES).default('median'),
  window: z.int().min(1).max(64).default(4),
  folds: z.int().min(1).max(50).default(3),
  study: z.string().optional(),
});

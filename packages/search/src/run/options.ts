import { DqsError } from '@dqs/core';

import type { Pruner } from '../pruning/pruner.js';
import type { Parameters } from '../space/definition.js';
import type { CostEstimate, Strategy } from '../strategies/strategy.js';
import type { StrategyName } from '../strategies/named-strategy.js';
import type { Direction, Trial } from '../study/trial.js';

/** What an objective may use of its trial. */
export interface TrialContext {
  /** Number of the trial, from 0. */
  readonly number: number;
  /** Fires when the search stops; an objective that takes more than a second should heed it. */
  readonly signal: AbortSignal;
  /**
   * Reports an intermediate value.
   *
   * @param step from 1, rising.
   * @returns true where the trial has no hope: the objective should return, its trial is recorded as pruned.
   */
  report(step: number, value: number): boolean;
  /** Keeps a fact with the trial. Survives JSON. */
  note(name: string, value: unknown): void;
}

/** What is searched for: a number for parameters. It may throw; the trial has failed then and the search goes on. */
export type Objective = (parameters: Parameters, trial: TrialContext) => number | Promise<number>;

/** How to search. */
export interface SearchOptions {
  /** By name, or made with options of its own. @default 'tpe' */
  readonly strategy?: StrategyName | Strategy;
  /** Trials in all, those of a resumed study included. @default 50 */
  readonly trials?: number;
  /** Milliseconds after which the search stops; trials under way are aborted. @default none */
  readonly timeMs?: number;
  /** Resident bytes of this process above which the search stops. @default none */
  readonly memoryBytes?: number;
  /** @default 'minimize' */
  readonly direction?: Direction;
  /** @default 42 */
  readonly seed?: number;
  /**
   * Trials that may be under way at once: trial k is suggested from the results of trials 0 … k − window and takes those
   * between as unknown, whether or not they have ended. So the results are the same for any number of workers and on any
   * machine; a smaller window learns from more. @default 1
   */
  readonly window?: number;
  /** Trials that do run at once, at most `window`; changes nothing but the time. @default as `window` */
  readonly workers?: number;
  readonly pruner?: Pruner;
  /** File that the search is kept in, and resumed from where it exists. */
  readonly study?: string;
  /** Facts that have to be the same for a study to be resumed, such as a fingerprint of the data. Survives JSON. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Parameters to try first, in that order. */
  readonly initial?: readonly Parameters[];
  /** Estimates the cost of parameters, in any unit: where a strategy draws without a model, cheap ones come first. */
  readonly cost?: (parameters: Parameters) => number;
  /** The search gives up when so many trials have failed and none has succeeded. @default 10 */
  readonly maxFailures?: number;
  readonly signal?: AbortSignal;
  /** Told of every trial that has ended. Must not throw. */
  readonly onTrial?: (progress: SearchProgress) => void;
}

/** How far a search has come. */
export interface SearchProgress {
  readonly trial: Trial;
  /** The best so far. */
  readonly best: Trial | undefined;
  /** Trials that have ended, those of a resumed study included, and trials in all. */
  readonly done: number;
  readonly total: number;
}

/** Options after defaults. */
export interface ResolvedOptions extends SearchOptions {
  readonly strategy: StrategyName | Strategy;
  readonly trials: number;
  readonly direction: Direction;
  readonly seed: number;
  readonly window: number;
  readonly workers: number;
  readonly maxFailures: number;
  readonly estimate: CostEstimate | undefined;
}

/** @throws DqsError `invalid-argument` that names the option. */
export function resolveOptions(options: SearchOptions): ResolvedOptions {
  const { strategy = 'tpe', trials = 50, direction = 'minimize', seed = 42, window = 1, maxFailures = 10 } = options;
  const { workers = window, timeMs, memoryBytes, cost } = options;
  const counts = { trials, window, workers, maxFailures };
  for (const [name, value] of Object.entries(counts)) {
    if (!Number.isInteger(value) || value < 1) throw wrong(name, 'a whole number from 1', value);
  }
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 31) throw wrong('seed', 'a whole number in [0, 2³¹)', seed);
  for (const [name, value] of Object.entries({ timeMs, memoryBytes })) {
    if (value !== undefined && !(value > 0)) throw wrong(name, 'a number above 0', value);
  }
  const estimate: CostEstimate | undefined = cost && ((point, space) => cost(space.parametersOf(point)));
  return { ...options, strategy, trials, direction, seed, window, workers, maxFailures, estimate };
}

function wrong(name: string, expected: string, value: unknown): DqsError {
  return new DqsError('invalid-argument', `expected ${expected} as ${name} of a search, got ${String(value)}`);
}

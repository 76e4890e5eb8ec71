import { assertKnownOptions, DqsError, optionNames, type Hooks } from '@dqs/core';

import type { Pruner } from '../pruning/pruner.js';
import type { Parameters } from '../space/definition.js';
import type { CostEstimate, Strategy } from '../strategies/strategy.js';
import type { StrategyName } from '../strategies/named-strategy.js';
import type { Direction, Trial } from '../study/trial.js';

/** The trial as its objective sees it. */
export interface TrialContext {
  /** Number of the trial, from 0. */
  readonly number: number;
  /** Fires when the search stops; an objective that takes more than a second should observe it. */
  readonly signal: AbortSignal;
  /**
   * Reports an intermediate value.
   *
   * @param step from 1, rising.
   * @returns true if the trial is not worth continuing: the objective should return, and its trial is recorded as
   * pruned.
   */
  report(step: number, value: number): boolean;
  /** Stores a fact with the trial. Survives JSON. */
  note(name: string, value: unknown): void;
}

/**
 * The function to optimise: a number for given parameters. If it throws, the trial has failed and the search continues.
 */
export type SearchObjective = (parameters: Parameters, trial: TrialContext) => number | Promise<number>;

/** Options of a search. */
export interface SearchOptions {
  /** By name, or created with its own options. @default 'tpe' */
  readonly strategy?: StrategyName | Strategy;
  /** Total number of trials, including those of a resumed study. @default 50 */
  readonly trials?: number;
  /** Milliseconds after which the search stops; running trials are aborted. @default none */
  readonly timeMs?: number;
  /** Resident bytes of this process above which the search stops. @default none */
  readonly memoryBytes?: number;
  /** @default 'minimize' */
  readonly direction?: Direction;
  /** @default 42 */
  readonly seed?: number;
  /**
   * Trials that may be pending at once: trial k is suggested from the results of trials 0 … k − window and treats later
   * ones as unknown, whether or not they have ended. So the results are the same for any number of workers and on any
   * machine; a smaller window learns from more results.
   * @default 1
   */
  readonly window?: number;
  /** Trials that actually run at once, at most `window`; affects only the run time. @default `window` */
  readonly workers?: number;
  readonly pruner?: Pruner;
  /** File that stores the search; if it exists, the search is resumed from it. */
  readonly study?: string;
  /** Facts that must match for a study to be resumed, such as a fingerprint of the data. Survives JSON. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Parameters to try first, in that order. */
  readonly initial?: readonly Parameters[];
  /** Estimates the cost of parameters, in any unit: when a strategy draws without a model, cheap ones come first. */
  readonly cost?: (parameters: Parameters) => number;
  /** The search gives up when this many trials have failed and none has succeeded. @default 10 */
  readonly maxFailures?: number;
}

/** Hooks of a search. */
export interface SearchHooks extends Pick<Hooks, 'signal'> {
  /** Called for every trial that has ended. Must not throw. */
  readonly onTrial?: (progress: SearchProgress) => void;
}

/** Progress of a search. */
export interface SearchProgress {
  readonly trial: Trial;
  /** The best so far. */
  readonly best: Trial | undefined;
  /** Trials that have ended, including those of a resumed study, and the total. */
  readonly done: number;
  readonly total: number;
}

/** Options after defaults. */
export interface ResolvedOptions extends SearchOptions, SearchHooks {
  readonly strategy: StrategyName | Strategy;
  readonly trials: number;
  readonly direction: Direction;
  readonly seed: number;
  readonly window: number;
  readonly workers: number;
  readonly maxFailures: number;
  readonly estimate: CostEstimate | undefined;
}

const OPTIONS = optionNames<SearchOptions>({
  strategy: true,
  trials: true,
  timeMs: true,
  memoryBytes: true,
  direction: true,
  seed: true,
  window: true,
  workers: true,
  pruner: true,
  study: true,
  context: true,
  initial: true,
  cost: true,
  maxFailures: true,
});

/** Fills in defaults. @throws DqsError `invalid-argument` that names the option. */
export function resolveOptions(options: SearchOptions, { signal, onTrial }: SearchHooks = {}): ResolvedOptions {
  assertKnownOptions('search options', options, OPTIONS);
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
  return { ...options, strategy, trials, direction, seed, window, workers, maxFailures, estimate, signal, onTrial };
}

function wrong(name: string, expected: string, value: unknown): DqsError {
  return new DqsError('invalid-argument', `expected ${expected} as ${name} of a search, got ${String(value)}`);
}

import { availableParallelism } from 'node:os';

import { DqsError, type Hooks } from '@dqs/core';
import type { Pruner, SearchOptions, SearchProgress, SearchResult, SearchSpace, Trial } from '@dqs/search';
import { describeBackend } from '@dqs/model-backends';

import type { ResolvedTrainOptions } from '../train/options.js';
import { isCandidate } from './comparison.js';
import { foldFacts, type TuningFold } from './folds.js';
import type { PrunerName } from './tune-options-schema.js';
import type { TuneOptions } from './tune-options.js';
import { defaultParameters } from './tuned-settings.js';
import { tuningObjective } from './tuning-objective.js';

/** Hooks of a search: those of every run, and a listener for trials. */
export interface TuneHooks extends Hooks {
  readonly onTrial?: (progress: SearchProgress) => void;
}

/** Loaded when a search begins, so that a training does not wait for it. */
export const loadSearch = () => import('@dqs/search');

interface SearchParts {
  readonly folds: readonly TuningFold[];
  /** The options shared by all candidates. */
  readonly base: ResolvedTrainOptions;
  readonly baseline: ResolvedTrainOptions;
  readonly space: SearchSpace;
  readonly options: TuneOptions;
  readonly hooks: TuneHooks;
}

/** Searches the space and picks the best candidate; trial 0 uses the defaults where the space holds them. */
export async function runSearch(parts: SearchParts): Promise<SearchResult & { readonly defaults: Trial | undefined }> {
  const { folds, base, baseline, space, options, hooks } = parts;
  const initial = defaultParameters(space, baseline, folds.at(-1)!.train.set.frame.rows);
  const first = initial?.isExact ? baseline : undefined;
  const isOpen = first === undefined || isCandidate(baseline, base);
  if (!isOpen && options.trials < 2) throw oneTrial();
  hooks.onProgress?.({ stage: 'tune', done: 0, total: options.trials, unit: 'trials' });
  const { strategy, trials, timeMs, memoryBytes, window, study } = options;
  const { search } = await loadSearch();
  const chosen: SearchOptions = {
    strategy,
    trials,
    timeMs,
    memoryBytes,
    window,
    study,
    seed: base.seed,
    workers: base.threads === 0 ? availableParallelism() : base.threads,
    pruner: await prunerOf(options.pruner),
    initial: initial ? [initial.parameters] : [],
    cost: describeBackend(base.backend).cost,
    context: contextOf(parts, first),
  };
  const result = await search(space, tuningObjective(folds, base, first), chosen, {
    signal: hooks.signal,
    onTrial: (progress) => tell(progress, hooks),
  });
  const defaults = first && result.trials.find(({ number }) => number === 0);
  return {
    ...result,
    best: isOpen ? result.best : bestOf(result.trials.filter((trial) => trial !== defaults)),
    defaults,
  };
}

/** The complete trial with the smallest error; the earliest on a tie. */
function bestOf(trials: readonly Trial[]): Trial {
  const complete = trials.filter(({ state }) => state === 'complete');
  if (complete.length > 0) return complete.reduce((best, trial) => (trial.value! < best.value! ? trial : best));
  throw new DqsError(
    'search-failed',
    `expected at least one trial besides the defaults to complete, but all ${trials.length} were pruned or failed; ` +
      'use more trials, or fix fewer options',
  );
}

function oneTrial(): DqsError {
  return new DqsError(
    'invalid-argument',
    'expected 2 trials or more, got 1: the options fix values other than the defaults, and trial 0 uses the defaults',
  );
}

function tell(progress: SearchProgress, { onProgress, onTrial, logger }: TuneHooks): void {
  const { trial, best, done, total } = progress;
  const { number, state, value, durationMs, parameters, error } = trial;
  logger?.info({ number, state, value, durationMs, parameters, error }, `trial ${number} is ${state}`);
  const note = best ? `best ${best.value!.toFixed(3)} (trial ${best.number})` : undefined;
  onProgress?.({ stage: 'tune', done, total, unit: 'trials', note });
  onTrial?.(progress);
}

async function prunerOf(name: PrunerName): Promise<Pruner | undefined> {
  const { halvingPruner, medianPruner } = await loadSearch();
  if (name === 'median') return medianPruner();
  return name === 'halving' ? halvingPruner() : undefined;
}

/** Identifies a search: the scored rows, the score, and all settings that affect the result. */
function contextOf(
  { folds, base, options }: SearchParts,
  baseline: ResolvedTrainOptions | undefined,
): Record<string, unknown> {
  const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
  const sums = folds.map(({ train, validation }) => [
    sum(train.set.target),
    sum(train.set.weight),
    sum(validation.set.target),
  ]);
  const common = { ...base, threads: undefined, halfLifeDays: options.train.halfLifeDays };
  const defaults = baseline && { ...baseline, threads: undefined, halfLifeDays: undefined };
  const context = { score: 'crps', options: common, defaults, folds: folds.map(foldFacts), sums };
  // As read back from a file: without what is undefined.
  return JSON.parse(JSON.stringify(context)) as Record<string, unknown>;
}

import { availableParallelism } from 'node:os';

import { DqsError, formatDay, type DailyPanel } from '@dqs/core';
import type {
  ParameterImportance,
  Pruner,
  SearchOptions,
  SearchProgress,
  SearchResult,
  SearchSpace,
  SpaceDefinition,
  StopReason,
  Trial,
} from '@dqs/search';
import { SeriesHistory } from '@dqs/features';
import { describeBackend, loadBackend } from '@dqs/model-backends';

import type { RunHooks } from '../train/fit.js';
import { paramsFor, trainOptions, type ResolvedTrainOptions } from '../train/options.js';
import { splitDays, type DaySpan } from '../train/split.js';
import { baselineOf, compareOnTestDays, isCandidate, type TuningComparison } from './comparison.js';
import { openSpace } from './default-space.js';
import { buildFolds, panelUpTo, type TuningFold } from './folds.js';
import type { PrunerName } from './tune-options-schema.js';
import { tuneOptions, type TuneOptions } from './tune-options.js';
import { defaultParameters, withParameters, type TunedSettings } from './tuned-settings.js';
import { ROUNDS_NOTE, tuningObjective } from './tuning-objective.js';
import { tuningVerdict } from './verdict.js';

/** What a search for better parameters found. Survives JSON. */
export interface TuneReport {
  readonly strategy: string;
  readonly seed: number;
  readonly space: SpaceDefinition;
  /** Why the search stopped. */
  readonly reason: StopReason;
  /** Validation windows: days learned from, days forecast, rows. */
  readonly folds: readonly TuneFold[];
  /** Values are mean absolute errors in percentage points over the validation windows. */
  readonly trials: readonly Trial[];
  /** The best candidate; the defaults are one unless the options of the search fix something else. */
  readonly best: Trial;
  /** The trial of the defaults, number 0: what `trainModel` does unasked. Null where the space does not hold them. */
  readonly defaults: Trial | null;
  readonly importance: readonly ParameterImportance[];
  /** What to train with. */
  readonly settings: TunedSettings;
  readonly comparison: TuningComparison;
  /** One sentence: whether the tuned parameters are better on the days that the search never saw. */
  readonly verdict: string;
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<'folds' | 'search' | 'compare', number>>;
}

/** One validation window. */
export interface TuneFold {
  readonly train: { readonly from: string; readonly to: string; readonly rows: number };
  readonly validation: { readonly from: string; readonly to: string; readonly rows: number };
}

/** What the caller hands in: as everywhere, and what is told of every trial. */
export interface TuneHooks extends RunHooks {
  readonly onTrial?: (progress: SearchProgress) => void;
}

/** Most rounds of a trial and its patience if nothing is asked for. */
const MOST_ROUNDS = 1000;
const PATIENCE = 30;

/** What the candidates of a search have in common; `rounds` is the most of a trial, `earlyStopping` its patience. */
function candidatesOf(given: TuneOptions['train']): ResolvedTrainOptions {
  const { rounds = MOST_ROUNDS, earlyStopping = PATIENCE } = given;
  return trainOptions({ ...given, rounds, earlyStopping });
}

/**
 * Searches for better training parameters by rolling-origin validation on the days before the test days, then measures on
 * those, which the search has not seen, what came of it.
 *
 * @throws DqsError `invalid-argument`, `not-enough-history`, `search-failed`, `aborted`, and as `search` of a study.
 */
export async function tune(
  panel: DailyPanel,
  given: Partial<TuneOptions> = {},
  hooks: TuneHooks = {},
): Promise<TuneReport> {
  const options = tuneOptions(given);
  const base = candidatesOf(options.train);
  const { parameterImportance, SearchSpace } = await loadSearch();
  const baseline = baselineOf(base);
  const space = options.space ?? new SearchSpace(openSpace(base, options.train));
  const started = performance.now();
  const history = SeriesHistory.fromPanel(panel);
  const { train, test } = splitDays(history, { ...base, validationFraction: 0 });
  if (!test) throw new DqsError('invalid-argument', 'expected a test fraction above 0 for tuning, got 0');
  hooks.onProgress?.({ stage: 'features', done: 0, unit: 'rows' });
  const folds = buildFolds(SeriesHistory.fromPanel(panelUpTo(panel, train.to)), base, options.folds);
  const built = performance.now();
  const found = await runSearch({ folds, base, baseline, space, options, hooks });
  const searched = performance.now();
  const { best } = found;
  const defaults = found.defaults ?? null;
  const rows = folds.at(-1)!.train.set.frame.rows;
  const isDefault = best.number === defaults?.number;
  const settings = isDefault ? settingsOfBaseline(baseline) : settingsOf(base, best, rows);
  const comparison = await compareOnTestDays(
    { history, train, test, defaults: baseline, tuned: { ...(isDefault ? baseline : base), ...settings } },
    hooks,
  );
  return {
    strategy: options.strategy,
    seed: base.seed,
    space: space.definition,
    reason: found.reason,
    folds: folds.map(foldFacts),
    trials: found.trials,
    best,
    defaults,
    importance: parameterImportance(space, found.trials, { seed: base.seed }),
    settings,
    comparison,
    verdict: tuningVerdict({ comparison, best, defaults, trials: found.trials.length }),
    timings: { folds: built - started, search: searched - built, compare: performance.now() - searched },
  };
}

/** Loaded when a search begins: who only trains should not wait for it. */
const loadSearch = () => import('@dqs/search');

interface SearchParts {
  readonly folds: readonly TuningFold[];
  /** What the candidates have in common. */
  readonly base: ResolvedTrainOptions;
  readonly baseline: ResolvedTrainOptions;
  readonly space: SearchSpace;
  readonly options: TuneOptions;
  readonly hooks: TuneHooks;
}

async function runSearch(parts: SearchParts): Promise<SearchResult & { readonly defaults: Trial | undefined }> {
  const { folds, base, baseline, space, options, hooks } = parts;
  const initial = defaultParameters(space, baseline, folds.at(-1)!.train.set.frame.rows);
  const first = initial?.isExact ? baseline : undefined;
  const isOpen = first === undefined || isCandidate(baseline, base);
  if (!isOpen && options.trials < 2) throw oneTrial();
  const backend = await loadBackend(base.backend);
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
  const result = await search(space, tuningObjective(folds, base, backend, first), chosen, {
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

/** The complete trial of least error, the earliest of several. */
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

/**
 * What makes two searches the same: the rows that are scored, and all settings but those that only take time. Half-lives
 * that nobody asked for are left out, as they always were: a study of before goes on.
 */
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
  const context = { options: common, defaults, folds: folds.map(foldFacts), sums };
  // As read back from a file: without what is undefined.
  return JSON.parse(JSON.stringify(context)) as Record<string, unknown>;
}

/** Nothing but the defaults, whose parameters may depend on the number of rows. */
function settingsOfBaseline(baseline: ResolvedTrainOptions): TunedSettings {
  const { backend, spec, objective, rounds, halfLifeDays } = baseline;
  return { backend, spec, objective, rounds, halfLifeDays, params: {} };
}

function settingsOf(base: ResolvedTrainOptions, best: Trial, rows: number): TunedSettings {
  const tuned = withParameters(base, best.parameters);
  const { backend, spec, objective, halfLifeDays } = tuned;
  const rounds = Number(best.notes?.[ROUNDS_NOTE] ?? tuned.rounds);
  return { backend, spec, objective, rounds, halfLifeDays, params: paramsFor(tuned, rows) };
}

function foldFacts({ train, validation, trainSpan, validationSpan }: TuningFold): TuneFold {
  const facts = (span: DaySpan, rows: number) => ({ from: formatDay(span.from), to: formatDay(span.to), rows });
  return {
    train: facts(trainSpan, train.set.frame.rows),
    validation: facts(validationSpan, validation.set.frame.rows),
  };
}

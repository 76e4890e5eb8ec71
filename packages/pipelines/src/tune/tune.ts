import { DqsError, type DailyPanel } from '@dqs/core';
import type { ParameterImportance, SpaceDefinition, StopReason, Trial } from '@dqs/search';
import { SeriesHistory } from '@dqs/features';

import { learnsDistribution, paramsFor, trainOptions, type ResolvedTrainOptions } from '../train/options.js';
import { splitDays } from '../train/split.js';
import { baselineOf, compareOnTestDays, type TuningComparison } from './comparison.js';
import { openSpace } from './default-space.js';
import { buildFolds, foldFacts, panelUpTo, type TuneFold } from './folds.js';
import { tuneOptions, type TuneOptions } from './tune-options.js';
import { loadSearch, runSearch, type TuneHooks } from './tune-search.js';
import { withParameters, type TunedSettings } from './tuned-settings.js';
import { ROUNDS_NOTE } from './tuning-objective.js';
import { tuningVerdict } from './verdict.js';

/** The result of a search for better parameters. Survives JSON. */
export interface TuneReport {
  readonly strategy: string;
  readonly seed: number;
  readonly space: SpaceDefinition;
  /** Why the search stopped. */
  readonly reason: StopReason;
  /** Validation windows: days learned from, days forecast, rows. */
  readonly folds: readonly TuneFold[];
  /** Values are the mean CRPS in percentage points over the validation windows. */
  readonly trials: readonly Trial[];
  /** The best candidate; the defaults are one unless the options of the search fix something else. */
  readonly best: Trial;
  /** The trial of the defaults of `trainModel`, number 0. Null if the space does not contain them. */
  readonly defaults: Trial | null;
  readonly importance: readonly ParameterImportance[];
  /** The settings to train with. */
  readonly settings: TunedSettings;
  readonly comparison: TuningComparison;
  /** One sentence: whether the tuned parameters are better on the days that the search never saw. */
  readonly verdict: string;
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<'folds' | 'search' | 'compare', number>>;
}

/** Default for the most rounds of a trial, and for its patience. */
const MOST_ROUNDS = 1000;
const PATIENCE = 30;

/** The options shared by all candidates; `rounds` is the most of a trial, `earlyStopping` its patience. */
function candidatesOf(given: TuneOptions['train']): ResolvedTrainOptions {
  const { rounds = MOST_ROUNDS, earlyStopping = PATIENCE } = given;
  return trainOptions({ ...given, rounds, earlyStopping });
}

/**
 * Searches for better training parameters by rolling-origin validation on the days before the test days, then measures
 * the gain on the test days, which the search has not seen.
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

/** The defaults without parameters, which may depend on the number of rows. */
function settingsOfBaseline(baseline: ResolvedTrainOptions): TunedSettings {
  const { backend, spec, objective, rounds, halfLifeDays } = baseline;
  return { backend, spec, objective, rounds, halfLifeDays, params: {}, ...thresholdsOf(baseline) };
}

function settingsOf(base: ResolvedTrainOptions, best: Trial, rows: number): TunedSettings {
  const tuned = withParameters(base, best.parameters);
  const { backend, spec, objective, halfLifeDays } = tuned;
  const rounds = Number(best.notes?.[ROUNDS_NOTE] ?? tuned.rounds);
  return { backend, spec, objective, rounds, halfLifeDays, params: paramsFor(tuned, rows), ...thresholdsOf(tuned) };
}

function thresholdsOf(options: ResolvedTrainOptions): Pick<TunedSettings, 'thresholds'> {
  return learnsDistribution(options) ? { thresholds: options.thresholds } : {};
}

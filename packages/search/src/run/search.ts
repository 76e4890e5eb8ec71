import { DqsError } from '@dqs/core';

import type { SpaceDefinition } from '../space/definition.js';
import { SearchSpace } from '../space/search-space.js';
import { namedStrategy } from '../strategies/named-strategy.js';
import { StudyFile } from '../study/study-file.js';
import { bestTrial, type Trial } from '../study/trial.js';
import {
  resolveOptions,
  type SearchObjective,
  type ResolvedOptions,
  type SearchHooks,
  type SearchOptions,
} from './options.js';
import { SearchRun } from './search-run.js';
import { StopWatch, type StopReason } from './stop.js';

/** Result of a search. */
export interface SearchResult {
  readonly best: Trial;
  /** All finished trials, in order of number. */
  readonly trials: readonly Trial[];
  readonly reason: StopReason;
}

/**
 * Searches for the parameters with the best value. The same space, objective, options and seed give the same trials for
 * any number of workers, and an interrupted study continues as if it had not been interrupted.
 *
 * @param space as data, or read by `parseSpace`.
 * @throws DqsError `invalid-argument` for an invalid space, options or initial parameters, or a study with other settings;
 * `search-failed` if no trial succeeded, `aborted`, and as `StudyFile.open`.
 *
 * @example
 * const space = { x: { type: 'float', low: -5, high: 5 } };
 * const { best } = await search(space, ({ x }) => (x - 1) ** 2, { trials: 40 });
 */
export async function search(
  space: SpaceDefinition | SearchSpace,
  objective: SearchObjective,
  options: SearchOptions = {},
  hooks: SearchHooks = {},
): Promise<SearchResult> {
  const resolved = resolveOptions(options, hooks);
  const checked = space instanceof SearchSpace ? space : new SearchSpace(space);
  const { strategy, study } = resolved;
  const chosen =
    typeof strategy === 'string' ? namedStrategy(strategy, { seed: resolved.seed, cost: resolved.estimate }) : strategy;
  const opened = study === undefined ? undefined : await StudyFile.open(study, settingsOf(checked, resolved));
  const watch = new StopWatch(resolved);
  const run = new SearchRun({
    space: checked,
    objective,
    options: resolved,
    strategy: chosen,
    file: opened?.file,
    watch,
  });
  try {
    if (opened) run.resume(opened.content);
    watch.start();
    const reason = await run.run();
    if (watch.reason === 'aborted')
      throw new DqsError('aborted', 'the search was interrupted', { cause: watch.signal.reason });
    return resultOf(run.trials(), reason, resolved);
  } finally {
    watch.release();
    await opened?.file.close();
  }
}

function resultOf(trials: readonly Trial[], reason: StopReason, { direction }: ResolvedOptions): SearchResult {
  const best = bestTrial(trials, direction);
  if (best) return { best, trials, reason };
  const failed = trials.find(({ error }) => error !== undefined);
  const why = failed ? `; trial ${failed.number} failed: ${failed.error}` : `; it stopped because of ${reason}`;
  throw new DqsError('search-failed', `expected at least one successful trial, got none of ${trials.length}${why}`, {
    details: { trials: trials.length, reason, parameters: failed?.parameters },
  });
}

/** The settings that must match to resume a study; the numbers of trials and workers may change. */
function settingsOf(space: SearchSpace, options: ResolvedOptions): Record<string, unknown> {
  const { strategy, direction, seed, window, pruner, initial = [], context = {} } = options;
  return {
    space: space.definition,
    strategy: typeof strategy === 'string' ? strategy : strategy.name,
    direction,
    seed,
    window,
    pruner: pruner ? { name: pruner.name, ...pruner.settings } : null,
    initial,
    context,
  };
}

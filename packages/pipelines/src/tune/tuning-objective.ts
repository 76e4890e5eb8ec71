import { median } from '@dqs/core/stats';
import type { SearchObjective } from '@dqs/search';
import type { ModelBackend } from '@dqs/model-backends';

import { agedSet } from '../train/fit.js';
import { paramsFor, type ResolvedTrainOptions } from '../train/options.js';
import { pointForecasts, pointRuleFor } from '../forecast/point-forecast.js';
import type { TuningFold } from './folds.js';
import { withParameters } from './tuned-settings.js';

/** Name of the note that keeps the boosting rounds of a trial: the median over its folds. */
export const ROUNDS_NOTE = 'rounds';
/** Name of the note that keeps the MAE of each fold. */
export const FOLDS_NOTE = 'folds';

/**
 * The objective of a search: the mean absolute error of the point forecasts, in percentage points, over all rows of the
 * validation windows. Each window's model stops when the loss on the window no longer falls; a pruner sees the error after
 * each window. Trainings take one thread, so that trials run side by side and score the same however many do.
 *
 * @param options shared by all candidates.
 * @param baseline options of trial 0, independent of the candidates; undefined if it is a candidate like the others.
 */
export function tuningObjective(
  folds: readonly TuningFold[],
  options: ResolvedTrainOptions,
  backend: ModelBackend,
  baseline?: ResolvedTrainOptions,
): SearchObjective {
  return async (parameters, trial) => {
    const chosen = trial.number === 0 && baseline ? baseline : withParameters(options, parameters);
    const settings = { ...chosen, threads: 1 };
    const rounds: number[] = [];
    const scores: number[] = [];
    let [error, rows] = [0, 0];
    const keepNotes = () => {
      trial.note(ROUNDS_NOTE, Math.max(1, Math.round(median(rounds))));
      trial.note(FOLDS_NOTE, scores);
    };
    for (const [i, fold] of folds.entries()) {
      const scored = await scoreFold(fold, settings, backend, trial.signal);
      error += scored.error;
      rows += scored.rows;
      rounds.push(scored.rounds);
      scores.push(scored.error / scored.rows);
      // After the last window there is nothing left to save.
      if (i + 1 < folds.length && trial.report(i + 1, error / rows)) break;
    }
    keepNotes();
    return error / rows;
  };
}

interface FoldScore {
  /** Sum of the absolute errors in percentage points. */
  readonly error: number;
  readonly rows: number;
  readonly rounds: number;
}

async function scoreFold(
  fold: TuningFold,
  settings: ResolvedTrainOptions,
  backend: ModelBackend,
  signal: AbortSignal,
): Promise<FoldScore> {
  const { train, validation, trainSpan } = fold;
  const model = await backend.train({
    train: agedSet(train, trainSpan.to, settings),
    validation: settings.earlyStopping === undefined ? undefined : validation.set,
    objective: settings.objective,
    rounds: settings.rounds,
    earlyStoppingRounds: settings.earlyStopping,
    params: paramsFor(settings, train.set.frame.rows),
    seed: settings.seed,
    threads: 1,
    signal,
  });
  try {
    const expected = model.predict(validation.set.frame, 1);
    const predicted = pointForecasts(pointRuleFor(settings.objective), expected, fold.usualExecutions);
    const { target } = validation.set;
    let error = 0;
    for (let row = 0; row < target.length; row += 1) error += Math.abs(predicted[row]! - 100 * target[row]!);
    return { error, rows: target.length, rounds: model.training.rounds };
  } finally {
    model.close();
  }
}

import { median, rankedProbabilityScores } from '@dqs/core/stats';
import type { SearchObjective } from '@dqs/search';

import { closePredictor, forecast } from '../forecast/predict.js';
import { fitRows, type SampledOptions } from '../train/fit.js';
import type { ResolvedTrainOptions } from '../train/options.js';
import type { TuningFold } from './folds.js';
import { withParameters } from './tuned-settings.js';

/** Name of the note that keeps the boosting rounds of a trial: the median over its folds. */
export const ROUNDS_NOTE = 'rounds';
/** Name of the note that keeps the CRPS of each fold. */
export const FOLDS_NOTE = 'folds';
/** Name of the note that keeps the MAE over all folds so far. */
export const MAE_NOTE = 'mae';

/**
 * The objective of a search: the mean CRPS of the forecasts as distributions, in percentage points, over all rows of the
 * validation windows. The model of the mean stops when the loss on the window no longer falls; a pruner sees the score after
 * each window. Trainings take one thread, so that trials run side by side and score the same however many do.
 *
 * @param options shared by all candidates.
 * @param baseline options of trial 0, independent of the candidates; undefined if it is a candidate like the others.
 */
export function tuningObjective(
  folds: readonly TuningFold[],
  options: ResolvedTrainOptions,
  baseline?: ResolvedTrainOptions,
): SearchObjective {
  return async (parameters, trial) => {
    const chosen = trial.number === 0 && baseline ? baseline : withParameters(options, parameters);
    // A search compares all candidates on all rows.
    const settings = { ...chosen, sample: 1, threads: 1, horizons: [chosen.horizon] };
    const rounds: number[] = [];
    const scores: number[] = [];
    let [crps, error, rows] = [0, 0, 0];
    for (const [i, fold] of folds.entries()) {
      const scored = await scoreFold(fold, settings, trial.signal);
      crps += scored.crps;
      error += scored.error;
      rows += scored.rows;
      rounds.push(scored.rounds);
      scores.push(scored.crps / scored.rows);
      // After the last window there is nothing left to save.
      if (i + 1 < folds.length && trial.report(i + 1, crps / rows)) break;
    }
    trial.note(ROUNDS_NOTE, Math.max(1, Math.round(median(rounds))));
    trial.note(FOLDS_NOTE, scores);
    trial.note(MAE_NOTE, error / rows);
    return crps / rows;
  };
}

interface FoldScore {
  /** Sums of CRPS and absolute error over the rows, in percentage points. */
  readonly crps: number;
  readonly error: number;
  readonly rows: number;
  readonly rounds: number;
}

async function scoreFold(fold: TuningFold, settings: SampledOptions, signal: AbortSignal): Promise<FoldScore> {
  const { history, contract, train, validation, trainSpan, came } = fold;
  const watched = settings.earlyStopping === undefined ? undefined : validation.set;
  const parts = { history, contract, rows: train, span: trainSpan, watched };
  const { predictor, training } = await fitRows(parts, settings, { signal });
  try {
    const made = forecast(predictor, history, validation.requests, { threads: 1 });
    const { target } = validation.set;
    let error = 0;
    for (let row = 0; row < target.length; row += 1) {
      error += Math.abs(made.predictedPassPercentage[row]! - 100 * target[row]!);
    }
    const crps = 100 * rankedProbabilityScores(made.distributions, came).reduce((sum, score) => sum + score, 0);
    return { crps, error, rows: target.length, rounds: training.rounds };
  } finally {
    closePredictor(predictor);
  }
}

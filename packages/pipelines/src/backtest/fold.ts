import { formatDay, type Hooks } from '@dqs/core';
import type { SeriesHistory } from '@dqs/features';

import { evaluationOf, forecastTestRows, type Evaluation, type EvaluationRows } from '../evaluate/evaluate.js';
import { closePredictor } from '../forecast/predict.js';
import { fit, type Fit } from '../train/fit.js';
import type { ResolvedTrainOptions } from '../train/options.js';
import { splitDays, type DaySpan } from '../train/split.js';

/** One test window. */
export interface BacktestFold {
  readonly train: { readonly from: string; readonly to: string; readonly rows: number };
  readonly evaluation: Evaluation;
}

/** A test window with the rows its scores were made from. */
export interface FoldResult {
  readonly fold: BacktestFold;
  readonly rows: EvaluationRows;
}

/** A model of one window, for a caller that inspects it before it is closed. */
export interface FittedFold {
  readonly fit: Fit;
  readonly test: DaySpan;
  readonly history: SeriesHistory;
}

/** Hooks of the work on one window. */
export interface FoldHooks extends Hooks {
  /** Called with the model of the window after its forecasts. */
  readonly onFold?: (fold: FittedFold) => void;
}

/** How the model of a window is trained, and what its odds are about. */
export interface FoldOptions extends ResolvedTrainOptions {
  /** Percentage; 100 if left out. */
  readonly target?: number;
}

/** Fits a model on the days before a window and forecasts the window. */
export async function runFold(
  history: SeriesHistory,
  test: DaySpan,
  options: FoldOptions,
  hooks: FoldHooks,
): Promise<FoldResult> {
  const split = splitDays(history, {
    horizon: options.horizon,
    testFrom: test.from,
    validationFraction: options.earlyStopping === undefined ? 0 : options.validationFraction,
  });
  const trained = await fit(history, split, options, hooks);
  const { predictor, span } = trained;
  try {
    const rows = await forecastTestRows(predictor, history, { train: span, test }, options.threads, options.target);
    hooks.onFold?.({ fit: trained, test, history });
    const train = { from: formatDay(span.from), to: formatDay(span.to), rows: trained.train.frame.rows };
    return { fold: { train, evaluation: evaluationOf(rows, test, options.horizon) }, rows };
  } finally {
    closePredictor(predictor);
  }
}

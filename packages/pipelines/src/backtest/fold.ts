import { formatDay, type Hooks } from '@dqs/core';
import type { SeriesHistory } from '@dqs/features';

import { evaluationOf, forecastTestRows, type Evaluation, type EvaluationRows } from '../evaluate/evaluate.js';
import { closePredictor } from '../forecast/predict.js';
import { fit, type Fit } from '../train/fit.js';
import type { FitOptions } from '../train/options.js';
import { splitDays, type DaySpan } from '../train/split.js';

/** One test window. */
export interface BacktestFold {
  readonly train: { readonly from: string; readonly to: string; readonly rows: number };
  readonly evaluation: Evaluation;
}

/** A test window with the rows its scores were made from, for each horizon. */
export interface FoldResult {
  readonly fold: BacktestFold;
  readonly rows: readonly EvaluationRows[];
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

/** How the model of a window is trained, and what it is asked. */
export interface FoldOptions extends FitOptions {
  /** Percentage that odds are about; 100 if left out. */
  readonly target?: number;
}

/** The horizons that a window is forecast at: that of the training if no others are named. */
export function testHorizons({ horizon, horizons = [horizon] }: FitOptions): readonly number[] {
  return horizons;
}

/**
 * Fits a model on the days before a window and forecasts the window at each horizon. The training ends as many days before the
 * window as the longest horizon, so that no forecast is made from before its end.
 */
export async function runFold(
  history: SeriesHistory,
  test: DaySpan,
  options: FoldOptions,
  hooks: FoldHooks,
): Promise<FoldResult> {
  const horizons = testHorizons(options);
  const split = splitDays(history, {
    horizon: Math.max(options.horizon, ...horizons),
    testFrom: test.from,
    validationFraction: options.earlyStopping === undefined ? 0 : options.validationFraction,
  });
  const trained = await fit(history, split, { ...options, horizons }, hooks);
  const { predictor, span } = trained;
  try {
    const { threads, target } = options;
    const rows: EvaluationRows[] = [];
    for (const horizon of horizons) {
      rows.push(await forecastTestRows(predictor, history, { train: span, test }, { threads, target, horizon }));
    }
    hooks.onFold?.({ fit: trained, test, history });
    const train = { from: formatDay(span.from), to: formatDay(span.to), rows: trained.rows };
    return { fold: { train, evaluation: evaluationOf(rows[0]!, test, horizons[0]!) }, rows };
  } finally {
    closePredictor(predictor);
  }
}

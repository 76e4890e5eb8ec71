import { DqsError, type DailyPanel } from '@dqs/core';
import { SeriesHistory } from '@dqs/features';

import type { Evaluation } from '../evaluate/evaluate.js';
import { DEFAULT_TARGET } from '../forecast/targets.js';
import { trainOptions, type TrainOptions } from '../train/options.js';
import type { BacktestFold } from './fold.js';
import { byDay, bySeries, type BacktestDay, type BacktestSeries } from './report.js';
import { rollingForecasts, type BacktestHooks } from './rolling.js';

/** Options of a backtest: those of training, and how often the model is refitted. */
export interface BacktestOptions extends TrainOptions {
  /** Number of consecutive test windows; the model is fitted on all days before each. @default 4 */
  readonly folds?: number;
  /** Percentage that the odds are about: how reliable P(below it) is. In [0, 100]. @default 100 */
  readonly target?: number;
}

/** Result of a backtest. Survives JSON. */
export interface BacktestReport {
  /** Scores over the rows of all folds. */
  readonly evaluation: Evaluation;
  readonly folds: readonly BacktestFold[];
  readonly days: readonly BacktestDay[];
  /** Every series of the test days, greatest MAE first. */
  readonly series: readonly BacktestSeries[];
}

/**
 * Forecasts past days as of the time (rolling origin): the test days are split into windows, and each window is
 * forecast by a model fitted on the days before it.
 *
 * @throws DqsError `invalid-argument`, `not-enough-history`, `model-training-failed`, `aborted`.
 */
export async function backtest(
  panel: DailyPanel,
  given: BacktestOptions = {},
  hooks: BacktestHooks = {},
): Promise<BacktestReport> {
  const { folds: foldCount = 4, target = DEFAULT_TARGET, ...rest } = given;
  if (!(target >= 0 && target <= 100)) {
    throw new DqsError('invalid-argument', `expected a target from 0 to 100, got ${target}`);
  }
  const history = SeriesHistory.fromPanel(panel);
  const { evaluation, folds, rows } = await rollingForecasts(history, { ...trainOptions(rest), target }, foldCount, {
    ...hooks,
    panel,
  });
  const naive = rows.naive[evaluation.scores[0]!.bestNaive]!;
  return { evaluation, folds, days: byDay(rows, naive), series: bySeries(history, rows, naive) };
}

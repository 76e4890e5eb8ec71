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
  /**
   * Days ahead at which each window is forecast: one model answers for all of them, fitted on the days up to the longest of them
   * before the window. Each from 1 to 366. @default the horizon of the training
   */
  readonly horizons?: readonly number[];
  /** Percentage that the odds are about: how reliable P(below it) is. In [0, 100]. @default 100 */
  readonly target?: number;
}

/** Result of a backtest. Survives JSON. */
export interface BacktestReport {
  /** Scores over the rows of all folds; at the first of several horizons, as all that follows but `byHorizon`. */
  readonly evaluation: Evaluation;
  /** The same scores for each horizon. */
  readonly byHorizon: readonly Evaluation[];
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
  const { folds: foldCount = 4, target = DEFAULT_TARGET, horizons, ...rest } = given;
  if (!(target >= 0 && target <= 100)) {
    throw new DqsError('invalid-argument', `expected a target from 0 to 100, got ${target}`);
  }
  if (horizons !== undefined) assertHorizons(horizons);
  const history = SeriesHistory.fromPanel(panel);
  const options = { ...trainOptions(rest), target, horizons };
  const { evaluation, byHorizon, folds, rows } = await rollingForecasts(history, options, foldCount, {
    ...hooks,
    panel,
  });
  const naive = rows.naive[evaluation.scores[0]!.bestNaive]!;
  return { evaluation, byHorizon, folds, days: byDay(rows, naive), series: bySeries(history, rows, naive) };
}

function assertHorizons(horizons: readonly number[]): void {
  const isDays = (days: number) => Number.isInteger(days) && days >= 1 && days <= 366;
  if (horizons.length > 0 && new Set(horizons).size === horizons.length && horizons.every(isDays)) return;
  throw new DqsError(
    'invalid-argument',
    `expected different horizons from 1 to 366 days, got ${JSON.stringify(horizons)}`,
  );
}

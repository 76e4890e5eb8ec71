import { DqsError, throwIfAborted, type DailyPanel } from '@dqs/core';
import { isCustomGroup, type SeriesHistory } from '@dqs/features';

import { evaluationOf, type Evaluation, type EvaluationRows } from '../evaluate/evaluate.js';
import { joinRows } from '../evaluate/join-rows.js';
import type { ResolvedTrainOptions } from '../train/options.js';
import { observedDays, splitDays, type DaySpan } from '../train/split.js';
import { runFold, testHorizons, type FoldOptions, type BacktestFold, type FoldHooks, type FoldResult } from './fold.js';
import { runFoldsInParallel, type ParallelFolds } from './parallel-folds.js';

/** Hooks of a backtest. */
export interface BacktestHooks extends FoldHooks {
  /** Processes several windows at a time, each in a worker, without `onFold`; the result is the same. */
  readonly parallel?: ParallelFolds;
}

/** Rolling-origin forecasts with their scores, over all windows and by window; those of the first horizon where there are several. */
export interface RollingForecasts {
  readonly evaluation: Evaluation;
  /** Over all windows, for each horizon. */
  readonly byHorizon: readonly Evaluation[];
  readonly folds: readonly BacktestFold[];
  readonly rows: EvaluationRows;
}

/** The forecasts of a backtest, row by row: `backtest` summarises them, gates check them. */
export async function rollingForecasts(
  history: SeriesHistory,
  options: FoldOptions,
  foldCount: number,
  hooks: BacktestHooks & { readonly panel?: DailyPanel } = {},
): Promise<RollingForecasts> {
  const windows = testWindows(history, options, foldCount);
  const { panel, parallel } = hooks;
  // The code of a feature group cannot be sent to another thread.
  const hasCode = options.groups?.some(isCustomGroup) ?? false;
  const results =
    panel === undefined || parallel === undefined || hasCode
      ? await runFolds(history, windows, options, hooks)
      : await runFoldsInParallel(panel, windows, options, parallel, hooks);
  hooks.onProgress?.({ stage: 'backtest', done: windows.length, total: windows.length, unit: 'folds' });
  const folds = results.map(({ fold }) => fold);
  const test = { from: windows[0]!.from, to: windows.at(-1)!.to };
  const joined = testHorizons(options).map((horizon, i) => {
    const rows = joinRows(results.map((result) => result.rows[i]!));
    return { rows, evaluation: evaluationOf(rows, test, horizon) };
  });
  return { ...joined[0]!, byHorizon: joined.map(({ evaluation }) => evaluation), folds };
}

function testWindows(history: SeriesHistory, options: ResolvedTrainOptions, folds: number): DaySpan[] {
  const { test } = splitDays(history, options);
  if (!test) throw new DqsError('invalid-argument', 'expected a test fraction above 0 for a backtest, got 0');
  const days = observedDays(history).filter((day) => day >= test.from && day <= test.to);
  if (!Number.isInteger(folds) || folds < 1 || folds > days.length) {
    throw new DqsError('invalid-argument', `expected 1 to ${days.length} folds (test dates), got ${folds}`);
  }
  return Array.from({ length: folds }, (_, i) => ({
    from: days[Math.floor((i * days.length) / folds)]!,
    to: days[Math.floor(((i + 1) * days.length) / folds) - 1]!,
  }));
}

async function runFolds(
  history: SeriesHistory,
  windows: readonly DaySpan[],
  options: FoldOptions,
  hooks: BacktestHooks,
): Promise<FoldResult[]> {
  const results: FoldResult[] = [];
  for (const test of windows) {
    throwIfAborted(hooks.signal);
    hooks.onProgress?.({ stage: 'backtest', done: results.length, total: windows.length, unit: 'folds' });
    results.push(await runFold(history, test, options, hooks));
  }
  return results;
}

import { DqsError, formatDay, throwIfAborted, type DailyPanel } from '@dqs/core';
import { SeriesHistory } from '@dqs/features';

import { evaluationOf, forecastTestRows, type Evaluation, type EvaluationRows } from '../evaluate/evaluate.js';
import { fit, type Fit, type RunHooks } from '../train/fit.js';
import { trainOptions, type TrainOptions } from '../train/options.js';
import { runFoldsInParallel, type ParallelFolds } from './parallel-folds.js';
import { observedDays, splitDays, type DaySpan } from '../train/split.js';

/** Options of a backtest: those of training, and how often the model is fitted anew. */
export interface BacktestOptions extends TrainOptions {
  /** Number of consecutive test windows; the model is fitted on all days before each. @default 4 */
  readonly folds: number;
}

/** One test window. */
export interface BacktestFold {
  readonly train: { readonly from: string; readonly to: string; readonly rows: number };
  readonly evaluation: Evaluation;
}

/** One day of a backtest, all series together, in percentage points weighted equally by series. */
export interface BacktestDay {
  readonly day: string;
  readonly rows: number;
  /** Means over the series of the day. */
  readonly actual: number;
  readonly expected: number;
  readonly predicted: number;
  readonly naive: number;
  /** MAE of the model and of the best naive forecast on this day. */
  readonly mae: number;
  readonly naiveMae: number;
}

/** Forecast and actual of one series over the test days. */
export interface BacktestSeries {
  readonly tenantId: string;
  readonly datasetUuid: string;
  readonly datasetName: string;
  readonly ruleCode: string;
  readonly mae: number;
  readonly naiveMae: number;
  readonly days: readonly string[];
  readonly actual: readonly number[];
  readonly expected: readonly number[];
  readonly predicted: readonly number[];
  readonly naive: readonly number[];
}

/** A model of one window, for a caller who wants to look at it before it is closed. */
export interface FittedFold {
  readonly fit: Fit;
  readonly test: DaySpan;
  readonly history: SeriesHistory;
}

/** Hooks of a backtest. */
export interface BacktestHooks extends RunHooks {
  /** Called with the model of each window after its forecasts. */
  readonly onFold?: (fold: FittedFold) => void;
  /** Works on several windows at a time, each in a worker, without `onFold`; the result is the same. */
  readonly parallel?: ParallelFolds;
}

/** What a backtest found. Survives JSON. */
export interface BacktestReport {
  /** Scores over the rows of all folds. */
  readonly evaluation: Evaluation;
  readonly folds: readonly BacktestFold[];
  readonly days: readonly BacktestDay[];
  /** Every series of the test days, greatest MAE first. */
  readonly series: readonly BacktestSeries[];
}

/**
 * Forecasts past days as they would have been forecast then (rolling origin): the test days are cut into windows, and
 * each window is forecast by a model fitted on the days before it.
 *
 * @throws DqsError `config-invalid`, `not-enough-history`, `model-training-failed`, `aborted`.
 */
export async function backtest(
  panel: DailyPanel,
  given: Partial<BacktestOptions> = {},
  hooks: BacktestHooks = {},
): Promise<BacktestReport> {
  const { folds: foldCount = 4, ...rest } = given;
  const history = SeriesHistory.fromPanel(panel);
  const { evaluation, folds, rows } = await rollingForecasts(history, trainOptions(rest), foldCount, {
    ...hooks,
    panel,
  });
  const naive = rows.naive[evaluation.scores[0]!.bestNaive]!;
  return { evaluation, folds, days: byDay(rows, naive), series: bySeries(history, rows, naive) };
}

/** Rolling-origin forecasts with their scores, over all windows and by window. */
export interface RollingForecasts {
  readonly evaluation: Evaluation;
  readonly folds: readonly BacktestFold[];
  readonly rows: EvaluationRows;
}

/** The forecasts of a backtest, row by row: {@link backtest} sums them up, gates look at them. */
export async function rollingForecasts(
  history: SeriesHistory,
  options: TrainOptions,
  foldCount: number,
  hooks: BacktestHooks & { readonly panel?: DailyPanel } = {},
): Promise<RollingForecasts> {
  const windows = testWindows(history, options, foldCount);
  const { panel, parallel } = hooks;
  const results =
    panel === undefined || parallel === undefined
      ? await runFolds(history, windows, options, hooks)
      : await runFoldsInParallel(panel, windows, options, parallel, hooks);
  hooks.onProgress?.({ stage: 'backtest', done: windows.length, total: windows.length, unit: 'folds' });
  const folds = results.map(({ fold }) => fold);
  const rows = concatRows(results.map((result) => result.rows));
  const evaluation = evaluationOf(rows, { from: windows[0]!.from, to: windows.at(-1)!.to }, options.horizon);
  return { evaluation, folds, rows };
}

function testWindows(history: SeriesHistory, options: TrainOptions, folds: number): DaySpan[] {
  const { test } = splitDays(history, options);
  if (!test) throw new DqsError('config-invalid', 'expected a test fraction above 0 for a backtest, got 0');
  const days = observedDays(history).filter((day) => day >= test.from && day <= test.to);
  if (!Number.isInteger(folds) || folds < 1 || folds > days.length) {
    throw new DqsError('config-invalid', `expected 1 to ${days.length} folds (test dates), got ${folds}`);
  }
  return Array.from({ length: folds }, (_, i) => ({
    from: days[Math.floor((i * days.length) / folds)]!,
    to: days[Math.floor(((i + 1) * days.length) / folds) - 1]!,
  }));
}

/** A test window with the rows its scores were made from. */
export interface FoldResult {
  readonly fold: BacktestFold;
  readonly rows: EvaluationRows;
}

async function runFolds(
  history: SeriesHistory,
  windows: readonly DaySpan[],
  options: TrainOptions,
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

/** Fits a model on the days before a window and forecasts the window. */
export async function runFold(
  history: SeriesHistory,
  test: DaySpan,
  options: TrainOptions,
  hooks: BacktestHooks,
): Promise<FoldResult> {
  const split = splitDays(history, {
    horizon: options.horizon,
    testFrom: test.from,
    validationFraction: options.earlyStopping === undefined ? 0 : options.validationFraction,
  });
  const trained = await fit(history, split, options, hooks);
  const { predictor, span } = trained;
  try {
    const rows = await forecastTestRows(predictor, history, { train: span, test }, options.threads);
    hooks.onFold?.({ fit: trained, test, history });
    const train = { from: formatDay(span.from), to: formatDay(span.to), rows: trained.train.frame.rows };
    return { fold: { train, evaluation: evaluationOf(rows, test, options.horizon) }, rows };
  } finally {
    predictor.model.close();
  }
}

function concatRows(parts: readonly EvaluationRows[]): EvaluationRows {
  const doubles = (of: (part: EvaluationRows) => Float64Array) => Float64Array.from(parts.flatMap((p) => [...of(p)]));
  const ints = (of: (part: EvaluationRows) => Int32Array) => Int32Array.from(parts.flatMap((p) => [...of(p)]));
  const names = Object.keys(parts[0]!.naive);
  return {
    actual: doubles((part) => part.actual),
    weight: Float32Array.from(parts.flatMap((part) => [...part.weight])),
    naive: Object.fromEntries(names.map((name) => [name, doubles((part) => part.naive[name]!)])),
    segment: parts.flatMap((part) => [...part.segment]),
    forecasts: {
      requests: {
        series: ints((part) => part.forecasts.requests.series),
        targetDay: ints((part) => part.forecasts.requests.targetDay),
        asOfDay: ints((part) => part.forecasts.requests.asOfDay),
      },
      expectedPassPercentage: doubles((part) => part.forecasts.expectedPassPercentage),
      predictedPassPercentage: doubles((part) => part.forecasts.predictedPassPercentage),
      executions: Float32Array.from(parts.flatMap((part) => [...part.forecasts.executions])),
      flags: Uint8Array.from(parts.flatMap((part) => [...part.forecasts.flags])),
    },
  };
}

function byDay(rows: EvaluationRows, naive: Float64Array): BacktestDay[] {
  const groups = groupRows(rows.forecasts.requests.targetDay);
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([day, members]) => {
      const mean = (value: (row: number) => number) =>
        members.reduce((sum, row) => sum + value(row), 0) / members.length;
      const { expectedPassPercentage: expected, predictedPassPercentage: predicted } = rows.forecasts;
      return {
        day: formatDay(day),
        rows: members.length,
        actual: mean((row) => rows.actual[row]!),
        expected: mean((row) => expected[row]!),
        predicted: mean((row) => predicted[row]!),
        naive: mean((row) => naive[row]!),
        mae: mean((row) => Math.abs(rows.actual[row]! - predicted[row]!)),
        naiveMae: mean((row) => Math.abs(rows.actual[row]! - naive[row]!)),
      };
    });
}

function bySeries(history: SeriesHistory, rows: EvaluationRows, naive: Float64Array): BacktestSeries[] {
  const { requests, expectedPassPercentage: expected, predictedPassPercentage: predicted } = rows.forecasts;
  const reports = [...groupRows(requests.series)].map(([index, unsorted]) => {
    const members = unsorted.sort((a, b) => requests.targetDay[a]! - requests.targetDay[b]!);
    const { tenantId, datasetUuid, datasetName, ruleCode } = history.series[index]!;
    const errors = (values: Float64Array) => members.map((row) => Math.abs(rows.actual[row]! - values[row]!));
    const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    return {
      tenantId,
      datasetUuid,
      datasetName,
      ruleCode,
      mae: meanOf(errors(predicted)),
      naiveMae: meanOf(errors(naive)),
      days: members.map((row) => formatDay(requests.targetDay[row]!)),
      actual: members.map((row) => rows.actual[row]!),
      expected: members.map((row) => expected[row]!),
      predicted: members.map((row) => predicted[row]!),
      naive: members.map((row) => naive[row]!),
    };
  });
  return reports.sort((a, b) => b.mae - a.mae);
}

function groupRows(keys: Int32Array): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  keys.forEach((key, row) => {
    const members = groups.get(key);
    if (members) members.push(row);
    else groups.set(key, [row]);
  });
  return groups;
}

import type { DailyPanel, Hooks } from '@dqs/core';
import { buildFrame, observedRequests } from '@dqs/features';
import { describeBackend } from '@dqs/model-backends';

import { backtest, type BacktestOptions } from '../backtest/backtest.js';
import type { FittedFold } from '../backtest/fold.js';
import type { Evaluation } from '../evaluate/evaluate.js';
import { trainOptions } from '../train/options.js';

/** Results and costs of one backend on the test windows. Survives JSON. */
export interface BackendMeasurement {
  readonly backend: string;
  /** Library and version; null if none is needed. */
  readonly engine: string | null;
  readonly objective: string;
  /** Scores over all windows, with the naive ones. */
  readonly evaluation: Evaluation;
  /** Fitting the models of all windows, features and reading not counted. */
  readonly trainMs: number;
  /** Forecasts of rows whose features are there already, the fastest window. */
  readonly forecastRowsPerSecond: number;
  /** Greatest memory of the process after this measurement, and by how much it rose during it. */
  readonly peakRssBytes: number;
  readonly addedRssBytes: number;
  /** Files of the last model. */
  readonly modelBytes: number;
}

/**
 * Backtests one backend and measures it. The memory is that of the whole process, so measure each backend in a process
 * of its own if it matters.
 *
 * @throws DqsError as {@link backtest}.
 */
export async function measureBackend(
  panel: DailyPanel,
  given: BacktestOptions & { readonly backend: string },
  hooks: Hooks = {},
): Promise<BackendMeasurement> {
  // The naive forecasts have their own columns, independent of what the others learn from.
  const { spec } = describeBackend(given.backend);
  const options = spec === undefined ? given : { ...given, spec: undefined, groups: undefined };
  const before = peakRss();
  const cost = { trainMs: 0, rowsPerSecond: 0, modelBytes: 0, engine: null as string | null };
  const onFold = (fold: FittedFold) => {
    const { model } = fold.fit.predictor;
    cost.trainMs += fold.fit.timings['fit'] ?? 0;
    cost.rowsPerSecond = Math.max(cost.rowsPerSecond, forecastSpeed(fold, options.threads));
    cost.modelBytes = [...model.save().values()].reduce((total, bytes) => total + bytes.length, 0);
    cost.engine = model.engine ? `${model.engine.name} ${model.engine.version}` : null;
  };
  const { evaluation } = await backtest(panel, options, { ...hooks, onFold });
  const { folds: _, ...training } = options;
  const peak = peakRss();
  return {
    backend: options.backend,
    engine: cost.engine,
    objective: trainOptions(training).objective,
    evaluation,
    trainMs: cost.trainMs,
    forecastRowsPerSecond: cost.rowsPerSecond,
    peakRssBytes: peak,
    addedRssBytes: peak - before,
    modelBytes: cost.modelBytes,
  };
}

/** Repeated until this long has passed, so that quick models are measured too. */
const LEAST_MS = 200;

function forecastSpeed({ fit, test, history }: FittedFold, threads?: number): number {
  const { model, contract, horizon } = fit.predictor;
  const requests = observedRequests(history, { fromDay: test.from, toDay: test.to, horizon });
  const frame = buildFrame(contract, history, requests);
  const started = performance.now();
  let rows = 0;
  do {
    model.predict(frame, threads);
    rows += frame.rows;
  } while (performance.now() - started < LEAST_MS);
  return (1000 * rows) / (performance.now() - started);
}

function peakRss(): number {
  // Kilobytes on every system: libuv converts what macOS gives in bytes.
  return process.resourceUsage().maxRSS * 1024;
}

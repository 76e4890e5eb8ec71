import { availableParallelism } from 'node:os';

import { serveTasks, WorkerCrash, WorkerPool } from '@dqs/batch';
import { DqsError, formatDay, type DailyPanel, type Hooks } from '@dqs/core';
import { SeriesHistory } from '@dqs/features';

import type { DaySpan } from '../train/split.js';
import { runFold, type FoldOptions, type FoldResult } from './fold.js';
import { takeSetup, untilAborted, workerSetup, type WorkerSetup } from './worker-setup.js';

/** Where the windows of a backtest are processed in parallel. */
export interface ParallelFolds {
  /** Number of workers, 1 or more; does not affect the result. */
  readonly workers: number;
  /** Module that calls {@link serveFolds}. */
  readonly entry: URL;
}

interface FoldData extends WorkerSetup {
  readonly options: FoldOptions;
}

/** Makes the calling module a worker of parallel backtests. */
export function serveFolds(): void {
  serveTasks<FoldData, DaySpan, FoldResult>(async ({ options, ...setup }) => {
    const history = SeriesHistory.fromPanel(await takeSetup(setup));
    return (test) => runFold(history, test, options, {});
  });
}

/**
 * The result of every window, in order, each from its own worker; they share the threads.
 *
 * @throws what a window throws; DqsError `worker-crashed` if a worker exits before its window is done, for example if
 * memory runs out; `aborted` when the signal fires.
 */
export async function runFoldsInParallel(
  panel: DailyPanel,
  windows: readonly DaySpan[],
  options: FoldOptions,
  { workers, entry }: ParallelFolds,
  hooks: Hooks,
): Promise<FoldResult[]> {
  const size = Math.min(workers, windows.length);
  const cores = options.threads === 0 ? availableParallelism() : options.threads;
  const data: FoldData = {
    ...workerSetup(panel),
    options: { ...options, threads: Math.max(1, Math.floor(cores / size)) },
  };
  const pool = new WorkerPool<DaySpan, FoldResult>({ entry, data, workers: size });
  let done = 0;
  try {
    const results = windows.map(async (window) => {
      const result = await pool.run(window).catch((error: unknown) => {
        throw error instanceof WorkerCrash ? crashed(window, error) : error;
      });
      done += 1;
      hooks.onProgress?.({ stage: 'backtest', done, total: windows.length, unit: 'folds' });
      return result;
    });
    return await untilAborted(Promise.all(results), hooks.signal);
  } finally {
    await pool.close();
  }
}

function crashed({ from, to }: DaySpan, cause: WorkerCrash): DqsError {
  const [first, last] = [formatDay(from), formatDay(to)];
  return new DqsError(
    'worker-crashed',
    `the worker on the window ${first} to ${last} exited before it finished: ${cause.message}; use fewer workers, or one`,
    { cause, details: { from: first, to: last } },
  );
}

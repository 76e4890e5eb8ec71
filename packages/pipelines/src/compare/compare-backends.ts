import { getHeapStatistics } from 'node:v8';

import { serveTasks, WorkerCrash, WorkerPool } from '@dqs/batch';
import { DqsError, throwIfAborted, type DailyPanel, type Hooks } from '@dqs/core';
import { isCustomGroup } from '@dqs/features';
import { backendNames, describeBackend, loadBackend } from '@dqs/model-backends';

import type { BacktestOptions } from '../backtest/backtest.js';
import { takeSetup, untilAborted, workerSetup, type WorkerSetup } from '../backtest/worker-setup.js';
import { trainOptions } from '../train/options.js';
import { measureBackend, type BackendMeasurement } from './measure-backend.js';

/** A skipped backend and the reason. */
export interface SkippedBackend {
  readonly backend: string;
  readonly reason: string;
}

/** Result of a comparison. Survives JSON. */
export interface BackendComparison {
  /** Least MAE first. */
  readonly backends: readonly BackendMeasurement[];
  readonly skipped: readonly SkippedBackend[];
}

/** Options of a comparison: those of a backtest, shared by all backends. */
export interface CompareBackendsOptions extends Omit<BacktestOptions, 'backend' | 'objective' | 'params' | 'rounds'> {
  /** Backends to measure. @default all that can train; one whose library is not installed is skipped */
  readonly only?: readonly string[];
}

type SharedOptions = Omit<CompareBackendsOptions, 'only'>;

interface MeasureData extends WorkerSetup {
  readonly options: SharedOptions;
}

/** Makes the calling module a process that measures backends. */
export function serveMeasurements(): void {
  serveTasks<MeasureData, string, BackendMeasurement>(async ({ options, ...setup }) => {
    const panel = await takeSetup(setup);
    return async (backend) => {
      // A missing package is reported before any work is done.
      await loadBackend(backend);
      return measureBackend(panel, { ...options, backend });
    };
  });
}

/**
 * The backends that a comparison with these options measures; a wrong name or option fails before any input is read.
 *
 * @throws DqsError `model-backend-unknown`; `invalid-argument`, also for feature groups of one's own: their code cannot
 * be sent to the processes that measure.
 */
export function checkComparison({ only, folds: _, ...training }: CompareBackendsOptions): string[] {
  trainOptions(training);
  assertSendable(training.groups);
  const asked = (only ?? backendNames()).map(describeBackend);
  return asked.filter(({ capabilities }) => only !== undefined || capabilities.training).map(({ name }) => name);
}

/**
 * Measures backends one after the other, each in its own process, because memory can only be measured for a whole
 * process. A backend whose process ends before it is done is skipped, with the reason.
 *
 * @param entry module that calls {@link serveMeasurements}.
 * @throws DqsError as {@link checkComparison} before anything is measured; `model-engine-missing` for a backend that `only`
 * names; what a backtest throws, with the backend in the details; `aborted`, which ends the process.
 */
export async function compareBackends(
  panel: DailyPanel,
  given: CompareBackendsOptions,
  entry: URL,
  hooks: Hooks = {},
): Promise<BackendComparison> {
  const names = checkComparison(given);
  const { only, ...options } = given;
  const data: MeasureData = { ...workerSetup(panel), options };
  const backends: BackendMeasurement[] = [];
  const skipped: SkippedBackend[] = [];
  for (const [done, name] of names.entries()) {
    throwIfAborted(hooks.signal);
    hooks.onProgress?.({ stage: `measure ${name}`, done, total: names.length, unit: 'backends' });
    try {
      backends.push(await measureApart(name, data, entry, hooks.signal));
    } catch (error) {
      // An interruption may reach the process before this one.
      throwIfAborted(hooks.signal);
      skipped.push(skippedFor(name, error, only !== undefined));
    }
  }
  backends.sort((a, b) => a.evaluation.scores[0]!.model.mae - b.evaluation.scores[0]!.model.mae);
  return { backends, skipped };
}

function assertSendable(groups: CompareBackendsOptions['groups'] = []): void {
  const custom = groups.filter(isCustomGroup).map(({ name }) => name);
  if (custom.length === 0) return;
  throw new DqsError(
    'invalid-argument',
    "groups: expected names, since code cannot be sent to the processes that measure, got groups of one's own: " +
      `${custom.join(', ')}; leave them out, or call measureBackend for each backend`,
    { details: { groups: custom } },
  );
}

async function measureApart(name: string, data: MeasureData, entry: URL, signal?: AbortSignal) {
  // As much heap as a separate program would have.
  const memoryLimitMb = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20);
  const options = { entry, data, workers: 1, isolation: 'processes', memoryLimitMb } as const;
  const pool = new WorkerPool<string, BackendMeasurement>(options);
  try {
    return await untilAborted(pool.run(name), signal);
  } finally {
    await pool.close();
  }
}

function skippedFor(backend: string, error: unknown, isAsked: boolean): SkippedBackend {
  if (error instanceof WorkerCrash) {
    return { backend, reason: `its process exited before it was measured: ${error.message}` };
  }
  if (!DqsError.is(error) || error.code === 'aborted') throw error;
  if (error.code === 'model-engine-missing' && !isAsked) return { backend, reason: error.message };
  throw new DqsError(error.code, error.message, { cause: error, details: { ...error.details, backend } });
}

import { availableParallelism } from 'node:os';

import { DqsError } from '@dqs/core';
import {
  checkRequests,
  closePredictor,
  predictBatch,
  type LoadedBundle,
  type PredictBatchOptions,
} from '@dqs/pipelines';
import { batchText, checkText } from '@dqs/reports/text';
import { openModel, targetsOf } from '@dqs/runtime';
import { freshHistory, type ToldHistory } from '@dqs/runtime/history';
import { required } from '@dqs/runtime/settings';

import { batchDisplay } from '../output/batch-progress.js';
import type { CommandContext, CommandResult } from '../run.js';

type Context = CommandContext<
  | 'model'
  | 'registry'
  | 'requests'
  | 'inputFormat'
  | 'output'
  | 'outputFormat'
  | 'deadLetters'
  | 'state'
  | 'history'
  | 'panel'
  | 'panelSet'
  | 'rejects'
  | 'maxRejectRatio'
  | 'maxUnreadableRatio'
  | 'asOf'
  | 'target'
  | 'targets'
  | 'catalog'
  | 'workers'
  | 'isolation'
  | 'shardRows'
  | 'workerMemory'
  | 'maxErrorRatio'
  | 'resume'
  | 'restart'
  | 'dryRun'
  | 'checkOnly'
  | 'progress'
  | 'threads'
>;

/** The settings of a history that is newer than that of the model. */
export type NewerHistorySettings =
  | 'history'
  | 'panel'
  | 'panelSet'
  | 'rejects'
  | 'maxRejectRatio'
  | 'maxUnreadableRatio'
  | 'catalog';

/** `dqs batch-predict`: forecasts for a file of requests. */
export async function batchPredict(context: Context): Promise<CommandResult> {
  const { settings } = context;
  const reference = required(settings.model, 'model');
  required(settings.requests, 'requests');
  required(settings.output, 'output');
  const { bundle, version } = await openModel(reference, settings);
  try {
    const given = await historyFor(context, bundle);
    const targets = await targetsOf(settings, () => given ?? { panel: bundle.history() });
    const options = { ...batchOptions(context, version), panel: given?.panel, targets };
    return settings.checkOnly === true ? await check(context, bundle, options) : await run(context, bundle, options);
  } finally {
    closePredictor(bundle.predictor);
  }
}

function batchOptions({ settings }: Context, modelVersion: string | undefined): PredictBatchOptions {
  return {
    input: settings.requests!,
    output: settings.output!,
    inputFormat: settings.inputFormat,
    outputFormat: settings.outputFormat,
    deadLetters: settings.deadLetters,
    directory: settings.state,
    entry: new URL('./batch-worker.js', import.meta.url),
    modelVersion,
    asOfDay: settings.asOf,
    workers: settings.workers,
    isolation: settings.isolation,
    shardRows: settings.shardRows,
    memoryLimitMb: settings.workerMemory,
    maxErrorRatio: settings.maxErrorRatio,
    resume: settings.resume,
    restart: settings.restart,
    dryRun: settings.dryRun,
  };
}

/** A newer history, if one was given. */
export async function historyFor(
  { settings, hooks }: CommandContext<NewerHistorySettings>,
  bundle: LoadedBundle,
): Promise<ToldHistory | undefined> {
  const { history, panel, panelSet } = settings;
  if ([history, panel, panelSet].every((one) => one === undefined)) return undefined;
  return freshHistory({ ...settings, input: history }, hooks, bundle.history());
}

async function check({ hooks }: Context, bundle: LoadedBundle, options: PredictBatchOptions): Promise<CommandResult> {
  const { workers = 'auto' } = options;
  const inParallel = workers === 'auto' ? availableParallelism() : workers;
  const found = await checkRequests(bundle, { ...options, workers: inParallel }, hooks);
  return { json: found, text: () => checkText(found) };
}

async function run(
  { settings, hooks }: Context,
  bundle: LoadedBundle,
  options: PredictBatchOptions,
): Promise<CommandResult> {
  const isQuiet = settings.quiet === true || settings.json === true;
  const display = batchDisplay(settings.progress ?? (isQuiet ? 'none' : 'bar'));
  try {
    const report = await predictBatch(bundle, options, { signal: hooks.signal, onEvent: display.listener });
    if (report.fault !== null) {
      const before =
        settings.dryRun === true ? '' : `; the ${report.rows} forecasts before its end are in ${report.output}`;
      throw new DqsError('input-truncated', `${report.fault.message}${before}`, { details: { ...report } });
    }
    return { json: report, text: () => batchText(report, settings.dryRun === true) };
  } finally {
    display.close();
  }
}

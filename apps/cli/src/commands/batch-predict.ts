import { availableParallelism } from 'node:os';

import type { Command } from '@commander-js/extra-typings';
import { DqsError, type DailyPanel } from '@dqs/core';
import type { LoadedBundle, PredictBatchOptions } from '@dqs/pipelines';

import type { CommandContext, CommandResult } from '../run.js';
import { required } from '../setting-names.js';
import { defineCommand } from './define.js';

type Context = CommandContext<'batch-predict'>;

/** `dqs batch-predict`: forecasts for a file of requests. */
export function defineBatchPredict(program: Command): void {
  defineCommand(program, {
    name: 'batch-predict',
    summary: 'forecast a file of requests on all cores; resumes after a crash',
    description:
      'Every request becomes a row of the output, in order, or a dead letter with its reason. Once corrected, dead letters ' +
      'can be passed as --input again. The same command resumes a run that was killed or stopped.',
    examples: [
      'dqs batch-predict --model model --input requests.csv --output forecasts.csv',
      'dqs batch-predict --model orders@production --input requests.parquet --output forecasts.parquet --workers 4',
      'dqs batch-predict --model model --input requests.csv.gz --output forecasts.jsonl --check-only',
      'dqs batch-predict --model model --input forecasts.csv.dead-letters.jsonl --output corrected.csv',
    ],
    work: batchPredict,
  });
}

async function batchPredict(context: Context): Promise<CommandResult> {
  const { settings } = context;
  const reference = required(settings.model, 'model');
  required(settings.requests, 'requests');
  required(settings.output, 'output');
  const { openModel } = await import('../open-model.js');
  const { bundle, version } = await openModel(reference, settings);
  try {
    const options = {
      ...batchOptions(context, version),
      panel: await historyFor(context, bundle),
    };
    return settings.checkOnly === true ? await check(bundle, options) : await run(context, bundle, options);
  } finally {
    bundle.predictor.model.close();
  }
}

function batchOptions({ settings, hooks }: Context, modelVersion: string | undefined): PredictBatchOptions {
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
    signal: hooks.signal,
  };
}

/** A fresher history, where one was given. */
async function historyFor({ settings, hooks }: Context, bundle: LoadedBundle): Promise<DailyPanel | undefined> {
  const { history, panel } = settings;
  if (history === undefined && panel === undefined) return undefined;
  const { readInputs } = await import('../inputs.js');
  const { withFresher } = await import('../fresher-history.js');
  return withFresher(bundle.history(), (await readInputs({ ...settings, input: history }, hooks)).panel);
}

async function check(bundle: LoadedBundle, options: PredictBatchOptions): Promise<CommandResult> {
  const { checkRequests } = await import('@dqs/pipelines');
  const { checkText } = await import('@dqs/reports/text');
  const { workers = 'auto' } = options;
  const found = await checkRequests(bundle, {
    ...options,
    workers: workers === 'auto' ? availableParallelism() : workers,
  });
  return { json: found, text: () => checkText(found) };
}

async function run({ settings }: Context, bundle: LoadedBundle, options: PredictBatchOptions): Promise<CommandResult> {
  const { predictBatch } = await import('@dqs/pipelines');
  const { batchText } = await import('@dqs/reports/text');
  const { batchDisplay } = await import('../batch/progress.js');
  const isQuiet = settings.quiet === true || settings.json === true;
  const display = batchDisplay(settings.progress ?? (isQuiet ? 'none' : 'bar'));
  try {
    const report = await predictBatch(bundle, { ...options, onEvent: display.listener });
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

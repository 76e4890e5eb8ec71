import { closePredictor, workPredictions } from '@dqs/pipelines';
import { workText } from '@dqs/reports/text';
import { openInput, openModel, openStorePlace } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import { batchDisplay } from '../output/batch-progress.js';
import type { CommandContext, CommandResult } from '../run.js';
import { historyFor, type NewerHistorySettings } from './batch-predict.js';
import { taskIndex } from './task-index.js';

type Context = CommandContext<
  | NewerHistorySettings
  | 'run'
  | 'taskIndex'
  | 'allTasks'
  | 'model'
  | 'registry'
  | 'runRequests'
  | 'workers'
  | 'isolation'
  | 'shardRows'
  | 'workerMemory'
  | 'progress'
>;

/** `dqs batch work`: does one task of a planned run, or all of them. */
export async function batchWork(context: Context): Promise<CommandResult> {
  const { settings, hooks } = context;
  const run = required(settings.run, 'run');
  const shards = settings.allTasks === true ? undefined : [taskIndex(settings.taskIndex, process.env)];
  const isQuiet = settings.quiet === true || settings.json === true;
  const display = batchDisplay(settings.progress ?? (isQuiet ? 'none' : 'bar'));
  const { bundle } = await openModel(required(settings.model, 'model'), settings);
  try {
    const given = await historyFor(context, bundle);
    const { runRequests, workers, isolation, shardRows, workerMemory: memoryLimitMb } = settings;
    const worked = await workPredictions(
      bundle,
      openStorePlace(run),
      {
        input: runRequests === undefined ? openInput : openInput(runRequests),
        panel: given?.panel,
        entry: new URL('./batch-worker.js', import.meta.url),
        shards,
        shardRows,
        workers,
        isolation,
        memoryLimitMb,
      },
      { signal: hooks.signal, onEvent: display.listener },
    );
    return { json: { run, shards: worked }, text: () => workText(worked) };
  } finally {
    display.close();
    closePredictor(bundle.predictor);
  }
}

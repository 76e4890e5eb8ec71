import { closePredictor, planPredictions } from '@dqs/pipelines';
import { planText } from '@dqs/reports/text';
import { openInput, openModel, openStorePlace, targetsOf } from '@dqs/runtime';
import { orDefault, required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';
import { historyFor, type NewerHistorySettings } from './batch-predict.js';

type Context = CommandContext<
  | NewerHistorySettings
  | 'run'
  | 'model'
  | 'registry'
  | 'runRequests'
  | 'inputFormat'
  | 'outputFormat'
  | 'taskShards'
  | 'asOf'
  | 'target'
  | 'targets'
>;

/** `dqs batch plan`: cuts a file of requests into tasks for many machines. */
export async function batchPlan(context: Context): Promise<CommandResult> {
  const { settings, hooks } = context;
  const run = required(settings.run, 'run');
  const input = openInput(required(settings.runRequests, 'runRequests'));
  const { bundle, version } = await openModel(required(settings.model, 'model'), settings);
  try {
    const given = await historyFor(context, bundle);
    const { plan, wasThere } = await planPredictions(
      bundle,
      openStorePlace(run),
      {
        input,
        shards: orDefault(settings.taskShards, 'taskShards'),
        inputFormat: settings.inputFormat,
        outputFormat: settings.outputFormat,
        modelVersion: version,
        panel: given?.panel,
        asOfDay: settings.asOf,
        targets: await targetsOf(settings, () => given ?? { panel: bundle.history() }),
      },
      hooks,
    );
    const { input: planned, identity, records, shards } = plan;
    const json = { run, input: planned, identity, records, shards: shards.length, wasThere };
    return { json, text: () => planText(json) };
  } finally {
    closePredictor(bundle.predictor);
  }
}

import { finishPredictions } from '@dqs/pipelines';
import { finishText } from '@dqs/reports/text';
import { openStorePlace } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

type Context = CommandContext<'run' | 'output' | 'deadLetters' | 'maxErrorRatio'>;

/** `dqs batch finish`: commits a run whose tasks are all done. */
export async function batchFinish({ settings, hooks }: Context): Promise<CommandResult> {
  const { output, deadLetters, maxErrorRatio } = settings;
  const run = required(settings.run, 'run');
  const report = await finishPredictions(openStorePlace(run), { output, deadLetters, maxErrorRatio }, hooks);
  return { json: { run, ...report }, text: () => finishText(report) };
}

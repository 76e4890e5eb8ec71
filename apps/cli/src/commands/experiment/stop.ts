import { inLine } from '@dqs/reports/terminal';
import { openExperiment } from '@dqs/runtime/experiments';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs experiment stop`: ends an A/B test. */
export async function stop({
  settings,
}: CommandContext<'experimentName' | 'experiments' | 'stopReason'>): Promise<CommandResult> {
  const reason = required(settings.stopReason, 'stopReason');
  const { experiment } = await openExperiment(required(settings.experimentName, 'experimentName'), settings);
  await experiment.stop(reason);
  const { name } = experiment.definition;
  return { json: { experiment: name, reason }, text: () => `Experiment ${name} has ended: ${inLine(reason)}\n` };
}

import { formatDay } from '@dqs/core';
import { openExperiment } from '@dqs/runtime/experiments';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs experiment ramp`: changes the share of treated units. */
export async function ramp({
  settings,
}: CommandContext<'experimentName' | 'experiments' | 'share' | 'rampDay'>): Promise<CommandResult> {
  const share = required(settings.share, 'share');
  const { experiment } = await openExperiment(required(settings.experimentName, 'experimentName'), settings);
  await experiment.ramp(share, settings.rampDay);
  const { name } = experiment.definition;
  const from = settings.rampDay === undefined ? 'from tomorrow on' : `from ${formatDay(settings.rampDay)} on`;
  return {
    json: { experiment: name, share },
    text: () => `Experiment ${name} treats ${100 * share} % of the units ${from}\n`,
  };
}

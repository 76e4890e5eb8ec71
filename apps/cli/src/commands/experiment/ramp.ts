import type { Command } from '@commander-js/extra-typings';
import { formatDay } from '@dqs/core';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs experiment ramp`: another share of treated units. */
export function defineExperimentRamp(program: Command): void {
  defineCommand(program, {
    name: 'experiment ramp',
    summary: 'treat a different share of the units from a day on',
    description:
      'Units treated under a smaller share stay treated. A split test then counts from that day, since the units were ' +
      'divided differently before. A day on which units were assigned keeps its share.',
    examples: [
      'dqs experiment ramp new-features --share 0.05',
      'dqs experiment ramp new-features --share 0.25 --date 2026-03-01',
    ],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    work: ramp,
  });
}

async function ramp({ settings }: CommandContext<'experiment ramp'>): Promise<CommandResult> {
  const { openExperiment } = await import('../../experiments/open-experiment.js');
  const share = required(settings.share, 'share');
  const { experiment } = await openExperiment(settings);
  await experiment.ramp(share, settings.rampDay);
  const { name } = experiment.definition;
  const from = settings.rampDay === undefined ? 'from tomorrow on' : `from ${formatDay(settings.rampDay)} on`;
  return {
    json: { experiment: name, share },
    text: () => `Experiment ${name} treats ${100 * share} % of the units ${from}\n`,
  };
}

import type { Command } from '@commander-js/extra-typings';

import { inLine } from '@dqs/reports/terminal';
import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs experiment stop`: ends an A/B test. */
export function defineExperimentStop(program: Command): void {
  defineCommand(program, {
    name: 'experiment stop',
    summary: 'end an experiment; its logs stay',
    examples: ['dqs experiment stop new-features --reason "1.3.0 is promoted"'],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    work: stop,
  });
}

async function stop({ settings }: CommandContext<'experiment stop'>): Promise<CommandResult> {
  const { openExperiment } = await import('../../experiments/open-experiment.js');
  const reason = required(settings.stopReason, 'stopReason');
  const { experiment } = await openExperiment(settings);
  await experiment.stop(reason);
  const { name } = experiment.definition;
  return { json: { experiment: name, reason }, text: () => `Experiment ${name} has ended: ${inLine(reason)}\n` };
}

import type { Command } from '@commander-js/extra-typings';

import type { CommandContext, CommandResult } from '../../run.js';
import { defineCommand } from '../define.js';

/** `dqs experiment evaluate`: the verdict in a sentence. */
export function defineExperimentEvaluate(program: Command): void {
  defineCommand(program, {
    name: 'experiment evaluate',
    summary: 'show the verdict in one sentence',
    description:
      'May be run every day: the verdict rests on an always-valid interval. Exits with 3 if control is better or the ' +
      'records cannot be trusted, with 0 if the treatment is better or the evidence is inconclusive.',
    examples: ['dqs experiment evaluate new-features', 'dqs experiment evaluate new-features --json'],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    work: evaluate,
  });
}

async function evaluate({ settings, hooks }: CommandContext<'experiment evaluate'>): Promise<CommandResult> {
  const { openExperiment } = await import('../../experiments/open-experiment.js');
  const { verdictExitCode } = await import('../../experiments/exit-code.js');
  const { evaluateStored } = await import('@dqs/experiments');
  const { store, experiment } = await openExperiment(settings);
  const evaluation = await evaluateStored(store, experiment);
  const { damagedRecords: damaged } = evaluation;
  if (damaged > 0) hooks.logger.warn({ damaged }, `${damaged} damaged log lines were skipped`);
  return {
    json: evaluation,
    exitCode: verdictExitCode(evaluation),
    text: async () => (await import('@dqs/reports/text')).verdictText(evaluation),
  };
}

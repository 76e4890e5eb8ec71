import { evaluateStored } from '@dqs/experiments';
import { verdictText } from '@dqs/reports/text';
import { openExperiment } from '@dqs/runtime/experiments';

import { required } from '@dqs/runtime/settings';

import { verdictExitCode } from './outcome.js';
import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs experiment evaluate`: gives the verdict in a sentence. */
export async function evaluate({
  settings,
  hooks,
}: CommandContext<'experimentName' | 'experiments'>): Promise<CommandResult> {
  const { store, experiment } = await openExperiment(required(settings.experimentName, 'experimentName'), settings);
  const evaluation = await evaluateStored(store, experiment);
  const { damagedRecords: damaged } = evaluation;
  if (damaged > 0) hooks.logger.warn({ damaged }, `${damaged} damaged log lines were skipped`);
  return {
    json: evaluation,
    exitCode: verdictExitCode(evaluation),
    text: () => verdictText(evaluation),
  };
}

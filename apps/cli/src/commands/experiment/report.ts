import { evaluateStored } from '@dqs/experiments';
import { experimentText } from '@dqs/reports/text';
import { openExperiment } from '@dqs/runtime/experiments';

import { required } from '@dqs/runtime/settings';

import { writeExperimentPage } from './outcome.js';
import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs experiment report`: shows all results of an experiment. */
export async function report({
  settings,
  hooks,
}: CommandContext<'experimentName' | 'experiments' | 'experimentHtml'>): Promise<CommandResult> {
  const { store, experiment } = await openExperiment(required(settings.experimentName, 'experimentName'), settings);
  const evaluation = await evaluateStored(store, experiment);
  const { damagedRecords: damaged } = evaluation;
  if (damaged > 0) hooks.logger.warn({ damaged }, `${damaged} damaged log lines were skipped`);
  const written = await writeExperimentPage(settings.experimentHtml, evaluation);
  const { createdAt, stopped = null } = experiment;
  return {
    json: { createdAt, stopped, ...evaluation, html: settings.experimentHtml },
    text: () => `${experimentText(evaluation)}${written}`,
  };
}

import type { Command } from '@commander-js/extra-typings';
import type { ReplayedExperiment } from '@dqs/pipelines';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs experiment replay`: an A/B test over past days. */
export function defineExperimentReplay(program: Command): void {
  defineCommand(program, {
    name: 'experiment replay',
    summary: 'show what an experiment over past days would have concluded, and when',
    description:
      'Each version forecasts every day after the training of all versions, as of the day it would have been ' +
      'forecast. Nothing is logged. Exit codes are those of dqs experiment evaluate.',
    examples: [
      'dqs experiment replay --input history.csv.gz --control model-a --treatment model-b',
      'dqs experiment replay --panel panel.parquet --control orders@production --treatment orders@1.3.0 --html replay.html',
    ],
    work: replay,
  });
}

async function replay({ settings, hooks }: CommandContext<'experiment replay'>): Promise<CommandResult> {
  const { readInputs } = await import('../../inputs.js');
  const { withModels } = await import('../../open-model.js');
  const { verdictExitCode } = await import('../../experiments/exit-code.js');
  const { replaySettings, ruleSettings } = await import('../../experiments/rule-settings.js');
  const { writeExperimentPage } = await import('../../experiments/write-page.js');
  const references = [required(settings.control, 'control'), ...required(settings.treatment, 'treatment')];
  const { experimentHtml: html } = settings;
  const { replayExperiment } = await import('@dqs/pipelines');
  const result = await withModels(references, settings, async (versions) => {
    const { panel } = await readInputs(settings, hooks);
    return await replayExperiment(panel, versions, ruleSettings(settings), replaySettings(settings), hooks);
  });
  const written = await writeExperimentPage(html, result.evaluation);
  return {
    json: { ...result, html },
    exitCode: verdictExitCode(result.evaluation),
    text: async () => `${await replayText(result)}${written}`,
  };
}

async function replayText({ evaluation, from, to, horizon, forecasts }: ReplayedExperiment): Promise<string> {
  const { experimentText, whole } = await import('@dqs/reports/text');
  const ahead = `${horizon} day${horizon === 1 ? '' : 's'} ahead`;
  return `${whole(forecasts)} forecasts ${ahead} by each version, ${from} to ${to}\n\n${experimentText(evaluation)}`;
}

import { replayExperiment, type ReplayedExperiment } from '@dqs/pipelines';
import { experimentText, whole } from '@dqs/reports/text';
import { withModels } from '@dqs/runtime';
import { replaySettings, ruleSettings } from '@dqs/runtime/experiments';
import { readInputs } from '@dqs/runtime/history';
import { required, type EXPERIMENT_RULES, type INPUT } from '@dqs/runtime/settings';

import { verdictExitCode, writeExperimentPage } from './outcome.js';
import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs experiment replay`: runs an A/B test over past days. */
export async function replay({
  settings,
  hooks,
}: CommandContext<
  | (typeof INPUT | typeof EXPERIMENT_RULES)[number]
  | 'control'
  | 'treatment'
  | 'registry'
  | 'fromDay'
  | 'toDay'
  | 'replayHorizon'
  | 'threads'
  | 'experimentHtml'
>): Promise<CommandResult> {
  const references = [required(settings.control, 'control'), ...required(settings.treatment, 'treatment')];
  const { experimentHtml: html } = settings;
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

function replayText({ evaluation, from, to, horizon, forecasts }: ReplayedExperiment): string {
  const ahead = `${horizon} day${horizon === 1 ? '' : 's'} ahead`;
  return `${whole(forecasts)} forecasts ${ahead} by each version, ${from} to ${to}\n\n${experimentText(evaluation)}`;
}

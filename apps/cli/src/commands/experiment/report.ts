import type { Command } from '@commander-js/extra-typings';

import type { CommandContext, CommandResult } from '../../run.js';
import { defineCommand } from '../define.js';

/** `dqs experiment report`: all that an experiment says. */
export function defineExperimentReport(program: Command): void {
  defineCommand(program, {
    name: 'experiment report',
    summary: 'show all results of an experiment: tests, segments, guardrails, division of units',
    examples: [
      'dqs experiment report new-features',
      'dqs experiment report new-features --html report.html',
      'dqs experiment report new-features --json',
    ],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    work: report,
  });
}

async function report({ settings, hooks }: CommandContext<'experiment report'>): Promise<CommandResult> {
  const { openExperiment } = await import('../../experiments/open-experiment.js');
  const { writeExperimentPage } = await import('../../experiments/write-page.js');
  const { evaluateStored } = await import('@dqs/experiments');
  const { store, experiment } = await openExperiment(settings);
  const evaluation = await evaluateStored(store, experiment);
  const { damagedRecords: damaged } = evaluation;
  if (damaged > 0) hooks.logger.warn({ damaged }, `${damaged} damaged log lines were skipped`);
  const written = await writeExperimentPage(settings.experimentHtml, evaluation);
  const { createdAt, stopped = null } = experiment;
  return {
    json: { createdAt, stopped, ...evaluation, html: settings.experimentHtml },
    text: async () => `${(await import('@dqs/reports/text')).experimentText(evaluation)}${written}`,
  };
}

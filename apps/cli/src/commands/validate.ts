import { EXIT } from '@dqs/core';
import type { Command } from '@commander-js/extra-typings';
import { writeFileAtomic } from '@dqs/core/io';
import type { ValidationReport } from '@dqs/pipelines';

import type { CommandContext, CommandResult } from '../run.js';
import { required } from '../setting-names.js';
import { defineCommand } from './define.js';

/** `dqs validate`: all gates on a bundle, and the checks of the data it is given. */
export function defineValidate(program: Command): void {
  defineCommand(program, {
    name: 'validate',
    summary: 'check a model and its input data against all gates',
    description:
      'Is the bundle intact, does its model forecast unseen days better than the naive forecasts, do its ' +
      'features see their target, is the input like the data it was trained on? Without an input the history in the ' +
      'bundle is used. A rolling backtest retrains the model for every fold, so this takes --folds (default: 2) times ' +
      'as long as the training; --folds 0 skips it. The exit code is 3 if a gate fails.',
    examples: [
      'dqs validate --model model --input history.csv.gz',
      'dqs validate --model model --input yesterday.csv --folds 0 --json',
      'dqs validate --model orders@production --panel panel.parquet --rules rules.json --html validation.html',
      'dqs validate --model model --limit minSkill=0.1 --limit maxDataAgeDays=7',
    ],
    work: validate,
  });
}

async function validate({ settings, hooks }: CommandContext<'validate'>): Promise<CommandResult> {
  const reference = required(settings.model, 'model');
  const { judgingOptions } = await import('../validation/judging.js');
  const options = await judgingOptions(settings);
  const { html } = settings;
  const { openModel } = await import('../open-model.js');
  const { bundle, name } = await openModel(reference, settings);
  try {
    const { givenPanel } = await import('../given-panel.js');
    const panel = await givenPanel(settings, hooks);
    const { validateBundle } = await import('@dqs/pipelines');
    const report = await validateBundle(bundle, panel, options, hooks);
    if (html !== undefined) await writeReport(html, report, name);
    const exitCode = report.passed ? EXIT.ok : EXIT.gateFailed;
    return { json: { model: name, html, ...report }, text: () => reportText(report, name, html), exitCode };
  } finally {
    bundle.predictor.model.close();
  }
}

async function writeReport(path: string, report: ValidationReport, name: string): Promise<void> {
  const { validationPage } = await import('@dqs/reports');
  await writeFileAtomic(path, validationPage(report, { name, createdAt: new Date() }));
}

async function reportText(report: ValidationReport, name: string, html: string | undefined): Promise<string> {
  const { validationText } = await import('@dqs/reports/text');
  return validationText(report, { name, html });
}

import { EXIT } from '@dqs/core';
import { writeFileAtomic } from '@dqs/core/io';
import { closePredictor, validateBundle, type ValidationReport } from '@dqs/pipelines';
import { validationText } from '@dqs/reports/text';
import { judgingOptions, openModel } from '@dqs/runtime';
import { givenPanel } from '@dqs/runtime/history';
import { required, type JUDGING } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

/** `dqs validate`: runs all gates on a bundle, and the checks of the input data. */
export async function validate({
  settings,
  hooks,
}: CommandContext<(typeof JUDGING)[number] | 'model' | 'registry' | 'html'>): Promise<CommandResult> {
  const reference = required(settings.model, 'model');
  const options = await judgingOptions(settings);
  const { html } = settings;
  const { bundle, name } = await openModel(reference, settings);
  try {
    const panel = await givenPanel(settings, hooks);
    const report = await validateBundle(bundle, panel, options, hooks);
    if (html !== undefined) await writeReport(html, report, name);
    const exitCode = report.passed ? EXIT.ok : EXIT.gateFailed;
    return { json: { model: name, html, ...report }, text: () => reportText(report, name, html), exitCode };
  } finally {
    closePredictor(bundle.predictor);
  }
}

async function writeReport(path: string, report: ValidationReport, name: string): Promise<void> {
  const { validationPage } = await import('@dqs/reports');
  await writeFileAtomic(path, validationPage(report, { name, createdAt: new Date() }));
}

function reportText(report: ValidationReport, name: string, html: string | undefined): string {
  return validationText(report, { name, html });
}

import { writeFileAtomic } from '@dqs/core/io';
import { checkComparison, compareBackends } from '@dqs/pipelines';
import { comparisonText } from '@dqs/reports/text';
import { featureGroups } from '@dqs/runtime';
import { readInputs } from '@dqs/runtime/history';
import type { INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

/** `dqs backends compare`: all kinds of model on the same test windows. */
export async function compareAll({
  settings,
  hooks,
}: CommandContext<
  | (typeof INPUT)[number]
  | 'only'
  | 'spec'
  | 'groups'
  | 'country'
  | 'events'
  | 'horizon'
  | 'testFraction'
  | 'testFrom'
  | 'folds'
  | 'html'
  | 'seed'
  | 'threads'
>): Promise<CommandResult> {
  const { html, only, spec, horizon, testFraction, testFrom, folds, seed, threads } = settings;
  // Wrong options and names are reported before the input is read.
  const groups = await featureGroups(settings);
  const options = { only, spec, groups, horizon, testFraction, testFrom, folds, seed, threads };
  checkComparison(options);
  const { panel } = await readInputs(settings, hooks);
  const entry = new URL('./compare-worker.js', import.meta.url);
  const comparison = await compareBackends(panel, options, entry, hooks);
  if (html !== undefined) {
    const { comparisonPage } = await import('@dqs/reports');
    await writeFileAtomic(html, comparisonPage(comparison, { createdAt: new Date() }));
  }
  const written = html === undefined ? '' : `\nReport written to ${html}\n`;
  return { json: { ...comparison, html }, text: () => comparisonText(comparison) + written };
}

import { writeFileAtomic } from '@dqs/core/io';
import type { BackendComparison } from '@dqs/pipelines';

import type { CommandContext, CommandResult } from '../run.js';

/** The work of `dqs backends compare`. */
export async function compareBackends({ settings, hooks }: CommandContext<'backends compare'>): Promise<CommandResult> {
  const { html, only, spec, groups, horizon, testFraction, testFrom, folds, seed, threads } = settings;
  const pipelines = await import('@dqs/pipelines');
  // Wrong options and names are told before the input is read.
  const options = { only, spec, groups: groups as never, horizon, testFraction, testFrom, folds, seed, threads };
  pipelines.checkComparison(options);
  const { readInputs } = await import('../inputs.js');
  const { panel } = await readInputs(settings, hooks);
  const entry = new URL('./compare-worker.js', import.meta.url);
  const comparison = await pipelines.compareBackends(panel, options, entry, hooks);
  if (html !== undefined) await writePage(html, comparison);
  const written = html === undefined ? '' : `\nReport written to ${html}\n`;
  return {
    json: { ...comparison, html },
    text: async () => (await import('@dqs/reports/text')).comparisonText(comparison) + written,
  };
}

async function writePage(path: string, comparison: BackendComparison): Promise<void> {
  const { comparisonPage } = await import('@dqs/reports');
  await writeFileAtomic(path, comparisonPage(comparison, { createdAt: new Date() }));
}

import { writeFileAtomic } from '@dqs/core/io';
import { defaultSpace, trainOptions, tune, tuneOptions, type TuneOptions, type TuneReport } from '@dqs/pipelines';
import { tuneText } from '@dqs/reports/text';
import { trainingOptions } from '@dqs/runtime';
import { readInputs } from '@dqs/runtime/history';
import { readSpace, SearchSpace } from '@dqs/search';
import type { INPUT, TRAINING } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

type Context = CommandContext<
  | (typeof INPUT | typeof TRAINING)[number]
  | 'out'
  | 'html'
  | 'strategy'
  | 'trials'
  | 'timeBudget'
  | 'memoryBudget'
  | 'pruner'
  | 'searchSpace'
  | 'study'
  | 'window'
  | 'tuningFolds'
>;

/** `dqs tune`: searches for better training parameters. */
export async function runTune({ settings, hooks }: Context): Promise<CommandResult> {
  const started = performance.now();
  const options = await tuneSettings(settings);
  const { html, out } = settings;
  const { panel, summary } = await readInputs(settings, hooks);
  const report = await tune(panel, options, hooks);
  await writeResults(report, { html, out });
  const timings = Object.fromEntries(Object.entries(report.timings).map(([name, ms]) => [name, Math.round(ms)]));
  const total = Math.round(performance.now() - started);
  const json = { ...report, out, html, input: summary, timings: { ...timings, total } };
  return { json, text: () => tuneText(report, { html, out }) };
}

/** The options of a search; errors in them are reported before the input is read. */
async function tuneSettings(settings: Context['settings']): Promise<Partial<TuneOptions>> {
  const { strategy, trials, timeBudget, memoryBudget, pruner, study, window, tuningFolds } = settings;
  const train = await trainingOptions(settings);
  const space = settings.searchSpace === undefined ? undefined : await readSpace(settings.searchSpace);
  const { backend, spec } = trainOptions(train);
  if (!space) defaultSpace(backend, spec);
  return tuneOptions({
    train,
    space,
    strategy,
    trials,
    timeMs: timeBudget,
    memoryBytes: memoryBudget,
    pruner,
    study,
    window,
    folds: tuningFolds,
  });
}

async function writeResults(
  report: TuneReport,
  { html, out }: { readonly html: string | undefined; readonly out: string | undefined },
): Promise<void> {
  if (out !== undefined) await writeFileAtomic(out, `${JSON.stringify(report.settings, null, 2)}\n`);
  if (html === undefined) return;
  const { tunePage } = await import('@dqs/reports');
  await writeFileAtomic(html, tunePage(report, { createdAt: new Date(), space: new SearchSpace(report.space) }));
}

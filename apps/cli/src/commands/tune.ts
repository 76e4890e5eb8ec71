import type { Command } from '@commander-js/extra-typings';
import { writeFileAtomic } from '@dqs/core/io';
import type { TuneOptions, TuneReport } from '@dqs/pipelines';

import type { Settings } from '../config.js';
import type { CommandContext, CommandResult } from '../run.js';
import { defineCommand } from './define.js';

/** `dqs tune`: searches for better training parameters. */
export function defineTune(program: Command): void {
  defineCommand(program, {
    name: 'tune',
    summary: 'search for better training parameters and measure their benefit',
    description:
      'Every trial is scored by forecasting windows before the test dates from the days before each. At the end ' +
      'the best parameters are compared with the defaults of dqs train on the test dates, which the search never saw. --out stores the parameters ' +
      'for dqs train --params. --rounds is the maximum rounds of a candidate (default: 1000), --early-stopping its ' +
      'patience (default: 30); like --param and --objective they change the candidates, never the defaults.',
    examples: [
      'dqs tune --input history.csv.gz --strategy tpe --trials 50 --time 10m --out best.json',
      'dqs tune --panel panel.parquet --study search.jsonl --html search.html --out best.json',
      'dqs tune --input history.csv.gz --space space.yaml --strategy gp --trials 30 --pruner none',
    ],
    work: runTune,
  });
}

async function runTune({ settings, hooks }: CommandContext<'tune'>): Promise<CommandResult> {
  const { readInputs } = await import('../inputs.js');
  const started = performance.now();
  const options = await tuneSettings(settings);
  const { html, out } = settings;
  const { panel, summary } = await readInputs(settings, hooks);
  const { tune } = await import('@dqs/pipelines');
  const report = await tune(panel, options, hooks);
  await writeResults(report, { html, out });
  const timings = Object.fromEntries(Object.entries(report.timings).map(([name, ms]) => [name, Math.round(ms)]));
  const total = Math.round(performance.now() - started);
  const json = { ...report, out, html, input: summary, timings: { ...timings, total } };
  return { json, text: async () => (await import('@dqs/reports/text')).tuneText(report, { html, out }) };
}

/** The options of a search; what is wrong is told before the input is read. */
async function tuneSettings(settings: Settings<'tune'>): Promise<Partial<TuneOptions>> {
  const { trainingSettings } = await import('../training-settings.js');
  const { defaultSpace, trainOptions, tuneOptions } = await import('@dqs/pipelines');
  const { strategy, trials, timeBudget, memoryBudget, pruner, study, window, tuningFolds } = settings;
  const train = await trainingSettings(settings);
  const space = await readSpace(settings.searchSpace);
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

async function readSpace(path: string | undefined): Promise<TuneOptions['space']> {
  if (path === undefined) return undefined;
  const { readSearchSpace } = await import('../tuning/search-space.js');
  return readSearchSpace(path);
}

async function writeResults(
  report: TuneReport,
  { html, out }: { readonly html: string | undefined; readonly out: string | undefined },
): Promise<void> {
  if (out !== undefined) await writeFileAtomic(out, `${JSON.stringify(report.settings, null, 2)}\n`);
  if (html === undefined) return;
  const { tunePage } = await import('@dqs/reports');
  const { SearchSpace } = await import('@dqs/search');
  await writeFileAtomic(html, tunePage(report, { createdAt: new Date(), space: new SearchSpace(report.space) }));
}

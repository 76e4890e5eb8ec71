import { availableParallelism } from 'node:os';

import type { Command } from '@commander-js/extra-typings';
import { writeFileAtomic } from '@dqs/core/io';
import type { BacktestReport, ParallelFolds } from '@dqs/pipelines';

import type { InputsRead } from '../inputs.js';
import type { CommandContext, CommandResult } from '../run.js';
import { defineCommand } from './define.js';

const DEFAULT_FOLDS = 4;
const DEFAULT_HTML_SERIES = 100;
const DEFAULT_WIDTH = 100;

/** `dqs backtest`: forecasts of the past, as they would have been made then. */
export function defineBacktest(program: Command): void {
  defineCommand(program, {
    name: 'backtest',
    summary: 'measure a model on past days, as they would have been forecast at the time',
    description:
      'The last dates are split into windows; each is forecast by a model trained on the days before it, one horizon ahead.',
    examples: [
      'dqs backtest --input history.csv.gz',
      'dqs backtest --panel panel.parquet --folds 6 --workers auto --spec classic --html report.html',
      'dqs backtest --input history.csv.gz --test-from 2025-03-01 --json',
    ],
    work: runBacktest,
  });
}

async function runBacktest({ settings, hooks }: CommandContext<'backtest'>): Promise<CommandResult> {
  const { readInputs } = await import('../inputs.js');
  const { trainingSettings } = await import('../training-settings.js');
  const started = performance.now();
  const options = await trainingSettings(settings);
  const { html } = settings;
  const { panel, summary } = await readInputs(settings, hooks);
  const { backtest } = await import('@dqs/pipelines');
  const read = performance.now() - started;
  const parallel = parallelFolds(settings.foldWorkers);
  const report = await backtest(panel, { ...options, folds: settings.folds ?? DEFAULT_FOLDS }, { ...hooks, parallel });
  if (html !== undefined) await writeReport(html, report, settings.htmlSeries ?? DEFAULT_HTML_SERIES);
  const timings = { read: Math.round(read), total: Math.round(performance.now() - started) };
  const { evaluation, folds, days, series } = report;
  const worst = series.map(({ datasetUuid, datasetName, ruleCode, mae, naiveMae, days: dates }) => {
    return { datasetUuid, datasetName, ruleCode, mae, naiveMae, days: dates.length };
  });
  const json = { evaluation, folds, days, series: worst, html, input: summary, timings };
  return { json, text: () => backtestText(report, summary, html) };
}

/** Workers for the windows; undefined works on one after the other here. */
function parallelFolds(workers: number | 'auto' = 1): ParallelFolds | undefined {
  const count = workers === 'auto' ? availableParallelism() : workers;
  return count === 1 ? undefined : { workers: count, entry: new URL('./backtest-worker.js', import.meta.url) };
}

async function writeReport(path: string, report: BacktestReport, charts: number): Promise<void> {
  const { backtestPage } = await import('@dqs/reports');
  await writeFileAtomic(path, backtestPage(report, { charts, createdAt: new Date() }));
}

async function backtestText(
  report: BacktestReport,
  input: InputsRead['summary'],
  html: string | undefined,
): Promise<string> {
  const { foldsText, plotText, rowsReadText, scoresText } = await import('@dqs/reports/text');
  const { days, folds, evaluation } = report;
  const best = evaluation.scores[0]!.bestNaive;
  const labels = [days[0]!.day, days.at(-1)!.day] as const;
  const plot = plotText(
    [
      { name: 'actual', color: 'cyan', values: days.map(({ actual }) => actual) },
      { name: 'forecast', color: 'yellow', values: days.map(({ expected }) => expected) },
      { name: best, color: 'gray', values: days.map(({ naive }) => naive) },
    ],
    labels,
    process.stdout.columns ?? DEFAULT_WIDTH,
  );
  const written = html === undefined ? '' : `\nReport written to ${html}\n`;
  return `${rowsReadText(input)}\n\n${foldsText(folds)}\n${scoresText(evaluation)}\nMean pass percentage of all series by day\n\n${plot}${written}`;
}

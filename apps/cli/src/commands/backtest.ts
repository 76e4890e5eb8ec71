import { availableParallelism } from 'node:os';

import { writeFileAtomic } from '@dqs/core/io';
import { backtest, type BacktestReport, type ParallelFolds } from '@dqs/pipelines';
import { foldsText, horizonsText, plotText, rowsReadText, scoresText } from '@dqs/reports/text';
import { trainingOptions } from '@dqs/runtime';
import { readInputs, type InputsRead } from '@dqs/runtime/history';
import { orDefault, type INPUT, type TRAINING } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

const DEFAULT_WIDTH = 100;

/** `dqs backtest`: forecasts past days from what was known then. */
export async function runBacktest({
  settings,
  hooks,
}: CommandContext<
  | (typeof INPUT | typeof TRAINING)[number]
  | 'sample'
  | 'folds'
  | 'testHorizons'
  | 'foldWorkers'
  | 'target'
  | 'html'
  | 'htmlSeries'
>): Promise<CommandResult> {
  const started = performance.now();
  const options = await trainingOptions(settings);
  const { html } = settings;
  const { panel, summary } = await readInputs(settings, hooks);
  const read = performance.now() - started;
  const parallel = parallelFolds(settings.foldWorkers);
  const folds = orDefault(settings.folds, 'folds');
  const asked = { folds, horizons: settings.testHorizons, target: settings.target };
  const report = await backtest(panel, { ...options, ...asked }, { ...hooks, parallel });
  if (html !== undefined) await writeReport(html, report, orDefault(settings.htmlSeries, 'htmlSeries'));
  const timings = { read: Math.round(read), total: Math.round(performance.now() - started) };
  const { evaluation, byHorizon, days, series } = report;
  const worst = series.map(
    ({ tenantId, datasetUuid, datasetName, ruleCode, mae, naiveMae, crps, naiveCrps, days: dates }) => {
      return { tenantId, datasetUuid, datasetName, ruleCode, mae, naiveMae, crps, naiveCrps, days: dates.length };
    },
  );
  const json = { evaluation, byHorizon, folds: report.folds, days, series: worst, html, input: summary, timings };
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

function backtestText(report: BacktestReport, input: InputsRead['summary'], html: string | undefined): string {
  const { days, folds, evaluation, byHorizon } = report;
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
  const horizons = byHorizon.length > 1 ? `${horizonsText(byHorizon)}\n` : '';
  return `${rowsReadText(input)}\n\n${foldsText(folds)}\n${scoresText(evaluation)}\n${horizons}Mean pass percentage of all series by day\n\n${plot}${written}`;
}

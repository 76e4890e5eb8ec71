import type { BacktestReport, BacktestSeries } from '@dqs/pipelines';

import { fixed, whole } from '../text/numbers.js';
import { chartSvg, legendHtml, type ChartLine } from '../charts/line-chart.js';
import { escapeHtml } from '../html/escape.js';
import { htmlPage } from '../html/html-page.js';
import { foldTable, scoreTable, seriesTable } from '../html/tables.js';
import { tilesHtml } from '../html/tiles.js';

/** How a report is made. */
export interface ReportOptions {
  /** Series that get a chart, greatest error first. */
  readonly charts: number;
  readonly createdAt: Date;
}

/** Series in the table; a page with more would be slow to open. */
const TABLE_ROWS = 1000;

/**
 * A backtest as one HTML page that needs nothing else: styles, script and charts are inside, nothing is fetched.
 * Forecast and actual are shown with the naive forecast beside them, for all series and for single ones.
 */
export function backtestPage(report: BacktestReport, options: ReportOptions): string {
  const { evaluation, folds, series } = report;
  const { from, to, rows, horizon } = evaluation;
  const charted = series.slice(0, options.charts);
  const ahead = `${horizon} day${horizon === 1 ? '' : 's'} ahead`;
  const subtitle = `${from} to ${to} · ${whole(rows)} forecasts ${ahead} · ${whole(series.length)} series · ${folds.length} folds`;
  const sections = [
    tilesHtml(evaluation.scores[0]!),
    overallSection(report),
    `<section><h2>Error by level of execution</h2><p>Mean absolute error in percentage points; the best naive forecast is underlined.</p>${scoreTable(evaluation)}</section>`,
    `<section><h2>Error by fold</h2><p>Each fold is forecast by a model fitted on the days before it.</p>${foldTable(folds)}</section>`,
    seriesSection(series, charted, evaluation.scores[0]!.bestNaive),
  ];
  const { createdAt } = options;
  return htmlPage({
    title: `Backtest ${from} to ${to}`,
    heading: 'Backtest',
    subtitle,
    main: sections.join('\n'),
    createdAt,
  });
}

function overallSection({ days, evaluation }: BacktestReport): string {
  const { bestNaive } = evaluation.scores[0]!;
  const labels = days.map(({ day }) => day);
  const level: ChartLine[] = [
    { name: `naive (${bestNaive})`, kind: 'naive', values: days.map(({ naive }) => naive) },
    { name: 'actual', kind: 'actual', values: days.map(({ actual }) => actual) },
    { name: 'forecast', kind: 'forecast', values: days.map(({ expected }) => expected) },
  ];
  const errors: ChartLine[] = [
    { name: `naive (${bestNaive})`, kind: 'naive', values: days.map(({ naiveMae }) => naiveMae) },
    { name: 'model', kind: 'forecast', values: days.map(({ mae }) => mae) },
  ];
  return `<section><h2>All series by day</h2><p>Mean pass percentage of the series of each day.</p>
${legendHtml(level)}${chartSvg({ title: 'Mean pass percentage by day', days: labels, lines: level, unit: '%' })}
<h3>Mean absolute error by day</h3>
${legendHtml(errors)}${chartSvg({ title: 'Mean absolute error by day', days: labels, lines: errors, unit: 'points', height: 180 })}
</section>`;
}

function seriesSection(
  series: readonly BacktestSeries[],
  charted: readonly BacktestSeries[],
  bestNaive: string,
): string {
  const options = charted.map((one, i) => `<option value="${i}">${escapeHtml(seriesTitle(one))}</option>`);
  const figures = charted.map((one, i) => seriesFigure(one, i, bestNaive));
  const shown = series.length > TABLE_ROWS ? `the ${TABLE_ROWS} of greatest error` : 'all';
  return `<section id="series"><h2>Single series</h2>
<p>${charted.length} of ${whole(series.length)} series have a chart, greatest error first.</p>
<div class="pick"><button type="button" data-step="-1">‹</button><select id="pick" aria-label="Series">${options.join('')}</select><button type="button" data-step="1">›</button></div>
${figures.join('\n')}
<h3>Table of ${shown} series</h3>
<input id="filter" type="search" placeholder="Filter by dataset or rule" aria-label="Filter by dataset or rule">
${seriesTable(series.slice(0, TABLE_ROWS), charted.length)}</section>`;
}

function seriesTitle({ datasetName, datasetUuid, ruleCode, mae }: BacktestSeries): string {
  return `${datasetName || datasetUuid} · rule ${ruleCode} · error ${fixed(mae)}`;
}

function seriesFigure(one: BacktestSeries, index: number, bestNaive: string): string {
  const lines: ChartLine[] = [
    { name: `naive (${bestNaive})`, kind: 'naive', values: one.naive },
    { name: 'actual', kind: 'actual', values: one.actual },
    { name: 'forecast', kind: 'forecast', values: one.predicted },
  ];
  const svg = chartSvg({ title: seriesTitle(one), days: one.days, lines, unit: '%', range: { low: 0, high: 100 } });
  return `<figure data-series="${index}"${index === 0 ? '' : ' hidden'}>
<figcaption>${escapeHtml(one.datasetUuid)} · rule ${escapeHtml(one.ruleCode)} · mean absolute error ${fixed(one.mae)}, naive ${fixed(one.naiveMae)}</figcaption>
${legendHtml(lines)}${svg}</figure>`;
}

import type { BackendComparison } from '@dqs/pipelines';

import { COMPARISON_TITLES, comparisonCells, naiveCells } from '../text/comparison-text.js';
import { fixed, whole } from '../text/numbers.js';
import { barChartSvg, type Bar } from '../charts/bar-chart.js';
import { escapeHtml } from '../html/escape.js';
import { htmlPage } from '../html/html-page.js';

/** A comparison of backends as one HTML page that needs nothing else. */
export function comparisonPage(
  { backends, skipped }: BackendComparison,
  { createdAt }: { readonly createdAt: Date },
): string {
  const [first] = backends;
  const { from = '', to = '', rows = 0, horizon = 1 } = first?.evaluation ?? {};
  const ahead = `${horizon} day${horizon === 1 ? '' : 's'} ahead`;
  const main = [
    `<section><h2>Mean absolute error</h2><p>In percentage points, with that of the best naive forecast below.</p>${barChartSvg(errorBars(backends), 'points')}</section>`,
    `<section><h2>Time to train</h2><p>All windows together.</p>${barChartSvg(timeBars(backends), 's')}</section>`,
    `<section><h2>All figures</h2><p>Memory is what training and forecasting added to reading the input.</p>${figureTable(backends)}</section>`,
    skippedSection(skipped),
  ];
  return htmlPage({
    title: `Backends compared, ${from} to ${to}`,
    heading: 'Backends compared',
    subtitle: `${from} to ${to} · ${whole(rows)} forecasts ${ahead}`,
    main: main.join('\n'),
    createdAt,
  });
}

function skippedSection(skipped: BackendComparison['skipped']): string {
  if (skipped.length === 0) return '';
  const items = skipped.map(({ backend, reason }) => `<li>${escapeHtml(backend)}: ${escapeHtml(reason)}</li>`);
  return `<section><h2>Left out</h2><ul>${items.join('')}</ul></section>`;
}

function errorBars(backends: BackendComparison['backends']): Bar[] {
  const bars = backends.map(({ backend, evaluation }): Bar => {
    const { mae } = evaluation.scores[0]!.model;
    return { label: backend, value: mae, text: fixed(mae), kind: 'forecast' };
  });
  const scores = backends[0]?.evaluation.scores[0];
  if (!scores) return bars;
  const { mae } = scores.naive[scores.bestNaive]!;
  return [...bars, { label: `naive (${scores.bestNaive})`, value: mae, text: fixed(mae), kind: 'naive' }];
}

function timeBars(backends: BackendComparison['backends']): Bar[] {
  return backends.map(({ backend, trainMs }) => {
    return { label: backend, value: trainMs / 1000, text: fixed(trainMs / 1000, 2), kind: 'actual' };
  });
}

function figureTable(backends: BackendComparison['backends']): string {
  const head = ['backend', ...COMPARISON_TITLES].map(
    (title, i) => `<th${i === 0 ? ' class="text"' : ''}>${title}</th>`,
  );
  const rows = backends.map((one) => rowHtml(one.backend, comparisonCells(one)));
  if (backends[0]) {
    const { name, cells } = naiveCells(backends[0]);
    rows.push(rowHtml(`best naive: ${name}`, cells));
  }
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

function rowHtml(name: string, cells: readonly string[]): string {
  return `<tr><th>${escapeHtml(name)}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
}

import type { SearchSpace } from '@dqs/search';
import type { TuneReport } from '@dqs/pipelines';

import { fixed, whole } from '../text/numbers.js';
import { chartSvg, legendHtml, type ChartLine } from '../charts/line-chart.js';
import { escapeHtml } from '../html/escape.js';
import { htmlPage } from '../html/html-page.js';
import { importanceBars, parallelPlot, slicePlots } from '../charts/trial-plots.js';
import { valueText } from '../text/tune-text.js';

/** What a page needs beside the report. */
export interface TunePageOptions {
  readonly createdAt: Date;
  /** The space of the report. */
  readonly space: SearchSpace;
}

/** Styles of what only this page has. */
const OWN_STYLE = `
.parallel{display:block;width:100%;height:auto}.parallel polyline{fill:none;stroke:var(--naive);stroke-width:1.5}.parallel polyline.best{stroke:var(--forecast);stroke-width:3}
.tick.name{fill:var(--ink)}.slices{display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:14px}
.slice svg{display:block;width:100%;height:auto}.slice circle{fill:var(--actual);opacity:.55}.slice circle.best{fill:var(--forecast);opacity:1}
.bar{display:flex;align-items:center;gap:10px;font-size:13.5px;margin:4px 0}.bar span{flex:0 0 180px;text-align:right;color:var(--soft)}.bar i{display:block;height:14px;border-radius:3px;background:var(--actual)}
.verdict{font-size:17px;color:var(--ink);margin:0}pre{overflow:auto;margin:0;font-size:13px}
`;

/**
 * A search as one HTML page that needs nothing else: what it brought, its course, which parameters matter and how, and
 * every trial. The errors of the defaults and of the best naive forecast stand beside those that were found.
 */
export function tunePage(report: TuneReport, { createdAt, space }: TunePageOptions): string {
  const { strategy, trials, folds, comparison, reason, verdict, settings } = report;
  const subtitle = `${whole(trials.length)} trials by ${escapeHtml(strategy)}, stopped by ${reason} · ${folds.length} validation windows · test ${comparison.from} to ${comparison.to}`;
  const main = [
    tiles(report),
    `<section><p class="verdict">${escapeHtml(verdict)}</p></section>`,
    `<section><h2>Course of the search</h2><p>Mean absolute error in percentage points over the validation windows.</p>${historyChart(report)}</section>`,
    `<section><h2>Importance</h2><p>How much worse a random forest of the trials forecasts when a parameter is shuffled, as shares.</p>${importanceBars(report)}</section>`,
    `<section><h2>Parallel coordinates</h2><p>A line for each completed trial; the best stands out.</p>${parallelPlot(report, space)}</section>`,
    `<section><h2>Slices</h2><p>Error against each parameter.</p><div class="slices">${slicePlots(report, space)}</div></section>`,
    `<section><h2>Parameters found</h2><p>For <code>dqs train --params</code>.</p><pre>${escapeHtml(JSON.stringify(settings, null, 2))}</pre></section>`,
    `<section><h2>Trials</h2><input id="filter" type="search" placeholder="Filter" aria-label="Filter trials">${trialTable(report)}</section>`,
  ];
  return htmlPage({
    title: `Search for parameters, ${trials.length} trials`,
    heading: 'Search for parameters',
    subtitle,
    main: main.join('\n'),
    style: OWN_STYLE,
    createdAt,
  });
}

function tiles({ best, defaults, comparison }: TuneReport): string {
  const { improvement, verdict } = comparison;
  const naive = comparison.tuned.scores[0]!;
  const tone = verdict === 'tuned better' ? 'good' : verdict === 'defaults better' ? 'bad' : '';
  const interval = `95 % interval ${fixed(improvement.low, 3)} to ${fixed(improvement.high, 3)}`;
  const tile = (label: string, value: string, beside: string, of = '') =>
    `<div class="tile ${of}"><span>${label}</span><strong>${value}</strong><small>${escapeHtml(beside)}</small></div>`;
  return `<div class="tiles">
${tile('Improvement on unseen days', fixed(improvement.mean, 3), interval, tone)}
${tile('Tuned, on unseen days', fixed(naive.model.mae, 3), `${naive.bestNaive} ${fixed(naive.naive[naive.bestNaive]!.mae, 3)}`)}
${tile('Defaults, on unseen days', fixed(comparison.defaults.scores[0]!.model.mae, 3), `${comparison.days} days`)}
${tile('Best trial, in validation', fixed(best.value, 3), `trial ${best.number}; defaults ${fixed(defaults?.value, 3) || 'not in the space'}`)}
</div>`;
}

function historyChart({ trials, defaults }: TuneReport): string {
  let best = Number.POSITIVE_INFINITY;
  const values = trials.map(({ state, value }) => (state === 'complete' ? value! : Number.NaN));
  const bests = values.map((value) => {
    if (value < best) best = value;
    return Number.isFinite(best) ? best : Number.NaN;
  });
  const lines: ChartLine[] = [
    { name: 'trial', kind: 'actual', values },
    { name: 'best so far', kind: 'forecast', values: bests },
  ];
  const { value } = defaults ?? {};
  if (typeof value === 'number') lines.push({ name: 'defaults', kind: 'naive', values: trials.map(() => value) });
  const days = trials.map(({ number }) => `trial ${number}`);
  return `${legendHtml(lines)}${chartSvg({ title: 'Error by trial', days, lines, unit: 'points' })}`;
}

function trialTable({ trials, space }: TuneReport): string {
  const names = Object.keys(space);
  const head = ['trial', 'state', 'error', ...names, 'rounds', 'seconds'].map(
    (title) => `<th>${escapeHtml(title)}</th>`,
  );
  const rows = trials.map(({ number, state, value, parameters, notes, durationMs, error }) => {
    const cells = [
      state,
      fixed(value, 3),
      ...names.map((name) => valueText(parameters[name])),
      String(notes?.['rounds'] ?? ''),
      fixed(durationMs / 1000, 1),
    ];
    return `<tr><th title="${escapeHtml(error ?? '')}">${number}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
  return `<div class="scroll"><table id="series-table"><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

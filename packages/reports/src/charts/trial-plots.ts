import type { SearchSpace } from '@dqs/search';
import type { TuneReport } from '@dqs/pipelines';

import { fixed } from '../text/numbers.js';
import { escapeHtml } from '../html/escape.js';
import { completed, errorAxis, parameterAxes, type PlotAxis } from './plot-axes.js';

const WIDTH = 960;

/** Every completed trial as a line through its parameters to its error; the better, the more it stands out. */
export function parallelPlot(report: TuneReport, space: SearchSpace): string {
  const error = errorAxis(report);
  const axes = [...parameterAxes(space), error];
  const [top, bottom, side] = [34, 250, 56];
  const x = (i: number) => side + (i * (WIDTH - 2 * side)) / Math.max(1, axes.length - 1);
  const y = (place: number) => bottom - place * (bottom - top);
  const lines = completed(report.trials)
    .sort((a, b) => b.value! - a.value!)
    .map((trial) => {
      const points = axes.flatMap((axis, i) => {
        const place = axis.place(trial);
        return place === undefined ? [] : [`${round(x(i))},${round(y(place))}`];
      });
      const tone = trial === report.best || trial.number === report.best.number ? 'best' : 'trial';
      const opacity = round(0.15 + 0.75 * (1 - error.place(trial)!), 2);
      return `<polyline class="${tone}" style="opacity:${tone === 'best' ? 1 : opacity}" points="${points.join(' ')}"><title>trial ${trial.number}: ${fixed(trial.value, 3)}</title></polyline>`;
    });
  const frames = axes.map((axis, i) => axisSvg(axis, x(i), y, top));
  return `<svg class="parallel" viewBox="0 0 ${WIDTH} 274" role="img" aria-label="Parallel coordinates of all trials">${lines.join('')}${frames.join('')}</svg>`;
}

function axisSvg(axis: PlotAxis, at: number, y: (place: number) => number, top: number): string {
  const ticks = axis.ticks.map(
    ({ place, text }) =>
      `<text class="tick" x="${round(at + 5)}" y="${round(y(place) + 4)}">${escapeHtml(text)}</text>`,
  );
  return (
    `<line class="grid" x1="${round(at)}" x2="${round(at)}" y1="${round(y(0))}" y2="${round(y(1))}"/>${ticks.join('')}` +
    `<text class="tick name" x="${round(at)}" y="${top - 14}" text-anchor="middle">${escapeHtml(axis.name)}</text>`
  );
}

/** The error against each parameter alone, a point for every completed trial. */
export function slicePlots(report: TuneReport, space: SearchSpace): string {
  const error = errorAxis(report);
  return parameterAxes(space)
    .map((axis) => slicePlot(report, axis, error))
    .join('');
}

function slicePlot(report: TuneReport, axis: PlotAxis, error: PlotAxis): string {
  const [width, height, left, bottom] = [310, 190, 48, 160];
  const x = (place: number) => left + place * (width - left - 12);
  const y = (place: number) => bottom - place * (bottom - 12);
  const dots = completed(report.trials).flatMap((trial) => {
    const place = axis.place(trial);
    if (place === undefined) return [];
    const tone = trial.number === report.best.number ? 'best' : 'trial';
    return [
      `<circle class="${tone}" cx="${round(x(place))}" cy="${round(y(error.place(trial)!))}" r="${tone === 'best' ? 5 : 3.5}"><title>trial ${trial.number}: ${fixed(trial.value, 3)}</title></circle>`,
    ];
  });
  const grid = error.ticks.map(
    ({ place, text }) =>
      `<line class="grid" x1="${left}" x2="${width - 12}" y1="${round(y(place))}" y2="${round(y(place))}"/>` +
      `<text class="tick" x="${left - 6}" y="${round(y(place) + 4)}" text-anchor="end">${text}</text>`,
  );
  const anchors = (place: number) => (place === 0 ? 'start' : place === 1 ? 'end' : 'middle');
  const labels = axis.ticks.map(
    ({ place, text }) =>
      `<text class="tick" x="${round(x(place))}" y="${bottom + 18}" text-anchor="${anchors(place)}">${escapeHtml(text)}</text>`,
  );
  return `<figure class="slice"><figcaption>${escapeHtml(axis.name)}</figcaption><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Error by ${escapeHtml(axis.name)}">${grid.join('')}${labels.join('')}${dots.join('')}</svg></figure>`;
}

/** A bar for each parameter, as long as its share of the importance. */
export function importanceBars({ importance }: TuneReport): string {
  if (importance.every(({ share }) => share === 0)) return '<p>Too few trials to tell which parameters matter.</p>';
  const rows = importance.map(
    ({ name, share }) =>
      `<div class="bar"><span>${escapeHtml(name)}</span><i style="width:${round(60 * share)}%"></i><b>${fixed(100 * share, 0)} %</b></div>`,
  );
  return rows.join('');
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

import { escapeHtml, jsonAttribute } from '../html/escape.js';

/** A line of a chart; NaN or null leaves a gap. */
export interface ChartLine {
  readonly name: string;
  /** Class of the line, which gives it its colour: `actual`, `forecast` or `naive`. */
  readonly kind: 'actual' | 'forecast' | 'naive';
  readonly values: readonly number[];
}

/** What a chart shows. */
export interface Chart {
  readonly title: string;
  /** Label of each place on the horizontal axis, `YYYY-MM-DD`. */
  readonly days: readonly string[];
  readonly lines: readonly ChartLine[];
  /** Unit of the values, behind each number. */
  readonly unit: string;
  /** Ends of the vertical axis; fitted to the values where undefined. */
  readonly range?: { readonly low: number; readonly high: number };
  readonly height?: number;
}

const WIDTH = 960;
const MARGIN = { top: 12, right: 14, bottom: 26, left: 46 };
const LABELS = 6;

/** A line chart as inline SVG; the script of the page reads its data attributes to show values under the pointer. */
export function chartSvg(chart: Chart): string {
  const height = chart.height ?? 280;
  const { low, high } = chart.range ?? fittedRange(chart.lines);
  const x = (i: number) =>
    MARGIN.left + (i * (WIDTH - MARGIN.left - MARGIN.right)) / Math.max(1, chart.days.length - 1);
  const y = (value: number) => MARGIN.top + ((high - value) * (height - MARGIN.top - MARGIN.bottom)) / (high - low);
  const grid = ticks(low, high).map(
    (value) =>
      `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${round(y(value))}" y2="${round(y(value))}"/>` +
      `<text class="tick" x="${MARGIN.left - 8}" y="${round(y(value) + 4)}" text-anchor="end">${tickText(value)}</text>`,
  );
  const paths = chart.lines.map(({ kind, values }) => `<path class="line ${kind}" d="${pathOf(values, x, y)}"/>`);
  const data = {
    days: chart.days,
    unit: chart.unit,
    left: MARGIN.left,
    right: WIDTH - MARGIN.right,
    lines: chart.lines.map(({ name, kind, values }) => ({ name, kind, values: values.map(round) })),
  };
  return (
    `<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(chart.title)}" ` +
    `data-chart="${jsonAttribute(data)}">${grid.join('')}${dayLabels(chart.days, x, height)}${paths.join('')}` +
    `<line class="pointer" y1="${MARGIN.top}" y2="${height - MARGIN.bottom}"/></svg>`
  );
}

/** Names of the lines with their colours. */
export function legendHtml(lines: readonly Pick<ChartLine, 'name' | 'kind'>[]): string {
  const items = lines.map(({ name, kind }) => `<span class="key ${kind}">${escapeHtml(name)}</span>`);
  return `<div class="legend">${items.join('')}</div>`;
}

function pathOf(values: readonly number[], x: (i: number) => number, y: (value: number) => number): string {
  let path = '';
  let isOpen = false;
  values.forEach((value, i) => {
    if (Number.isFinite(value)) path += `${isOpen ? 'L' : 'M'}${round(x(i))} ${round(y(value))}`;
    isOpen = Number.isFinite(value);
  });
  return path;
}

function dayLabels(days: readonly string[], x: (i: number) => number, height: number): string {
  const count = Math.min(LABELS, days.length);
  const places = Array.from({ length: count }, (_, i) => Math.round((i * (days.length - 1)) / Math.max(1, count - 1)));
  return places
    .map((place, i) => {
      const anchor = i === 0 ? 'start' : i === count - 1 ? 'end' : 'middle';
      return `<text class="tick" x="${round(x(place))}" y="${height - 8}" text-anchor="${anchor}">${days[place]!}</text>`;
    })
    .join('');
}

/** The values with a little air, in whole steps of the axis. */
function fittedRange(lines: readonly ChartLine[]): { low: number; high: number } {
  const values = lines.flatMap((line) => line.values.filter((value) => Number.isFinite(value)));
  if (values.length === 0) return { low: 0, high: 1 };
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const step = tickStep(least, Math.max(greatest, least + 1e-6));
  const low = Math.floor(least / step) * step;
  return { low, high: Math.max(Math.ceil(greatest / step) * step, low + step) };
}

function ticks(low: number, high: number): number[] {
  const step = tickStep(low, high);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

/** A step of 1, 2 or 5 times a power of ten that gives four to eight ticks. */
function tickStep(low: number, high: number): number {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
}

function tickText(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

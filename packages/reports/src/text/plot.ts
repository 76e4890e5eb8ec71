import asciichart from 'asciichart';

import { colored } from './colors.js';

/** A line of a plot; NaN if there is no value. */
export interface PlotLine {
  readonly name: string;
  readonly color: 'cyan' | 'yellow' | 'gray';
  readonly values: readonly number[];
}

const HEIGHT = 12;
/** Columns of the value axis. */
const AXIS_WIDTH = 9;
/** No upright strokes: dots that climb would hide the line behind them. */
const DOTS = ['┼', '┤', '·', '·', '·', '·', '·', '·', '·', ' '];

/**
 * Lines over the same days as a small chart of characters; the first is drawn through, the others dotted behind it.
 *
 * @param labels first and last label of the horizontal axis.
 * @param width columns of the terminal.
 */
export function plotText(lines: readonly PlotLine[], labels: readonly [string, string], width: number): string {
  const points = Math.max(10, width - AXIS_WIDTH - 1);
  const fitted = lines.map((line) => ({ ...line, values: fit(line.values, points) }));
  const all = fitted.flatMap(({ values }) => values.filter((value) => Number.isFinite(value)));
  if (all.length === 0) return '';
  const low = Math.min(...all);
  const range = { min: low, max: Math.max(...all, low + 1), height: HEIGHT };
  const layers = fitted.map(({ values, color }, i) => ({
    color,
    rows: asciichart
      .plot([...values], { ...range, format: axisLabel, ...(i === 0 ? {} : { symbols: DOTS }) })
      .split('\n'),
  }));
  const rows = layers[0]!.rows.map((_, row) =>
    overlay(layers.map((layer) => ({ ...layer, text: layer.rows[row] ?? '' }))),
  );
  const legend = lines.map(({ name, color }, i) => colored(color, `${i === 0 ? '─' : '·'} ${name}`)).join('   ');
  const length = Math.max(...fitted.map(({ values }) => values.length));
  const gap = ' '.repeat(Math.max(1, length - labels[0].length - labels[1].length));
  return `${rows.join('\n')}\n${' '.repeat(AXIS_WIDTH)}${labels[0]}${gap}${labels[1]}\n${' '.repeat(AXIS_WIDTH)}${legend}\n`;
}

/** Columns that one value may take where there are few. */
const WIDEST_VALUE = 4;

/** Means of equal parts where there are more values than columns, broader values where there are few. */
function fit(values: readonly number[], points: number): number[] {
  if (values.length <= points) {
    const repeats = Math.min(WIDEST_VALUE, Math.max(1, Math.floor(points / Math.max(1, values.length))));
    return values.flatMap((value) => Array.from({ length: repeats }, () => value));
  }
  return Array.from({ length: points }, (_, i) => {
    const from = Math.floor((i * values.length) / points);
    const part = values.slice(from, Math.max(from + 1, Math.floor(((i + 1) * values.length) / points)));
    const present = part.filter((value) => Number.isFinite(value));
    return present.reduce((sum, value) => sum + value, 0) / present.length;
  });
}

function axisLabel(value: number): string {
  return value.toFixed(1).padStart(AXIS_WIDTH - 2);
}

/** One line of text: each place shows the first layer that has something there; layer 0 brings the axis. */
function overlay(layers: readonly { readonly color: PlotLine['color']; readonly text: string }[]): string {
  const width = Math.max(...layers.map(({ text }) => text.length));
  let line = '';
  for (let column = 0; column < width; column += 1) {
    const owner = layers.find(({ text }) => (text[column] ?? ' ') !== ' ');
    const character = owner?.text[column] ?? ' ';
    line += owner === undefined || column < AXIS_WIDTH ? character : colored(owner.color, character);
  }
  return line.trimEnd();
}

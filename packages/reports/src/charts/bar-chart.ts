import { escapeHtml } from '../html/escape.js';

/** One bar of a chart. */
export interface Bar {
  readonly label: string;
  /** 0 or more. */
  readonly value: number;
  /** The value as it is written behind the bar. */
  readonly text: string;
  /** Gives the bar its colour, one of those of the lines in other charts. */
  readonly kind: 'actual' | 'forecast' | 'naive';
}

const WIDTH = 960;
const LABEL_WIDTH = 220;
const VALUE_WIDTH = 110;
const BAR_HEIGHT = 22;
const GAP = 10;

/** Horizontal bars from 0 as inline SVG, one under the other in the order given. */
export function barChartSvg(bars: readonly Bar[], unit: string): string {
  const greatest = Math.max(...bars.map(({ value }) => value), 0) || 1;
  const height = bars.length * (BAR_HEIGHT + GAP) + GAP;
  const shapes = bars.map(({ label, value, text, kind }, i) => {
    const y = GAP + i * (BAR_HEIGHT + GAP);
    const width = Math.round(((WIDTH - LABEL_WIDTH - VALUE_WIDTH) * value) / greatest);
    const middle = y + BAR_HEIGHT / 2 + 5;
    return (
      `<text class="tick" x="${LABEL_WIDTH - 10}" y="${middle}" text-anchor="end">${escapeHtml(label)}</text>` +
      `<rect x="${LABEL_WIDTH}" y="${y}" width="${width}" height="${BAR_HEIGHT}" fill="var(--${kind})"/>` +
      `<text class="tick" x="${LABEL_WIDTH + width + 8}" y="${middle}">${escapeHtml(`${text} ${unit}`)}</text>`
    );
  });
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="bars in ${escapeHtml(unit)}">${shapes.join('')}</svg>`;
}

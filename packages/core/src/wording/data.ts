import { lineText } from './line.js';

/** A series as people know it: `orders · references`. */
export function seriesName({ dataset, rule }: { readonly dataset: string; readonly rule: string }): string {
  return `${lineText(dataset)} · ${lineText(rule)}`;
}

/**
 * A source that is late, without its name: `usual 05:42, on 99 of 100 days by 07:11. Its 38 series stay unknown and send
 * nothing.`
 */
export function lateText(late: { readonly usual: string; readonly latest: string; readonly series: number }): string {
  const { usual, latest, series } = late;
  const silent =
    series === 1
      ? 'Its series stays unknown and sends nothing.'
      : `Its ${series} series stay unknown and send nothing.`;
  return `usual ${usual}, on 99 of 100 days by ${latest}. ${silent}`;
}

import type { Evaluation } from '@dqs/pipelines';

import { fixed, whole } from './numbers.js';
import { DISTRIBUTION_TITLES, distributionCells, skillText } from './scores.js';
import { textTable, type TableColumn } from './table.js';

/**
 * The distributions of one model at several horizons, each beside the naive distribution that was the best at that horizon on the
 * training days.
 */
export function horizonsText(byHorizon: readonly Evaluation[]): string {
  const numbers = ['rows', ...DISTRIBUTION_TITLES, 'naive MAE', 'naive CRPS', 'skill'];
  const columns: TableColumn[] = [
    { title: 'days ahead', align: 'right' },
    ...numbers.map((title) => ({ title, align: 'right' as const })),
    { title: 'best naive' },
  ];
  const body = byHorizon.flatMap(({ horizon, rows, scores }) => {
    const all = scores[0]?.distribution;
    if (!all) return [];
    const naive = all.naive[all.bestNaive]!;
    const cells = [...distributionCells(all.model), fixed(naive.mae), fixed(naive.crps), skillText(all.skill)];
    return [[String(horizon), whole(rows), ...cells, all.bestNaive]];
  });
  return textTable(columns, body);
}

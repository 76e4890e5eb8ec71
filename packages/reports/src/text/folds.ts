import type { BacktestFold } from '@dqs/pipelines';

import { naiveNames, skillText } from './scores.js';
import { fixed, whole } from './numbers.js';
import { textTable } from './table.js';

/** One line per test window: what was trained on, what was tested, and the error beside the naive ones. */
export function foldsText(folds: readonly BacktestFold[]): string {
  const naive = naiveNames(folds[0]?.evaluation.scores[0]);
  const columns = [
    { title: 'fold' },
    { title: 'trained on' },
    { title: 'tested on' },
    ...['rows', 'model', ...naive, 'skill'].map((title) => ({ title, align: 'right' as const })),
  ];
  const rows = folds.map(({ train, evaluation }, i) => {
    const all = evaluation.scores[0]!;
    return [
      String(i + 1),
      `${train.from} to ${train.to}`,
      `${evaluation.from} to ${evaluation.to}`,
      whole(all.rows),
      fixed(all.model.mae),
      ...naive.map((name) => fixed(all.naive[name]!.mae)),
      skillText(all.skill),
    ];
  });
  return textTable(columns, rows);
}

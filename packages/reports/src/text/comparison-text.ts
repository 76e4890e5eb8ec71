import type { BackendComparison, BackendMeasurement } from '@dqs/pipelines';

import { colored } from './colors.js';
import { byteSize, counted, duration, fixed, whole } from './numbers.js';
import { inLine } from './printable.js';
import { skillText } from './scores.js';
import { textTable } from './table.js';

/** Titles of the columns behind the name of the backend. */
export const COMPARISON_TITLES = [
  'MAE',
  'RMSE',
  'log loss',
  'skill',
  'training',
  'forecasts/s',
  'memory',
  'model',
] as const;

/** Scores and costs of one backend, in the order of {@link COMPARISON_TITLES}. */
export function comparisonCells({ evaluation, ...cost }: BackendMeasurement): string[] {
  const { model, skill } = evaluation.scores[0]!;
  return [
    fixed(model.mae),
    fixed(model.rmse),
    fixed(model.logLoss, 4),
    skillText(skill),
    duration(cost.trainMs),
    whole(cost.forecastRowsPerSecond),
    byteSize(cost.addedRssBytes),
    byteSize(cost.modelBytes),
  ];
}

/** The best naive forecast of the same rows: the errors to beat. */
export function naiveCells({ evaluation }: BackendMeasurement): { readonly name: string; readonly cells: string[] } {
  const { naive, bestNaive } = evaluation.scores[0]!;
  const { mae, rmse, logLoss } = naive[bestNaive]!;
  return { name: bestNaive, cells: [fixed(mae), fixed(rmse), fixed(logLoss, 4), '', '', '', '', ''] };
}

/** A comparison as a table. */
export function comparisonText({ backends, skipped }: BackendComparison): string {
  const left = skipped.map(({ backend, reason }) => `${backend} was skipped: ${inLine(reason)}\n`).join('');
  const [first] = backends;
  if (!first) return `no backend could be measured\n${left}`;
  const columns = [{ title: 'backend' }, ...COMPARISON_TITLES.map((title) => ({ title, align: 'right' as const }))];
  const naive = naiveCells(first);
  const rows = backends.map((one, i) => [
    i === 0 ? colored('bold', one.backend) : one.backend,
    ...comparisonCells(one),
  ]);
  const { from, to, rows: count, horizon } = first.evaluation;
  return (
    `${from} to ${to}, ${counted(count, 'forecast')} ${counted(horizon, 'day')} ahead; errors in percentage ` +
    `points, least first; skill against the best naive forecast; memory added to that of reading\n\n` +
    `${textTable(columns, [...rows, [`best naive: ${naive.name}`, ...naive.cells]])}${left === '' ? '' : `\n${left}`}`
  );
}

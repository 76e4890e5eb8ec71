import type { DistributionScores, TuneReport } from '@dqs/pipelines';

import { colored } from './colors.js';
import { counted, duration, fixed } from './numbers.js';
import { valueText } from './parameter.js';
import { inLine } from './printable.js';
import { textTable } from './table.js';

/** Trials shown in the terminal. */
const SHOWN = 10;

/** Where a search wrote its results. */
export interface TuneFiles {
  readonly html: string | undefined;
  readonly out: string | undefined;
}

/**
 * A search as text: the best trials, parameter importance, the result for training; the last line states the benefit.
 */
export function tuneText(report: TuneReport, { html, out }: TuneFiles): string {
  const { timings, strategy, reason } = report;
  const written = [
    out === undefined
      ? ''
      : `Parameters written to ${inLine(out)}; train with them: dqs train --params ${inLine(out)} …\n`,
    html === undefined ? '' : `Report written to ${inLine(html)}\n`,
  ].join('');
  return (
    `${headline(report)} by ${strategy} in ${duration(timings.search)}, stopped by ${reason}\n` +
    `Mean CRPS in percentage points over ${foldsText(report)}\n\n` +
    `${trialTable(report)}\n${importanceText(report)}\n${comparisonTable(report)}\n${written}` +
    `${colored('bold', report.verdict)}\n`
  );
}

function headline({ trials }: TuneReport): string {
  const count = (state: string) => trials.filter((trial) => trial.state === state).length;
  const others = [
    [count('pruned'), 'ended early'],
    [count('failed'), 'failed'],
  ].flatMap(([n, word]) => (Number(n) > 0 ? [`${n} ${word}`] : []));
  return `${counted(trials.length, 'trial')}${others.length > 0 ? ` (${others.join(', ')})` : ''}`;
}

function foldsText({ folds }: TuneReport): string {
  const rows = folds.reduce((sum, { validation }) => sum + validation.rows, 0);
  const [first, last] = [folds[0]!.validation.from, folds.at(-1)!.validation.to];
  return `${counted(folds.length, 'validation window')}, ${first} to ${last}, ${counted(rows, 'forecast')}`;
}

function trialTable({ trials, best, defaults, space }: TuneReport): string {
  const names = Object.keys(space);
  const complete = trials.filter(({ state }) => state === 'complete').sort((a, b) => a.value! - b.value!);
  const shown = complete.slice(0, SHOWN);
  if (defaults?.state === 'complete' && !shown.includes(defaults)) shown.push(defaults);
  const columns = [
    { title: 'trial' },
    ...['CRPS', ...names, 'rounds'].map((title) => ({ title, align: 'right' as const })),
  ];
  const rows = shown.map(({ number, value, parameters, notes }) => [
    `${number}${number === best.number ? ' best' : ''}${number === defaults?.number ? ' defaults' : ''}`,
    fixed(value, 3),
    ...names.map((name) => valueText(parameters[name])),
    String(notes?.['rounds'] ?? ''),
  ]);
  return textTable(columns, rows);
}

function importanceText({ importance }: TuneReport): string {
  if (importance.every(({ share }) => share === 0)) return 'Too few trials to tell which parameters matter.\n';
  const parts = importance
    .filter(({ share }) => share >= 0.005)
    .map(({ name, share }) => `${name} ${fixed(100 * share, 0)} %`);
  return `What mattered: ${parts.join(', ')}\n`;
}

function comparisonTable({ comparison }: TuneReport): string {
  const { defaults, tuned, from, to } = comparison;
  const right = (title: string) => ({ title, align: 'right' as const });
  const { bestNaive, naive } = defaults.scores[0]!.distribution!;
  const row = (name: string, { crps, mae, rmse }: DistributionScores) => [
    name,
    ...[crps, mae, rmse].map((score) => fixed(score, 3)),
  ];
  const rows = [
    row('defaults', defaults.scores[0]!.distribution!.model),
    row('tuned', tuned.scores[0]!.distribution!.model),
    row(`${bestNaive} (naive)`, naive[bestNaive]!),
  ];
  const columns = [{ title: 'parameters' }, ...['CRPS', 'MAE', 'RMSE'].map(right)];
  return `On ${from} to ${to}, never seen by the search\n\n${textTable(columns, rows)}`;
}

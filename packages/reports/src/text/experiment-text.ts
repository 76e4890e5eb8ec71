import type { Comparison, ExperimentEvaluation, TreatmentResult } from '@dqs/experiments';

import { colored } from './colors.js';
import { counted, fixed, whole } from './numbers.js';
import { inLine } from './printable.js';
import { textTable, type TableColumn } from './table.js';

const COLORS = {
  'treatment better': 'green',
  'control better': 'red',
  inconclusive: 'yellow',
  invalid: 'red',
} as const;

/** The verdicts: one sentence per treatment, with cautions. */
export function verdictText({ treatments }: ExperimentEvaluation): string {
  return treatments
    .map(({ verdict, sentence, cautions }) => {
      const notes = cautions.map((caution) => `  note: ${inLine(caution)}\n`);
      return `${colored(COLORS[verdict], verdict)}: ${inLine(sentence)}\n${notes.join('')}`;
    })
    .join('');
}

/** All results of an experiment, as tables. */
export function experimentText(evaluation: ExperimentEvaluation): string {
  const { definition, from, to, requests, units, exposures, replaced } = evaluation;
  const span = from === null ? 'no outcomes yet' : `${from} to ${to}`;
  const repeated = replaced > 0 ? `, ${whole(replaced)} replaced by later ones` : '';
  const facts =
    `${definition.name}: ${definition.mode} mode, ${span}\n` +
    `${counted(requests, 'outcome')} of ${counted(units, 'unit')}${repeated}; ${counted(exposures, 'exposure')}\n`;
  return [facts, ...evaluation.treatments.map(treatmentText), ratioText(evaluation), verdictText(evaluation)]
    .filter((part) => part !== '')
    .join('\n');
}

function treatmentText(result: TreatmentResult): string {
  const { primary, crps, split } = result;
  const comparisons = split === null ? [primary] : [primary, split];
  const scored = crps == null ? '' : comparisonTable(result, [crps], 'CRPS, ');
  return [
    comparisonTable(result, comparisons),
    scored,
    fixedTable(comparisons),
    segmentTable(result),
    guardrailTable(result),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function comparisonTable({ version, arm }: TreatmentResult, comparisons: readonly Comparison[], measure = ''): string {
  const rows = comparisons.map((one) => [
    one.design,
    whole(one.rows),
    String(one.days),
    fixed(one.control, 3),
    fixed(one.treatment, 3),
    fixed(one.difference, 3),
    one.relative === null ? '' : `${fixed(100 * one.relative, 1)} %`,
    intervalText(one.alwaysValid),
    pText(one.alwaysValid?.pValue),
    one.concluded === null ? 'not yet' : `${one.concluded.winner}, ${one.concluded.day}`,
  ]);
  const titles = ['rows', 'days', 'control', 'treatment', 'difference', 'relative', 'always-valid', 'p'];
  return `${measure}${arm}: ${inLine(version)}\n${textTable([{ title: 'design' }, ...right(titles), { title: 'concluded' }], rows)}`;
}

function fixedTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.flatMap(({ fixed: { tests, isDue, days } }) =>
    tests.map((test) => [
      test.name,
      String(days),
      isDue ? 'yes' : 'not yet',
      fixed(test.difference, 3),
      intervalText(test),
      pText(test.pValue),
    ]),
  );
  if (rows.length === 0) return '';
  const columns = [{ title: 'fixed test' }, ...right(['days', 'due', 'difference', 'interval', 'p'])];
  return textTable(columns, rows);
}

function segmentTable({ segments }: TreatmentResult): string {
  if (segments.length === 0) return '';
  const rows = segments.map((one) => [...segmentCells(one), one.winner === null ? '' : `${one.winner} better`]);
  const titles = ['rows', 'control', 'difference', 'relative', 'always-valid', 'adjusted p'];
  return textTable([{ title: 'segment' }, ...right(titles), { title: '' }], rows);
}

function guardrailTable({ guardrails }: TreatmentResult): string {
  if (guardrails.length === 0) return '';
  const rows = guardrails.map(guardrailCells);
  return textTable([{ title: 'guardrail' }, ...right(['limit', 'increase', 'interval, %']), { title: '' }], rows);
}

function ratioText({ sampleRatio }: ExperimentEvaluation): string {
  if (sampleRatio.length === 0) return '';
  const rows = sampleRatio.map(({ from, units, shares, pValue, isMismatch }) => [
    from,
    Object.entries(units)
      .map(([arm, count]) => `${arm} ${whole(count)}`)
      .join(', '),
    Object.entries(shares)
      .map(([arm, share]) => `${arm} ${fixed(100 * share, 1)} %`)
      .join(', '),
    pText(pValue),
    isMismatch ? colored('red', 'mismatch') : 'as it should be',
  ]);
  const columns: TableColumn[] = [{ title: 'units since' }, { title: 'seen' }, { title: 'expected' }];
  return textTable([...columns, ...right(['chi-square p']), { title: '' }], rows);
}

/** An interval; an open end where nothing can be excluded on that side. */
export function intervalText(
  interval: { readonly low: number | null; readonly high: number | null } | null,
  factor = 1,
): string {
  if (interval === null || (interval.low === null && interval.high === null)) return '';
  const end = (value: number | null) => (value === null ? '…' : fixed(factor * value, factor === 1 ? 3 : 1));
  return `${end(interval.low)} to ${end(interval.high)}`;
}

/** A p-value with the digits that matter. */
export function pText(value: number | undefined): string {
  if (value === undefined) return '';
  return value < 0.0001 ? '<0.0001' : value.toFixed(4);
}

function right(titles: readonly string[]): TableColumn[] {
  return titles.map((title) => ({ title, align: 'right' as const }));
}

/** The figures of a segment, from its name to its adjusted p-value; terminal and page end the line in their own ways. */
export function segmentCells(one: TreatmentResult['segments'][number]): string[] {
  return [
    one.segment,
    whole(one.rows),
    fixed(one.control, 3),
    fixed(one.difference, 3),
    one.relative === null ? '' : `${fixed(100 * one.relative, 1)} %`,
    intervalText(one),
    pText(one.adjustedPValue),
  ];
}

/** The line of a guardrail. */
export function guardrailCells(one: TreatmentResult['guardrails'][number]): string[] {
  const { name, segment, limit, increase, low, high, status } = one;
  return [
    segment === undefined ? name : `${name} (${segment})`,
    `+${fixed(100 * limit, 1)} %`,
    increase === null ? '' : `${fixed(100 * increase, 1)} %`,
    intervalText({ low, high }, 100),
    status,
  ];
}

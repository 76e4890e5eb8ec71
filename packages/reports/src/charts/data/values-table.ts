import type { Column } from '../../components/data-table.js';
import { shown } from '../../text/typeset.js';
import type { Bars } from './bars.js';
import type { Course } from './course.js';
import { dayText } from './days.js';
import type { TrialLines } from './trials.js';

/** The values of a chart as rows; the chart draws the same ones. */
export interface ValuesTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

/** A row for each place of a course: its name, the value of each line, the ends of its ranges. */
export function courseTable({ places, lines, bands = [], digits }: Course): ValuesTable {
  const columns = [
    ...lines,
    ...bands.flatMap(({ name, low, high }) => [
      { name: `${name}, low`, values: low },
      { name: `${name}, high`, values: high },
    ]),
  ];
  return {
    columns: [
      { title: places.kind, kind: 'text' },
      ...columns.map(({ name }): Column => ({ title: name, kind: 'number' })),
    ],
    rows: places.labels.map((label, i) => [
      places.kind === 'day' ? dayText(label) : label,
      ...columns.map(({ values }) => shown(values[i], digits)),
    ]),
  };
}

/** A row for each bar. */
export function barsTable({ of, bars }: Bars): ValuesTable {
  return {
    columns: [
      { title: of.label, kind: 'text' },
      { title: of.value, kind: 'number' },
    ],
    rows: bars.map(({ label, text }) => [label, text]),
  };
}

/** A row for each completed trial: its number, its value on every axis. */
export function trialsTable({ axes, lines }: TrialLines): ValuesTable {
  return {
    columns: [{ title: 'trial', kind: 'text' }, ...axes.map(({ name }): Column => ({ title: name, kind: 'number' }))],
    rows: lines.map(({ trial, texts }) => [String(trial), ...texts]),
  };
}

import Table from 'cli-table3';

import { colored, marked, unmarked } from './colors.js';
import { inLine } from './printable.js';

/** A column of a text table. */
export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** A table for the terminal: titles, then one line per row, without borders, so that it can be cut and copied. A cell is one line,
 * whatever is in it. */
export function textTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: columns.map(({ title }) => unmarked(colored('bold', inLine(title)))),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: BORDERLESS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => row.map((cell) => unmarked(inLine(cell)))));
  const lines = table.toString().split('\n');
  // Whatever else was in the cells, the colours are ours now.
  return marked(`${lines.map((line) => line.trimEnd()).join('\n')}\n`);
}

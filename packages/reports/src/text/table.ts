import Table from 'cli-table3';

import { colored, marked, unmarked } from './colors.js';
import { inLine } from './printable.js';
import { screenWidth, unbroken, visibleWidth, wrapWords } from './screen.js';

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
};

/** Blanks between two columns, and in a table that would not fit otherwise. */
const GAPS = [2, 1] as const;
/** A column of texts is not made narrower than this, one of sentences than twice as much. */
const LEAST_COLUMN = 12;
/** Longer texts are sentences. */
const SENTENCE = 40;

/**
 * A table for the terminal: titles, then one line per row, without borders, so that it can be cut and copied. A cell is one line,
 * whatever is in it; on a screen that is too narrow, texts and titles go on below, and numbers stay whole. Where that does not
 * help, each row becomes lines of a title and its cell.
 *
 * @param width columns of the screen; undefined where lines have no end. @default that of the terminal on stdout
 */
export function textTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number | undefined = screenWidth(),
): string {
  const titles = columns.map(({ title }) => inLine(title));
  const cells = rows.map((row) => row.map((cell) => unmarked(inLine(cell))));
  if (width === undefined) return tableOf(columns, titles, cells, GAPS[0]);
  for (const gap of GAPS) {
    const widths = fittedWidths(columns, titles, cells, width - gap * (columns.length - 1));
    if (widths === undefined) continue;
    const fit = (text: string, i: number) =>
      visibleWidth(text) <= widths[i]! ? text : wrapWords(text, widths[i]!).join('\n');
    const fitted = cells.map((row) => row.map(fit));
    return tableOf(columns, titles.map(fit), fitted, gap);
  }
  return records(titles, cells, width);
}

function tableOf(
  columns: readonly TableColumn[],
  titles: readonly string[],
  cells: readonly string[][],
  gap: number,
): string {
  const table = new Table({
    head: titles.map(boldLines),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: { ...BORDERLESS, middle: ' '.repeat(gap) },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...cells);
  const lines = table.toString().split('\n');
  // Whatever else was in the cells, the colours are ours now.
  return marked(`${lines.map((line) => line.trimEnd()).join('\n')}\n`);
}

function boldLines(title: string): string {
  return title
    .split('\n')
    .map((line) => unmarked(colored('bold', line)))
    .join('\n');
}

/** A cell in a colour is not broken: the colour would not know where to end. */
function hasColor(text: string): boolean {
  return text.includes('\u001b');
}

/**
 * Widths of columns that fit a screen, the widest made narrower first; undefined if nothing helps.
 *
 * @param room columns of the screen without the gaps.
 */
function fittedWidths(
  columns: readonly TableColumn[],
  titles: readonly string[],
  cells: readonly (readonly string[])[],
  room: number,
): number[] | undefined {
  const widest = (texts: readonly string[]) => texts.reduce((most, text) => Math.max(most, visibleWidth(text)), 0);
  const contents = columns.map((_, i) => cells.map((row) => row[i] ?? ''));
  const widths = columns.map((_, i) => Math.max(visibleWidth(titles[i]!), widest(contents[i]!)));
  const least = columns.map(({ align }, i) => {
    const whole = contents[i]!.filter((text) => align === 'right' || hasColor(text));
    const words = titles[i]!.split(' ').flatMap(unbroken);
    const readable = widths[i]! > SENTENCE ? 2 * LEAST_COLUMN : LEAST_COLUMN;
    return Math.max(widest(whole), widest(words), align === 'right' ? 0 : Math.min(readable, widths[i]!));
  });
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over -= 1) {
    const narrowable = widths.map((one, i) => (one > least[i]! ? one : -1));
    const most = Math.max(...narrowable);
    if (most < 0) return undefined;
    widths[narrowable.lastIndexOf(most)]! -= 1;
  }
  return widths;
}

/** Rows as lines of a title and a cell, parted by empty lines. */
function records(titles: readonly string[], cells: readonly (readonly string[])[], width: number): string {
  const indent = Math.max(...titles.map(visibleWidth)) + GAPS[0];
  const lines = (title: string, cell: string) =>
    wrapWords(cell, Math.max(width - indent, LEAST_COLUMN))
      .map((part, i) => (i === 0 ? title + ' '.repeat(indent - visibleWidth(title)) : ' '.repeat(indent)) + part)
      .join('\n');
  const texts = cells.map((row) =>
    titles.flatMap((title, i) => (row[i] === undefined || row[i] === '' ? [] : [lines(title, row[i])])).join('\n'),
  );
  return marked(`${texts.join('\n\n')}\n`);
}

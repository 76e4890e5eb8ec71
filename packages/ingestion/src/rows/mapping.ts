import type { ColumnName } from './columns.js';

/** How the columns of inputs are called, and which hold the same text in every row. */
export interface ColumnMapping {
  /** The name of a column in the input, by the column that it is. */
  readonly names: ReadonlyMap<ColumnName, string>;
  /** The text of a column in every row. */
  readonly constants: ReadonlyMap<ColumnName, string>;
}

/** Columns under their own names. */
export const NO_MAPPING: ColumnMapping = { names: new Map(), constants: new Map() };

/** Columns and texts, as options name them. */
export type ColumnTexts = Readonly<Partial<Record<ColumnName, string>>>;

/** The mapping that options say. */
export function mappingOf(map: ColumnTexts = {}, set: ColumnTexts = {}): ColumnMapping {
  return { names: entriesOf(map), constants: entriesOf(set) };
}

function entriesOf(texts: ColumnTexts): ReadonlyMap<ColumnName, string> {
  return new Map(Object.entries(texts) as [ColumnName, string][]);
}

/**
 * What is wrong with columns and texts of an option, if anything.
 *
 * @param option the name of the option in messages.
 * @param known every column that may be named.
 * @param mayBeEmpty whether an empty text is one.
 */
export function mappingProblems(
  option: string,
  texts: unknown,
  known: readonly string[],
  mayBeEmpty: boolean,
): readonly string[] {
  if (texts === undefined) return [];
  if (typeof texts !== 'object' || texts === null || Array.isArray(texts)) {
    return [`expected ${option} to be an object of columns, got ${JSON.stringify(texts)}`];
  }
  return Object.entries(texts).flatMap(([column, text]) => {
    if (!known.includes(column)) return [`expected columns of ${option} out of ${known.join(', ')}, got ${column}`];
    const isText = typeof text === 'string' && !text.includes('\0') && (mayBeEmpty || text.trim() !== '');
    return isText ? [] : [`expected a text for ${column} of ${option}, got ${JSON.stringify(text)}`];
  });
}

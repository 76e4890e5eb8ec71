/** What a cell holds. */
export type Cell = string | number | boolean | null;

/** A table of a page as its `.csv` twin has it: the same rows in the same order. */
export interface PageTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly meaning: string }[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A column: what it means, and its value in a row. */
type ColumnOf<R> = readonly [meaning: string, value: (row: R) => Cell];

/** A table of rows, with its columns by their names. */
export function pageTable<R>(
  name: string,
  rows: readonly R[],
  columns: Readonly<Record<string, ColumnOf<R>>>,
): PageTable {
  const all = Object.entries(columns);
  return {
    name,
    columns: all.map(([column, [meaning]]) => ({ name: column, meaning })),
    rows: rows.map((row) => all.map(([, [, value]]) => value(row))),
  };
}

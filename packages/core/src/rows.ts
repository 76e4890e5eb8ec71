/** Columns of numbers that {@link pickRows} takes. */
type NumberColumn = Int32Array | Float32Array | Float64Array;

/** Indices of the rows of each key, in order; keys in the order in which they come up. */
export function groupRows<Key>(keys: Iterable<Key>): Map<Key, number[]> {
  const groups = new Map<Key, number[]>();
  let row = 0;
  for (const key of keys) {
    const members = groups.get(key);
    if (members) members.push(row);
    else groups.set(key, [row]);
    row += 1;
  }
  return groups;
}

/** The indices of the rows of which something holds, ascending; of all rows where nothing is asked. It takes no memory beside them. */
export function rowsWhere(rows: number, isWanted: (row: number) => boolean = () => true): Int32Array {
  let size = 0;
  for (let row = 0; row < rows; row += 1) if (isWanted(row)) size += 1;
  const wanted = new Int32Array(size);
  for (let row = 0, at = 0; row < rows; row += 1) if (isWanted(row)) wanted[at++] = row;
  return wanted;
}

/** The values of some rows, in the order of `rows`; an array of the same kind. */
export function pickRows<Column extends NumberColumn>(values: Column, rows: Int32Array): Column {
  const picked = new (values.constructor as new (length: number) => Column)(rows.length);
  for (let i = 0; i < rows.length; i += 1) picked[i] = values[rows[i]!]!;
  return picked;
}

/** Arrays of numbers one after the other, in one of a kind: `joinArrays(Float64Array, parts)`. */
export function joinArrays<Kind extends NumberColumn | Uint8Array>(
  kind: new (length: number) => Kind,
  parts: readonly Kind[],
): Kind {
  const all = new kind(parts.reduce((length, part) => length + part.length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}

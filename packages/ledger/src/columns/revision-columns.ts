import type { LedgerEntry, RevisionColumns } from '../records/actuals.js';
import { Places } from './places.js';

/** No revisions. */
export const NO_REVISIONS: RevisionColumns = gatherRevisions([], [], []);

/** Some rows of parts, in this order. Only the entries that occur are there, in the order of their numbers. */
export function gatherRevisions(
  parts: readonly RevisionColumns[],
  part: ArrayLike<number>,
  row: ArrayLike<number>,
): RevisionColumns {
  const entries = new Places<LedgerEntry>(({ number }) => `${number}`);
  const column = (key: 'series' | 'day' | 'passes' | 'fails' | 'errors') =>
    Int32Array.from({ length: row.length }, (_, i) => parts[part[i]!]![key][row[i]!]!);
  const place = Int32Array.from({ length: row.length }, (_, i) => {
    const from = parts[part[i]!]!;
    return entries.of(from.entries[from.entry[row[i]!]!]!);
  });
  const sorted = entries.values.map((_, i) => i).sort((a, b) => entries.values[a]!.number - entries.values[b]!.number);
  const ranks = new Int32Array(sorted.length);
  sorted.forEach((at, rank) => {
    ranks[at] = rank;
  });
  return {
    series: column('series'),
    day: column('day'),
    passes: column('passes'),
    fails: column('fails'),
    errors: column('errors'),
    entry: place.map((at) => ranks[at]!),
    entries: sorted.map((at) => entries.values[at]!),
  };
}

/** Some rows, in this order. */
export function pickRevisions(revisions: RevisionColumns, rows: ArrayLike<number>): RevisionColumns {
  return gatherRevisions([revisions], new Uint8Array(rows.length), rows);
}

/** The rows of parts, one part after the other. */
export function concatRevisions(parts: readonly RevisionColumns[]): RevisionColumns {
  const part: number[] = [];
  const row: number[] = [];
  parts.forEach(({ series }, index) => {
    for (let i = 0; i < series.length; i += 1) {
      part.push(index);
      row.push(i);
    }
  });
  return gatherRevisions(parts, part, row);
}

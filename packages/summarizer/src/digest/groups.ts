import { compareText } from '@dqs/core';

import { addOutcomes, NO_OUTCOMES, withFailRate, type OutcomeCounts, type OutcomeRate } from '../outcome-counts.js';
import type { SummaryRow } from '../summary.js';

/** Rows that belong together, and their sums. */
export interface RowGroup {
  /** What the rows have in common. */
  readonly name: string;
  /** The rows, never empty, in the order of the summary. */
  readonly rows: readonly SummaryRow[];
  readonly total: OutcomeRate;
  /** The executions in the shortest window. */
  readonly recent: OutcomeRate;
}

/** Groups rows by a name, in the order of the names. */
export function groupRows(rows: readonly SummaryRow[], nameOf: (row: SummaryRow) => string): RowGroup[] {
  const groups = new Map<string, SummaryRow[]>();
  for (const row of rows) {
    const name = nameOf(row);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  const names = [...groups.keys()].sort(compareText);
  return names.map((name) => asGroup(name, groups.get(name)!));
}

/** The groups with failures in the shortest window, greatest fail rate first, then most failures, then by name. */
export function worstFirst(groups: readonly RowGroup[]): RowGroup[] {
  const failing = groups.filter(({ recent }) => recent.fails > 0);
  return failing.sort((a, b) => b.recent.failRate - a.recent.failRate || b.recent.fails - a.recent.fails);
}

/** The sum of a period over rows. */
export function sumOutcomes(rows: readonly SummaryRow[], of: (row: SummaryRow) => OutcomeCounts): OutcomeRate {
  return withFailRate(rows.reduce((sum, row) => addOutcomes(sum, of(row)), NO_OUTCOMES));
}

function asGroup(name: string, rows: readonly SummaryRow[]): RowGroup {
  return {
    name,
    rows,
    total: sumOutcomes(rows, (row) => row.total),
    recent: sumOutcomes(rows, (row) => row.windows[0]!),
  };
}

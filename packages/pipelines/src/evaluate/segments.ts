import { groupRows } from '@dqs/core';

/** What the rows of a segment have in common; `all` is every row. */
export const SEGMENT_KINDS = ['all', 'level', 'rule', 'horizon'] as const;

/** One of `SEGMENT_KINDS`. */
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

/** A segment with its rows, ascending. */
export interface Segment {
  readonly kind: SegmentKind;
  /** `all`, the level of execution, `rule: 104`, `horizon: 3`. */
  readonly name: string;
  readonly rows: Int32Array;
}

/** What tells rows apart, by row. */
export interface RowLabels {
  /** Level of execution, "" for none. */
  readonly level: readonly string[];
  /** Rule code, "" for none. */
  readonly rule: readonly string[];
  /** Days from the last known result to the target. */
  readonly horizon: Int32Array;
}

/**
 * All rows, then the rows by level, by rule and by horizon, each in ascending order. A kind that does not tell rows apart is
 * left out, and rows without a level or rule are in no segment of it.
 */
export function segmentsOf({ level, rule, horizon }: RowLabels): Segment[] {
  return [
    { kind: 'all', name: 'all', rows: new Int32Array(level.length).map((_, row) => row) },
    ...parts('level', level, (one) => one),
    ...parts('rule', rule, (one) => `rule: ${one}`),
    ...parts('horizon', horizon, (one) => `horizon: ${one}`),
  ];
}

function parts<T extends string | number>(
  kind: SegmentKind,
  labels: Iterable<T>,
  name: (label: T) => string,
): Segment[] {
  const groups = [...groupRows(labels)].filter(([label]) => label !== '');
  if (groups.length < 2) return [];
  const ordered = groups.sort(([a], [b]) => (a < b ? -1 : 1));
  return ordered.map(([label, members]) => ({ kind, name: name(label), rows: Int32Array.from(members) }));
}

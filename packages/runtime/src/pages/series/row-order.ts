import { compareText } from '@dqs/core';

import type { ListedRow } from './listed-row.js';

/** What lists of series can be sorted by; with a minus in front the other way round. */
export const SORTS = [
  'state',
  'series',
  'owner',
  'source',
  'tenant',
  'last',
  'target',
  'next',
  'naive',
  'odds',
  'cost',
  'skill',
  'evidence',
  'importance',
  'incident',
] as const;
export type SeriesSort = (typeof SORTS)[number];

/** What lists of series can be grouped by. */
export const GROUPS = ['flat', 'dataset', 'rule', 'owner', 'source'] as const;
export type SeriesGroup = (typeof GROUPS)[number];

/** The states, the one that needs somebody most first. */
export const STATES = ['failing', 'likely', 'intervened', 'watch', 'unknown', 'suppressed', 'ok'] as const;

type Value = string | number | null;

/** What is compared, and whether the greatest comes first. */
const KEYS: Readonly<Record<SeriesSort, readonly [value: (row: ListedRow) => Value, isDescending: boolean]>> = {
  state: [(row) => STATES.indexOf(row.state), false],
  series: [(row) => `${row.dataset} · ${row.rule}`, false],
  owner: [(row) => row.owner, false],
  source: [(row) => row.source, false],
  tenant: [(row) => row.tenant, false],
  last: [(row) => row.last && (100 * row.last.passes) / Math.max(1, row.last.executions), false],
  target: [(row) => row.target, true],
  next: [(row) => row.next && row.next.median, false],
  naive: [(row) => row.next && row.next.naive, false],
  odds: [(row) => row.next && row.next.odds, true],
  cost: [(row) => row.next && row.next.odds * row.importance, true],
  skill: [(row) => row.skill, true],
  evidence: [(row) => row.earned.e, true],
  importance: [(row) => row.importance, true],
  incident: [(row) => row.incident, false],
};

/**
 * Rows in their order; where they are equal the likelier to fail comes first, then the order is that of their ids. What is compared is
 * looked up once a row: a list is sorted with every change of it.
 */
export function sortedRows(rows: readonly ListedRow[], sort: SeriesSort, isReversed: boolean): ListedRow[] {
  const [value, isDescending] = KEYS[sort];
  const [odds] = KEYS.odds;
  const sign = isDescending === isReversed ? 1 : -1;
  const keyed = rows.map((row) => ({ row, key: value(row), odds: odds(row) }));
  keyed.sort(
    (a, b) => compareValues(a.key, b.key, sign) || compareValues(a.odds, b.odds, -1) || compareText(a.row.id, b.row.id),
  );
  return keyed.map(({ row }) => row);
}

/** What is not known comes last, whichever way round. */
function compareValues(a: Value, b: Value, sign: number): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return sign * (typeof a === 'string' ? compareText(a, b as string) : a - (b as number));
}

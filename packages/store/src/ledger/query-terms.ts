import { daysOfIds, idText, type LedgerQuery, type SeriesTable } from '@dqs/ledger';

/** Days as a condition; days that are none give an empty answer. */
export function dayTerm(column: string, { from, to, ids }: Pick<LedgerQuery, 'from' | 'to' | 'ids'>): string {
  const span = `${column} BETWEEN ${bounded(from)} AND ${bounded(to)}`;
  return ids === undefined ? span : all(span, listTerm(column, [...new Set(daysOfIds(ids))]));
}

/** A table whose key begins with day and id, of which only the rows of some ids are looked up. */
export function rowsOfIds(table: string, ids: Uint8Array): string {
  const days = daysOfIds(ids);
  const texts = Array.from(days, (_, row) => idText(ids, row));
  return `unnest('{${days.join(',')}}'::integer[], '{${texts.join(',')}}'::uuid[]) AS asked (target_day, id)
    JOIN ${table} USING (target_day, id)`;
}

/** The series that a query asks for as a condition; undefined if it asks for all. */
export function seriesTerm({ series, tenants }: LedgerQuery, table: SeriesTable): string | undefined {
  if (series === undefined && tenants === undefined) return undefined;
  const names = tenants && new Set(tenants);
  const asked = series === undefined ? table.all.map(({ number }) => number) : [...new Set(series)];
  const wanted = asked.filter((number) => table.has(number) && (names?.has(table.of(number).tenantId) ?? true));
  return listTerm('series', wanted);
}

/** A column that is one of some whole numbers. */
export function listTerm(column: string, numbers: readonly number[]): string {
  return `${column} = ANY('{${numbers.map(whole).join(',')}}'::integer[])`;
}

/** Conditions that all hold. */
export function all(...terms: readonly (string | undefined)[]): string {
  return terms.filter((term) => term !== undefined).join(' AND ');
}

/** Only digits get into the text of a statement. */
function whole(value: number): string {
  return String(Math.trunc(value));
}

function bounded(day: number): string {
  return whole(Math.min(Math.max(day, -(2 ** 31)), 2 ** 31 - 1));
}

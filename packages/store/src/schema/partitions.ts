import { lockToTheEnd } from '../database/lock.js';
import type { StoreDatabase } from '../database/store-database.js';

/** Tables that are divided by day, and the column of the day. */
export const DIVIDED_TABLES = ['forecast', 'actual', 'grade'] as const;
/** One of {@link DIVIDED_TABLES}. */
export type DividedTable = (typeof DIVIDED_TABLES)[number];

/** Days of one part: a quarter of a year. */
export const PART_DAYS = 91;

/** The first day of the part that a day lies in. */
export function partOf(day: number): number {
  return Math.floor(day / PART_DAYS) * PART_DAYS;
}

/** Makes the parts of tables that some days need; knows those that are there. */
export class Partitions {
  readonly #known = new Set<string>();

  constructor(private readonly database: StoreDatabase) {}

  /** Makes sure that days can be written, in a transaction of its own: others that use the table are not kept waiting. */
  async ensure(table: DividedTable, days: Iterable<number>): Promise<void> {
    const parts = new Set<number>();
    for (const day of days) parts.add(partOf(day));
    const missing = [...parts].filter((from) => !this.#known.has(nameOf(table, from)));
    if (missing.length === 0) return;
    await this.database.transaction(async (client) => {
      await lockToTheEnd(client, 'dqs.partitions');
      for (const statement of statementsFor(table, missing)) await client.query(statement);
    });
    for (const from of missing) this.#known.add(nameOf(table, from));
  }
}

function nameOf(table: DividedTable, from: number): string {
  return `${table}_${from < 0 ? 'm' : 'd'}${Math.abs(from)}`;
}

/**
 * Statements that make parts, unless they are there. A part is made first and attached then: to make it as a part at once
 * would lock out those who read the table.
 */
export function statementsFor(table: DividedTable, parts: readonly number[]): readonly string[] {
  return parts.map((from) => {
    const name = nameOf(table, from);
    return `
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = 'dqs' AND c.relname = '${name}') THEN
          CREATE TABLE dqs.${name} (LIKE dqs.${table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES);
          ALTER TABLE dqs.${table} ATTACH PARTITION dqs.${name} FOR VALUES FROM (${bound(from)}) TO (${bound(from + PART_DAYS)});
        END IF;
      END $$`;
  });
}

/** A bound as SQL writes it; days are 32 bits. */
function bound(day: number): string {
  if (day < -(2 ** 31)) return 'MINVALUE';
  return day >= 2 ** 31 ? 'MAXVALUE' : String(day);
}

import type { PoolClient } from 'pg';

/** One step forward of the schema. A released one never changes: the next one corrects it. */
export interface Migration {
  /** 1, 2, 3, … without a gap. */
  readonly version: number;
  readonly name: string;
  /** The tables that it adds: what a backup of its version holds. */
  readonly tables: readonly string[];
  /** Runs in the transaction of all steps. */
  up(client: PoolClient): Promise<void>;
}

/** The tables that statements built by Kysely name; all lie in the schema `dqs`. */
export interface StoreTables {
  readonly 'dqs.migration': MigrationTable;
}

/** A migration that was made. */
export interface MigrationTable {
  readonly version: number;
  readonly name: string;
  /** Milliseconds since 1970, UTC. */
  readonly applied_at: number;
  /** The version of the program that made it. */
  readonly program: string;
}

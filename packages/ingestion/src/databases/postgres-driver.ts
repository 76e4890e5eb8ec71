import { createRequire } from 'node:module';

import { DqsError } from '@dqs/core';

/** The little of `pg` that is used. */
export interface PgClient {
  connect(): Promise<void>;
  query(sql: string): Promise<unknown>;
  query(cursor: PgCursor): PgCursor;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): void;
}

/** The little of `pg-cursor` that is used. */
export interface PgCursor {
  read(rows: number, done: (error: Error | undefined, rows: readonly PgRow[], result: PgResult) => void): void;
  close(): Promise<void>;
}

/** The values of a row as texts, null where there is none. */
export type PgRow = readonly (string | null)[];

/** What is known of a result once rows of it have been read. */
export interface PgResult {
  readonly fields: readonly { readonly name: string }[];
}

/** Both packages, loaded when first needed. */
export interface PgDriver {
  readonly Client: new (config: object) => PgClient;
  readonly Cursor: new (sql: string, values: readonly unknown[], config: object) => PgCursor;
}

/** The types whose text another format would write otherwise: `t` and `f` are no words for outcomes. */
const BOOLEAN = 16;
/** Values as the server writes them. */
const AS_TEXT = {
  getTypeParser: (type: number) => (text: string) => (type === BOOLEAN ? (text === 't' ? 'true' : 'false') : text),
};

/**
 * Loads the driver.
 *
 * @throws DqsError `input-unreadable` where it is not installed.
 */
export function loadPgDriver(): PgDriver {
  const require = createRequire(import.meta.url);
  try {
    const { Client } = require('pg') as Pick<PgDriver, 'Client'>;
    return { Client, Cursor: require('pg-cursor') as PgDriver['Cursor'] };
  } catch (cause) {
    throw new DqsError(
      'input-unreadable',
      'expected the packages pg and pg-cursor to read from PostgreSQL; install them',
      {
        cause,
      },
    );
  }
}

/** A cursor over the rows of a query, each an array of texts. */
export function openCursor({ Cursor }: PgDriver, sql: string): PgCursor {
  return new Cursor(sql, [], { rowMode: 'array', types: AS_TEXT });
}

import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';

import { throwIfAborted } from '../inputs/faults.js';

let loaded: typeof import('@duckdb/node-api') | undefined;

/**
 * DuckDB's binding, loaded when first needed. Loaded with `require`: it consists of a hundred CommonJS files, and
 * `import()` first searches each for its exported names, which takes twice as long as everything else.
 */
function loadDuckDb(): typeof import('@duckdb/node-api') {
  loaded ??= createRequire(import.meta.url)('@duckdb/node-api') as typeof import('@duckdb/node-api');
  return loaded;
}

/** Resources of a session. */
export interface SessionOptions {
  /** Threads that scan and count; all cores if undefined. */
  readonly threads?: number;
  /** Memory above which intermediate results go to a temporary folder. */
  readonly memoryLimitMb: number;
  /** Interrupts a running statement. */
  readonly signal?: AbortSignal;
}

/** A column to be appended: its type, and its value by row. */
export interface AppendedColumn {
  readonly type: 'INTEGER' | 'DOUBLE' | 'VARCHAR';
  readonly at: (row: number) => number | string | null;
}

/** Rows of a DuckDB vector. */
const CHUNK_ROWS = 2048;

/** An in-memory DuckDB, loaded when first needed and released by {@link DuckDbSession.close}. */
export class DuckDbSession {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #spillFolder: string;
  readonly #signal: AbortSignal | undefined;

  private constructor(
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    spillFolder: string,
    signal: AbortSignal | undefined,
  ) {
    this.#instance = instance;
    this.#connection = connection;
    this.#spillFolder = spillFolder;
    this.#signal = signal;
  }

  /** Starts DuckDB. The caller must close it. */
  static async open(options: SessionOptions): Promise<DuckDbSession> {
    const { DuckDBInstance } = loadDuckDb();
    const spillFolder = join(tmpdir(), `dqs-spill-${randomUUID()}`);
    const instance = await DuckDBInstance.create(':memory:', {
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
      memory_limit: `${options.memoryLimitMb}MB`,
      temp_directory: spillFolder,
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
    });
    const session = new DuckDbSession(instance, await instance.connect(), spillFolder, options.signal);
    // Timestamps with a time zone become text in UTC, wherever the program runs.
    await session.run("SET TimeZone = 'UTC'");
    return session;
  }

  /** Runs a statement and ignores its rows. */
  async run(sql: string): Promise<void> {
    for await (const _ of this.chunks(sql)) {
      // Nothing to take from it.
    }
  }

  /**
   * Runs a query and yields its rows in chunks as they become available.
   *
   * @throws DqsError `aborted` if the signal fired; DuckDB's own error otherwise.
   */
  async *chunks(sql: string): AsyncGenerator<DuckDBDataChunk> {
    const interrupt = () => this.#connection.interrupt();
    throwIfAborted(this.#signal);
    this.#signal?.addEventListener('abort', interrupt);
    try {
      const result = await this.#connection.stream(sql);
      for (;;) {
        throwIfAborted(this.#signal);
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) return;
        yield chunk;
      }
    } catch (cause) {
      throwIfAborted(this.#signal);
      throw cause;
    } finally {
      this.#signal?.removeEventListener('abort', interrupt);
    }
  }

  /** Adds rows to a table, column by column. */
  async append(table: string, rows: number, columns: readonly AppendedColumn[]): Promise<void> {
    const { DuckDBDataChunk: Chunk, INTEGER, DOUBLE, VARCHAR } = loadDuckDb();
    const types = columns.map(({ type }) => ({ INTEGER, DOUBLE, VARCHAR })[type]);
    const appender = await this.#connection.createAppender(table);
    try {
      for (let start = 0; start < rows; start += CHUNK_ROWS) {
        const size = Math.min(CHUNK_ROWS, rows - start);
        const chunk = Chunk.create(types, size);
        columns.forEach(({ at }, i) => {
          const vector = chunk.getColumnVector(i);
          for (let row = 0; row < size; row += 1) vector.setItem(row, at(start + row));
          vector.flush();
        });
        appender.appendDataChunk(chunk);
      }
    } finally {
      appender.closeSync();
    }
  }

  /** Frees the memory and removes spilled files. */
  async close(): Promise<void> {
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#spillFolder, { recursive: true, force: true });
  }
}

/** A text as a literal in DuckDB's SQL. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * An expression for a text that must reach JavaScript unchanged: DuckDB's binding strips one byte order mark from the
 * start of every text, so one is added.
 */
export function wholeText(expression: string): string {
  return `CASE WHEN starts_with(${expression}, chr(65279)) THEN chr(65279) || ${expression} ELSE ${expression} END`;
}

/** A path as a literal, with DuckDB's pattern characters escaped. */
export function sqlPath(path: string): string {
  return sqlText(path.replace(/[*?[]/g, '[$&]'));
}

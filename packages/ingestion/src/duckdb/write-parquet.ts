import { DqsError, writeAtomically } from '@dqs/core';
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';

import { sqlText } from './session.js';

/**
 * One column of a table, a value per row; undefined is NULL. `date` holds whole days since 1970-01-01, `integer` whole
 * numbers that a double holds exactly (written as 64 bits), `double` and `text` what their names say.
 */
export type ParquetColumn =
  | { readonly name: string; readonly type: 'text'; readonly values: readonly (string | undefined)[] }
  | {
      readonly name: string;
      readonly type: 'date' | 'integer' | 'double';
      readonly values: readonly (number | undefined)[];
    };

/** Rows handed over at once: what a DuckDB vector holds. */
const CHUNK_ROWS = 2048;

/**
 * Writes a table as Parquet (zstd), whole or not at all. The same columns give the same bytes.
 *
 * @param columns at least one, of equal length; names are unique, ignoring case.
 * @throws DqsError `invalid-argument` where the columns do not fit together, `output-not-writable`.
 */
export async function writeParquet(path: string, columns: readonly ParquetColumn[]): Promise<void> {
  checkColumns(columns);
  await writeAtomically(path, async (temporary) => {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    // One thread: row groups come in the order of the rows.
    const instance = await DuckDBInstance.create(':memory:', { threads: '1', autoinstall_known_extensions: 'false' });
    const connection = await instance.connect();
    try {
      await fillTable(connection, columns);
      await connection.run(`COPY result TO ${sqlText(temporary)} (FORMAT parquet, COMPRESSION zstd)`);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
}

async function fillTable(connection: DuckDBConnection, columns: readonly ParquetColumn[]): Promise<void> {
  const { BIGINT, DATE, DOUBLE, DuckDBDataChunk, VARCHAR } = await import('@duckdb/node-api');
  const typeOf: Record<ParquetColumn['type'], DuckDBType> = {
    text: VARCHAR,
    date: DATE,
    integer: BIGINT,
    double: DOUBLE,
  };
  const types = columns.map(({ type }) => typeOf[type]);
  const convert = await converters();
  const declared = columns.map(({ name }, i) => `"${name.replaceAll('"', '""')}" ${types[i]!.toString()}`);
  await connection.run(`CREATE TABLE result (${declared.join(', ')})`);
  const appender = await connection.createAppender('result');
  const rows = columns[0]!.values.length;
  for (let start = 0; start < rows; start += CHUNK_ROWS) {
    const size = Math.min(CHUNK_ROWS, rows - start);
    const chunk = DuckDBDataChunk.create(types, size);
    columns.forEach(({ type, values }, index) => {
      const part = values.slice(start, start + size);
      chunk.setColumnValues(
        index,
        part.map((value) => (value === undefined ? null : convert[type](value))),
      );
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

async function converters(): Promise<Record<ParquetColumn['type'], (value: string | number) => DuckDBValue>> {
  const { DuckDBDateValue } = await import('@duckdb/node-api');
  return {
    text: (value) => value,
    date: (value) => new DuckDBDateValue(value as number),
    integer: (value) => BigInt(value),
    double: (value) => value,
  };
}

function checkColumns(columns: readonly ParquetColumn[]): void {
  const lengths = new Set(columns.map(({ values }) => values.length));
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  if (lengths.size === 1 && names.size === columns.length) return;
  const got = columns.map(({ name, values }) => `${name} (${values.length} rows)`).join(', ');
  throw new DqsError('invalid-argument', `expected columns of equal length and different names, got ${got || 'none'}`);
}

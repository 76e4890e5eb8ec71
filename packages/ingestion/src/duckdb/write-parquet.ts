import { DqsError } from '@dqs/core';
import { writeAtomically } from '@dqs/core/io';

import { DuckDbSession, sqlText } from './session.js';

/**
 * One column of a table, a value per row; undefined is NULL. `date` holds whole days since 1970-01-01, `integer` whole
 * numbers that a double holds exactly (written as 64 bits), `double` and `text` hold what their names say.
 */
export type ParquetColumn =
  | { readonly name: string; readonly type: 'text'; readonly values: readonly (string | undefined)[] }
  | {
      readonly name: string;
      readonly type: 'date' | 'integer' | 'double';
      readonly values: readonly (number | undefined)[];
    };

/** How a column is passed to DuckDB, and its type in the file. */
const FORMS = {
  text: { type: 'VARCHAR', inFile: (column: string) => column },
  date: { type: 'INTEGER', inFile: (column: string) => `DATE '1970-01-01' + ${column}` },
  integer: { type: 'DOUBLE', inFile: (column: string) => `${column}::BIGINT` },
  double: { type: 'DOUBLE', inFile: (column: string) => column },
} as const;

const MEMORY_LIMIT_MB = 400;

/**
 * Writes a table as Parquet (zstd), whole or not at all. The same columns give the same bytes.
 *
 * @param columns at least one, of equal length; names are unique, ignoring case.
 * @throws DqsError `invalid-argument` if the columns are inconsistent, `output-not-writable`.
 *
 * @example
 * await writeParquet('rates.parquet', [{ name: 'fail_rate', type: 'double', values: [0.25, undefined] }]);
 */
export async function writeParquet(path: string, columns: readonly ParquetColumn[]): Promise<void> {
  checkColumns(columns);
  const session = await DuckDbSession.open({ memoryLimitMb: MEMORY_LIMIT_MB, threads: 1 });
  try {
    const declared = columns.map(({ type }, i) => `c${i} ${FORMS[type].type}`);
    await session.run(`CREATE TABLE rows_to_write (${declared.join(', ')})`);
    await session.append('rows_to_write', columns[0]!.values.length, columns.map(appended));
    const selected = columns.map(({ name, type }, i) => `${FORMS[type].inFile(`c${i}`)} AS ${quoted(name)}`);
    const select = `SELECT ${selected.join(', ')} FROM rows_to_write ORDER BY rowid`;
    await writeAtomically(path, (temporary) =>
      session.run(`COPY (${select}) TO ${sqlText(temporary)} (FORMAT parquet, COMPRESSION zstd)`),
    );
  } finally {
    await session.close();
  }
}

function appended({ type, values }: ParquetColumn) {
  return { type: FORMS[type].type, at: (row: number) => values[row] ?? null };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function checkColumns(columns: readonly ParquetColumn[]): void {
  const lengths = new Set(columns.map(({ values }) => values.length));
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  if (lengths.size === 1 && names.size === columns.length) return;
  const got = columns.map(({ name, values }) => `${name} (${values.length} rows)`).join(', ');
  throw new DqsError('invalid-argument', `expected columns of equal length and distinct names, got ${got || 'none'}`);
}

import { DqsError } from '@dqs/core';

import { columnExpressions, type CountedTable } from '../../duckdb/count-query.js';
import { sqlPath, type DuckDbSession } from '../../duckdb/session.js';
import { fileStart, magicOf } from '../../inputs/bytes.js';
import { COLUMNS } from '../../rows/columns.js';
import { locateColumns, type HeaderLayout } from '../../rows/locate-columns.js';
import { rowOf } from '../../rows/interpret.js';
import type { ColumnMapping } from '../../rows/mapping.js';
import type { RecordListener } from '../record-sink.js';

/** A Parquet file as a DuckDB table. */
export interface ParquetTable extends CountedTable {
  /** Every column of the file. */
  readonly names: readonly string[];
  readonly layout: HeaderLayout;
}

/**
 * Reads a Parquet file's schema and returns the table expression to read it. Values of any type are converted to the
 * text a CSV would contain: whole numbers without a decimal tail, dates as YYYY-MM-DD, a nested `results` as JSON, null
 * as empty.
 *
 * @throws DqsError `input-column-missing`; DuckDB's error if the file is damaged.
 */
export async function describeParquet(
  session: DuckDbSession,
  path: string,
  mapping?: ColumnMapping,
): Promise<ParquetTable> {
  const table = `read_parquet(${sqlPath(path)}, binary_as_string = true, file_row_number = true)`;
  const { names, types } = await schemaOf(session, `SELECT * EXCLUDE (file_row_number) FROM ${table}`);
  const layout = locateColumns(names, path, mapping);
  const columns = columnExpressions(layout, (at) => asText(names[at]!, types[at]!));
  return { table, columns, names, layout, isUuidDerived: layout.isUuidDerived };
}

/** The names of a Parquet file's columns. */
export async function namesOfParquet(session: DuckDbSession, path: string): Promise<readonly string[]> {
  return (await schemaOf(session, `SELECT * FROM read_parquet(${sqlPath(path)}, binary_as_string = true)`)).names;
}

/** The columns of a Parquet file, each with the expression that returns its values as text. */
export async function textOfColumns(session: DuckDbSession, path: string) {
  const table = `read_parquet(${sqlPath(path)}, binary_as_string = true)`;
  const { names, types } = await schemaOf(session, `SELECT * FROM ${table}`);
  return names.map((name, i) => ({ name, text: asText(name, types[i]!) }));
}

async function schemaOf(session: DuckDbSession, select: string) {
  const [names, types] = [[] as string[], [] as string[]];
  for await (const chunk of session.chunks(`DESCRIBE ${select}`)) {
    names.push(...(chunk.getColumnValues(0) as string[]));
    types.push(...(chunk.getColumnValues(1) as string[]));
  }
  return { names, types };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function asText(name: string, type: string): string {
  const column = quoted(name);
  if (type === 'VARCHAR') return `coalesce(${column}, '')`;
  if (type === 'DOUBLE' || type === 'FLOAT') {
    const whole = `${column} = trunc(${column}) AND abs(${column}) < 1e15`;
    const text = `CASE WHEN ${whole} THEN ${column}::BIGINT::VARCHAR ELSE ${column}::VARCHAR END`;
    return `CASE WHEN ${column} IS NULL OR isnan(${column}) THEN '' ELSE ${text} END`;
  }
  const isNested = /[[(]/.test(type) && !type.startsWith('DECIMAL') && !type.startsWith('ENUM');
  return `coalesce(${isNested ? `to_json(${column})` : column}::VARCHAR, '')`;
}

/** Yields the rows of a Parquet file one by one, in file order. */
export async function readParquetRecords(
  session: DuckDbSession,
  { table, columns, names, layout }: ParquetTable,
  onRecord: RecordListener,
  most = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  const fields = COLUMNS.map((name) => columns[name] ?? "''").join(', ');
  const whole = names.map((name) => `${quoted(name)} := ${quoted(name)}`).join(', ');
  const sql = `SELECT file_row_number::DOUBLE, ${fields}, to_json(struct_pack(${whole}))::VARCHAR
    FROM ${table} ORDER BY file_row_number LIMIT ${most}`;
  for await (const chunk of session.chunks(sql)) {
    const vectors = Array.from({ length: chunk.columnCount }, (_, i) => chunk.getColumnVector(i));
    for (let at = 0; at < chunk.rowCount; at += 1) {
      const row = rowOf(layout, (column) => vectors[COLUMNS.indexOf(column) + 1]!.getItem(at) as string);
      const number = (vectors[0]!.getItem(at) as number) + 1;
      const text = () => vectors.at(-1)!.getItem(at) as string;
      onRecord({ number, byteOffset: undefined, row, raw: text });
    }
  }
}

/** The error for a Parquet file that DuckDB cannot read. */
export async function describeParquetFault(path: string, cause: unknown): Promise<DqsError> {
  const reason = (cause as Error).message.split('\n')[0]!;
  const details = { path, reason };
  const { isParquet } = magicOf(await fileStart(path, 4));
  if (!isParquet) {
    return new DqsError('input-unreadable', `expected Parquet in ${path}, got something else; set the option format`, {
      cause,
      details,
    });
  }
  if (reason.startsWith('Out of Memory')) {
    return new DqsError('input-unreadable', `${path} needs more memory: ${reason}; raise memoryLimitMb`, {
      cause,
      details,
    });
  }
  return new DqsError('input-truncated', `${path} is truncated or damaged: ${reason}`, { cause, details });
}

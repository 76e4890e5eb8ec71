import { writeAtomically } from '@dqs/core/io';

import { describeParquetFault, textOfColumns } from '../importers/parquet/parquet-table.js';
import { DuckDbSession, sqlPath, sqlText } from './session.js';

const MEMORY_LIMIT_MB = 400;
/** The longest line of a CSV text; a request and its forecast are not longer. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

/**
 * Writes a Parquet file as CSV with a header, rows in their order, every value as the text a CSV would contain: whole
 * numbers without a decimal tail, dates as YYYY-MM-DD, nested values as JSON, null as empty.
 *
 * @throws DqsError `input-unreadable` or `input-truncated` if it cannot be read, `output-not-writable`.
 */
export async function parquetToCsv(path: string, csv: string): Promise<void> {
  await withSession(async (session) => {
    const columns = await textOfColumns(session, path).catch(async (cause: unknown) => {
      throw await describeParquetFault(path, cause);
    });
    // An empty text would be written as a pair of quotes, which carries no more information than nothing.
    const selected = columns.map(({ name, text }) => `nullif(${text}, '') AS ${quoted(name)}`);
    const select = `SELECT ${selected.join(', ')} FROM read_parquet(${sqlPath(path)}, binary_as_string = true)`;
    await writeAtomically(csv, (temporary) =>
      session.run(`COPY (${select}) TO ${sqlText(temporary)} (FORMAT csv, HEADER, DELIMITER ',', QUOTE '"')`),
    );
  });
}

/**
 * Writes a CSV text (RFC 4180, with a header) as Parquet (zstd), rows in their order. The same text gives the same bytes.
 *
 * @param types DuckDB's type of each column that is not text; in such columns an empty field is null.
 * @throws DqsError `output-not-writable`.
 */
export async function csvToParquet(
  csv: string,
  path: string,
  names: readonly string[],
  types: Readonly<Record<string, string>>,
): Promise<void> {
  await withSession(async (session) => {
    const declared = names.map((name) => `${sqlText(name)}: 'VARCHAR'`).join(', ');
    const table =
      `read_csv(${sqlPath(csv)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', ` +
      `columns = {${declared}}, parallel = false, max_line_size = ${MAX_LINE_BYTES})`;
    const selected = names.map((name) => {
      const type = types[name];
      const value = type === undefined ? `coalesce(${quoted(name)}, '')` : `${quoted(name)}::${type}`;
      return `${value} AS ${quoted(name)}`;
    });
    const select = `SELECT ${selected.join(', ')} FROM ${table}`;
    await writeAtomically(path, (temporary) =>
      session.run(`COPY (${select}) TO ${sqlText(temporary)} (FORMAT parquet, COMPRESSION zstd)`),
    );
  });
}

async function withSession(work: (session: DuckDbSession) => Promise<void>): Promise<void> {
  const session = await DuckDbSession.open({ memoryLimitMb: MEMORY_LIMIT_MB, threads: 1 });
  try {
    await session.run('SET preserve_insertion_order = true');
    await work(session);
  } finally {
    await session.close();
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

import type { ColumnName, HeaderLayout } from '../../rows/columns.js';
import type { CountedTable } from '../../duckdb/count-query.js';
import { sqlPath, sqlText } from '../../duckdb/session.js';

/** The longest record DuckDB is trusted with; it may silently drop one beyond its buffer. */
export const MAX_LINE_BYTES = 1_000_000;
const BUFFER_BYTES = 2 * MAX_LINE_BYTES;

/** A text that no field contains, so that empty fields stay empty texts and do not become NULL. */
const NULL_TEXT = '\u0001\u0002null';

/** The table expression to read a delimited file. */
export function describeCsv(
  path: string,
  isGzip: boolean,
  delimiter: string,
  { width, positions }: HeaderLayout,
): CountedTable {
  const names = Array.from({ length: width }, (_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  const table =
    `read_csv(${sqlPath(path)}, columns = {${names}}, auto_detect = false, header = true, ` +
    `delim = ${sqlText(delimiter)}, quote = '"', escape = '"', strict_mode = true, nullstr = ${sqlText(NULL_TEXT)}, ` +
    `max_line_size = ${MAX_LINE_BYTES}, buffer_size = ${BUFFER_BYTES}, ` +
    `compression = '${isGzip ? 'gzip' : 'none'}')`;
  const expression = (position: number | undefined) => (position === undefined ? undefined : `c${position}`);
  const columns = Object.fromEntries(
    Object.entries(positions).map(([name, position]) => [name, expression(position)]),
  ) as Record<ColumnName, string | undefined>;
  return { table, columns };
}

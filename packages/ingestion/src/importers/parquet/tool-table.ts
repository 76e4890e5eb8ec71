import { DqsError } from '@dqs/core';

import type { DuckDbSession } from '../../duckdb/session.js';
import { sqlPath } from '../../duckdb/session.js';
import type { NamedInput } from '../importer.js';
import type { ToolReading } from '../tool/check.js';
import { MAX_DOCUMENT_BYTES } from '../tool/document.js';
import { readingOf, type Tool } from '../tool/tool.js';
import { textOfColumns } from './parquet-table.js';

/**
 * Reads a tool's table that was exported as Parquet.
 *
 * @throws DqsError `input-unreadable` where its texts take more memory than a document may.
 */
export async function readToolTable(session: DuckDbSession, tool: Tool, input: NamedInput): Promise<ToolReading> {
  const kept = (await textOfColumns(session, input.name)).filter(({ name }) =>
    tool.table!.columns.has(name.toLowerCase()),
  );
  const table = `read_parquet(${sqlPath(input.name)}, binary_as_string = true)`;
  const rows: object[] = [];
  let size = 0;
  for await (const chunk of session.chunks(`SELECT ${kept.map(({ text }) => text).join(', ')} FROM ${table}`)) {
    const columns = kept.map((_, at) => chunk.getColumnVector(at));
    for (let row = 0; row < chunk.rowCount; row += 1) {
      const texts = columns.map((column) => column.getItem(row) as string);
      size += texts.reduce((sum, text) => sum + text.length, 0);
      rows.push(Object.fromEntries(kept.map(({ name }, at) => [name.toLowerCase(), texts[at]])));
    }
    if (size > MAX_DOCUMENT_BYTES) throw tooLarge(input.name);
  }
  return readingOf([tool], rows, input);
}

/** The error for a Parquet file where only results of tools are wanted. */
export function noTool(path: string): DqsError {
  const message = `expected results of a tool in ${path}, got another table; dqs ingest reads logs as parquet`;
  return new DqsError('input-unknown', message, { details: { path } });
}

function tooLarge(path: string): DqsError {
  const message = `expected a table of at most ${MAX_DOCUMENT_BYTES} characters in ${path}, but it is longer; export fewer days`;
  return new DqsError('input-unreadable', message, { details: { path } });
}

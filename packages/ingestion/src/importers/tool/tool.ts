import { DqsError } from '@dqs/core';

import type { Importer, NamedInput } from '../importer.js';
import type { ToolName, ToolReading } from './check.js';
import type { Companions } from './companions.js';
import { readDocument } from './document.js';
import { isObject } from './json-values.js';
import { headerNames, rowOf } from './table.js';

/** What a tool is told of a document. */
export interface DocumentContext {
  /** The input as it was named. */
  readonly path: string;
  /** The day of what tells no time of its own, `YYYY-MM-DD`; "" if there is none. */
  readonly runDate: string;
  readonly companions: Companions;
}

/** A tool that checks data and writes down what came out. */
export interface Tool<Name extends ToolName = ToolName> {
  /** Its name in reports, and in the option `format`. */
  readonly name: Name;
  /** What the first characters of its documents in JSON hold, all of it. */
  readonly signature: readonly RegExp[];
  /** Of results that it writes as a table: the columns that tell it, and all that are read; in lower case. */
  readonly table?: { readonly telling: readonly string[]; readonly columns: ReadonlySet<string> };
  /**
   * Reads a document. Must hold for any JSON: what is missing or of another type is unknown, never a pass.
   *
   * @returns undefined where it is nothing of this tool's.
   */
  read(document: unknown, context: DocumentContext): ToolReading | undefined | Promise<ToolReading | undefined>;
}

/** The importer of a tool. */
export function toolImporter<Name extends ToolName>(tool: Tool<Name>): Importer<Name> {
  return {
    name: tool.name,
    extensions: [],
    detect: (start) => (isOf(tool, start) ? 'certain' : undefined),
    readChecks: (chunks, input) => readChecks([tool], chunks, input),
  };
}

/** The importer of documents whose first bytes tell no tool: it asks each of them. */
export function documentImporter(tools: readonly Tool[]): Importer<'json'> {
  return {
    name: 'json',
    extensions: ['json'],
    detect: () => undefined,
    readChecks: (chunks, input) => readChecks(tools, chunks, input),
  };
}

function isOf({ signature, table }: Tool, start: Buffer): boolean {
  const text = start.toString('utf8');
  // A log may quote what a tool wrote.
  if (['"business_date"', '"rule_code"'].every((column) => text.includes(column))) return false;
  if (/^\uFEFF?\s*[[{]/.test(text)) return signature.every((part) => part.test(text));
  if (table === undefined) return false;
  const names = headerNames(start);
  return table.telling.every((name) => names.has(name));
}

/** The tool that writes tables with such columns; undefined if none does. */
export function toolOfColumns(tools: readonly Tool[], names: readonly string[]): Tool | undefined {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return tools.find(({ table }) => table?.telling.every((name) => known.has(name)) === true);
}

async function readChecks(
  tools: readonly Tool[],
  chunks: AsyncIterable<Buffer>,
  input: NamedInput,
): Promise<ToolReading> {
  const columns = new Set(tools.flatMap(({ table }) => [...(table?.columns ?? [])]));
  return readingOf(tools, await readDocument(chunks, input.name, columns), input);
}

/**
 * What tools make of a document.
 *
 * @throws DqsError `input-unknown` where none knows it.
 */
export async function readingOf(tools: readonly Tool[], document: unknown, input: NamedInput): Promise<ToolReading> {
  const { name: path, companions, settings } = input;
  const context = { path, companions, runDate: settings.runDate ?? dateInName(path) };
  for (const tool of tools) {
    const reading = await tool.read(rowsOf(tool, document), context);
    if (reading !== undefined) return reading;
  }
  throw foreign(tools, document, path);
}

/** A table's rows with the names that the tool knows; any other document as it is. */
function rowsOf({ table }: Tool, document: unknown): unknown {
  if (table === undefined || !Array.isArray(document) || document.length === 0) return document;
  const first = rowOf(document[0], table.columns);
  if (!table.telling.every((name) => Object.hasOwn(first, name))) return document;
  return document.map((row) => rowOf(row, table.columns));
}

/** The only date in the name of a file, "" where there is none or more than one. */
function dateInName(path: string): string {
  const name = path.split(/[\\/]/).at(-1)!;
  const dates = new Set([...name.matchAll(/(?:^|\D)(\d{4}-\d{2}-\d{2})(?!\d)/g)].map(([, date]) => date!));
  return dates.size === 1 ? [...dates][0]! : '';
}

function foreign(tools: readonly Tool[], document: unknown, path: string): DqsError {
  const names = tools.map(({ name }) => name);
  const wanted = names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} or ${names.at(-1)!}`;
  const one: unknown = Array.isArray(document) ? document[0] : document;
  const members = isObject(one)
    ? Object.keys(one)
        .slice(0, 8)
        .map((name) => name.slice(0, 40))
    : [];
  const got = members.length === 0 ? 'none' : `JSON with the members ${JSON.stringify(members)}`;
  return new DqsError('input-unknown', `expected results of ${wanted} in ${path}, got ${got}`, {
    details: { path, members },
  });
}

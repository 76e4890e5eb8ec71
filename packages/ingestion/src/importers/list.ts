import { basename } from 'node:path';

import { DqsError } from '@dqs/core';

import { fileStart, gunzipStart, magicOf, peek, type ByteSource } from '../inputs/bytes.js';
import { CSV, TSV } from './delimited/delimited.js';
import { START_BYTES, type Importer, type InputFile } from './importer.js';
import { JSON_LINES } from './json-lines/json-lines.js';
import { PARQUET } from './parquet/parquet.js';
import { documentImporter, toolImporter, type Tool } from './tool/tool.js';
import { TOOLS } from './tool/tools.js';

/**
 * Every importer. Of two that are certain of an input, or claim the same end of a name, the first one gets it; the very
 * first takes streams that none recognises.
 */
const IMPORTERS = [
  CSV,
  TSV,
  JSON_LINES,
  PARQUET,
  ...TOOLS.map((tool: Tool) => toolImporter(tool)),
  documentImporter(TOOLS),
] as const satisfies readonly Importer[];

/** How an input is written, compression aside: the name of an importer. */
export type InputFormat = (typeof IMPORTERS)[number]['name'];

/** The formats by name, for option checks and help texts. */
export const INPUT_FORMATS: readonly InputFormat[] = IMPORTERS.map(({ name }) => name);

/** An importer of the list. */
export type ListedImporter = Importer<InputFormat>;

const ALL: readonly ListedImporter[] = IMPORTERS;
const OF_TEXT = ALL.filter(({ readRecords, readChecks }) => readRecords !== undefined || readChecks !== undefined);

/** The ends of names that are known, for messages. */
export const KNOWN_EXTENSIONS = `${endsOf(OF_TEXT)} (each also .gz) and ${endsOf(ALL.filter((one) => !OF_TEXT.includes(one)))}`;

/** Whether the first bytes of a file say that a tool wrote it. */
export async function isWrittenByTool(path: string): Promise<boolean> {
  const stored = await fileStart(path, START_BYTES);
  const start = magicOf(stored).isGzip ? await gunzipStart(stored) : stored;
  return ALL.some(({ readChecks, detect }) => readChecks !== undefined && detect(start, path) === 'certain');
}

/** The importer that a file's name says, undefined where it says none. `.gz` after it is looked through. */
export function importerOfName(path: string): ListedImporter | undefined {
  const parts = basename(path).toLowerCase().split('.');
  if (parts.length < 2) return undefined;
  if (parts.at(-1) === 'gz') parts.pop();
  return parts.length < 2 ? undefined : ALL.find(({ extensions }) => extensions.includes(parts.at(-1)!));
}

/**
 * The importer of a file: the one that is asked for, else one that is certain by the first bytes, else by the name.
 *
 * @throws DqsError `input-unreadable` where neither says one.
 */
export async function importerOfFile(
  path: string,
  format: InputFormat | undefined,
): Promise<{ importer: ListedImporter; file: InputFile }> {
  const stored = await fileStart(path, START_BYTES);
  const { isGzip } = magicOf(stored);
  const file = { path, isGzip };
  if (format !== undefined) return { importer: named(format), file };
  // What is compressed can only be read from its bytes.
  const [able, start] = isGzip ? [OF_TEXT, await gunzipStart(stored)] : [ALL, stored];
  const importer = able.find((one) => one.detect(start, path) === 'certain') ?? importerOfName(path);
  if (importer !== undefined) return { importer, file };
  throw new DqsError(
    'input-unreadable',
    `expected a file named ${KNOWN_EXTENSIONS}, got ${path}; rename it or set the option format`,
    { details: { path } },
  );
}

/**
 * The importer of a stream, and the stream whole again: as {@link importerOfFile}, else one that finds its first bytes
 * likely, else CSV.
 */
export async function importerOfStream(
  source: ByteSource,
  name: string,
  format: InputFormat | undefined,
): Promise<{ importer: ListedImporter; whole: ByteSource }> {
  if (format !== undefined) return { importer: named(format), whole: source };
  const { start, whole } = await peek(source, START_BYTES);
  const by = (wanted: 'certain' | 'likely') => ALL.find((one) => one.detect(start, name) === wanted);
  return { importer: by('certain') ?? importerOfName(name) ?? by('likely') ?? CSV, whole };
}

function named(format: InputFormat): ListedImporter {
  return ALL.find(({ name }) => name === format)!;
}

function endsOf(importers: readonly Importer[]): string {
  return importers.flatMap(({ extensions }) => extensions.map((end) => `.${end}`)).join(', ');
}

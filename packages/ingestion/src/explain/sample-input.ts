import { DuckDbSession } from '../duckdb/session.js';
import { openCompanions } from '../importers/tool/companions.js';
import type { NamedInput } from '../importers/importer.js';
import { importerOfFile, type InputFormat } from '../importers/list.js';
import { describeParquet, namesOfParquet, readParquetRecords } from '../importers/parquet/parquet-table.js';
import { firstRecord } from '../importers/delimited/read-header.js';
import type { RecordListener } from '../importers/record-sink.js';
import { openFile } from '../inputs/bytes.js';
import type { ReadSettings } from '../options.js';
import type { ColumnMapping } from '../rows/mapping.js';
import { DELIMITERS } from '../rows/missing-columns.js';

/** The start of an input, from which it is explained. */
export interface InputSample {
  readonly format: InputFormat;
  /** Whether it is a log of rows; results of tools need no mapping. */
  readonly isLog: boolean;
  /** The names of its columns, as they stand there. */
  readonly names: readonly string[];
  /** Of delimited text. */
  readonly delimiter?: string;
  /** Reads the first records with a mapping. @returns what there is to note. */
  read(mapping: ColumnMapping, onRecord: RecordListener): Promise<readonly string[]>;
}

/** Bytes of a text that are looked at. */
const SAMPLE_BYTES = 1024 * 1024;

/**
 * The start of an input.
 *
 * @param count records that are read at most.
 */
export async function sampleInput(path: string, settings: ReadSettings, count: number): Promise<InputSample> {
  const { importer, file } = await importerOfFile(path, settings.format);
  const { name: format, readRecords } = importer;
  if (format === 'parquet') return sampleParquet(path, settings, count);
  if (readRecords === undefined) return { format, isLog: false, names: [], read: async () => [] };
  const start = await startOf(path, file.isGzip);
  const delimited = format === 'csv' || format === 'tsv';
  const [names, delimiter] = delimited ? await namesOfHeader(start, settings.delimiter) : [membersOf(start), undefined];
  const read = async (mapping: ColumnMapping, onRecord: RecordListener) => {
    const notes: string[] = [];
    const note = (text: string) => notes.push(text);
    const input: NamedInput = { name: path, settings: { ...settings, mapping }, companions: openCompanions([]), note };
    const chunks = (async function* () {
      yield start;
    })();
    await readRecords(chunks, input, (record) => (record.number <= count ? onRecord(record) : undefined));
    return [...new Set(notes)];
  };
  return { format, isLog: true, names, ...(delimiter === undefined ? {} : { delimiter }), read };
}

/** The first whole lines of a text. */
async function startOf(path: string, isGzip: boolean): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of openFile(path, isGzip).chunks) {
    start = Buffer.concat([start, chunk]);
    if (start.length >= SAMPLE_BYTES) return start.subarray(0, start.lastIndexOf('\n') + 1);
  }
  return start;
}

/** The names of a header by the delimiter that was asked for, or that by which there are most. */
async function namesOfHeader(start: Buffer, asked: string | undefined): Promise<[string[], string]> {
  let [names, found] = [[] as string[], asked ?? DELIMITERS[0]!];
  for (const delimiter of asked === undefined ? DELIMITERS : [asked]) {
    const by = await firstRecord(start, delimiter).catch(() => []);
    if (by.length > names.length) [names, found] = [by, delimiter];
  }
  return [names.map((name) => name.replace(/^\uFEFF/, '').trim()), found];
}

function membersOf(start: Buffer): string[] {
  const lines = start.toString('utf8').split('\n', 1000);
  return [...new Set(lines.flatMap((line) => Object.keys(parsed(line))))].slice(0, 1000);
}

function parsed(line: string): object {
  try {
    const value = JSON.parse(line.replace(/^\uFEFF/, '')) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

async function sampleParquet(path: string, settings: ReadSettings, count: number): Promise<InputSample> {
  const withSession = async <T>(work: (session: DuckDbSession) => Promise<T>): Promise<T> => {
    const session = await DuckDbSession.open(settings);
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  };
  const names = await withSession((session) => namesOfParquet(session, path));
  const read = (mapping: ColumnMapping, onRecord: RecordListener) =>
    withSession(async (session) => {
      const table = await describeParquet(session, path, mapping);
      await readParquetRecords(session, table, onRecord, count);
      return table.layout.notes;
    });
  return { format: 'parquet', isLog: true, names, read };
}

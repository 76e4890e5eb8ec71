import { csvFields, DqsError, type Hooks } from '@dqs/core';

import { CsvFinder, type CsvShape } from '../records/csv-finder.js';
import { LineFinder } from '../records/line-finder.js';
import { LINE_FEED, MAX_RECORD_BYTES, type RecordFinder } from '../records/record-finder.js';
import { ShardMemory } from '../records/shard-memory.js';
import { ShardCutter, type ShardLimits } from '../records/shard-cutter.js';
import type { Shard } from '../shard.js';
import type { BatchSource, SourceFault, SourceIdentity } from './batch-source.js';
import { FileBytes } from './file-bytes.js';
import { CHUNK_BYTES, type ByteSpan, type InputBytes } from './input-bytes.js';

const BOM = [0xef, 0xbb, 0xbf];

/** A delimited file. */
export interface CsvSourceOptions {
  readonly format: 'csv';
  /** One ASCII character. @default ',' */
  readonly delimiter?: string;
  /**
   * Names of columns whose fields never contain line ends; an unclosed quote there costs only its own line.
   * @default none
   */
  readonly singleLineColumns?: readonly string[];
}

/** A file with one record a line, such as JSON lines. */
export interface LineSourceOptions {
  readonly format: 'lines';
}

/** How a text file is cut into records. */
export type TextSourceOptions = CsvSourceOptions | LineSourceOptions;

/** A part of a text file that begins and ends with whole records. */
export interface TextPart extends ByteSpan {
  /** The number of its first record. */
  readonly firstRecord: number;
  /** The text of the file's header; empty for a file of lines. */
  readonly header: string;
}

/**
 * The records of a text file, gzipped or not. In a delimited file the first record is the header and belongs to no
 * shard; a byte order mark is skipped.
 *
 * @example
 * const source = textFileSource('requests.csv.gz', { format: 'csv' });
 * console.log(await source.header());
 */
export function textFileSource(input: string | InputBytes, options: TextSourceOptions): TextFileSource {
  return new TextFileSource(input, options);
}

/** See {@link textFileSource}. */
export class TextFileSource implements BatchSource {
  readonly #file: InputBytes;
  readonly #options: TextSourceOptions;
  readonly #memory = new ShardMemory();
  readonly #part: TextPart | undefined;
  #header: { readonly text: string; readonly fields: readonly string[]; readonly next: number } | undefined;

  /** @param part what the bytes are of a longer file. @default all of it */
  constructor(input: string | InputBytes, options: TextSourceOptions, part?: TextPart) {
    this.#file = typeof input === 'string' ? new FileBytes(input) : input;
    this.#options = options;
    this.#part = part;
    if (part !== undefined && options.format === 'csv') {
      this.#header = { text: part.header, fields: this.#names(part.header), next: 0 };
    }
  }

  get fault(): SourceFault | undefined {
    return this.#file.fault;
  }

  get recordFormat(): Readonly<Record<string, string>> {
    if (this.#options.format === 'lines') return { format: 'lines' };
    return { format: 'csv', delimiter: this.#options.delimiter ?? ',', header: this.#header?.text ?? '' };
  }

  identify(hooks: Pick<Hooks, 'signal'> = {}): Promise<SourceIdentity> {
    return this.#file.identify(hooks);
  }

  /**
   * The names of the columns, trimmed; none for a file of lines.
   *
   * @throws DqsError `input-empty` for a file without a header, `input-unreadable` for one that is not UTF-8 text.
   */
  async header(): Promise<readonly string[]> {
    if (this.#options.format === 'lines') return [];
    return (await this.#readHeader()).fields;
  }

  async *shards(limits: ShardLimits, onBytes?: (bytes: number) => void): AsyncGenerator<Shard> {
    const isLines = this.#options.format === 'lines';
    let skip = isLines ? 0 : (await this.#readHeader()).next;
    let cutter: ShardCutter | undefined;
    const first = this.#memory.take(CHUNK_BYTES);
    for await (const chunk of this.#file.chunks(onBytes, (size) => cutter?.room(size) ?? first)) {
      if (cutter === undefined && isLines && this.#part === undefined && startsWithBom(chunk)) skip = BOM.length;
      const { start: offset, firstRecord } = this.#part ?? { start: skip, firstRecord: 1 };
      cutter ??= new ShardCutter(this.#finder(), limits, { offset, firstRecord, memory: this.#memory });
      const from = Math.min(chunk.length, skip);
      skip -= from;
      if (from < chunk.length) yield* cutter.push(from === 0 ? chunk : chunk.subarray(from));
    }
    if (cutter !== undefined) yield* cutter.end(this.fault);
  }

  release({ bytes }: Shard): void {
    this.#memory.release(bytes);
  }

  #finder(): RecordFinder {
    if (this.#options.format === 'lines') return new LineFinder();
    const { fields } = this.#header!;
    const { singleLineColumns = [] } = this.#options;
    return new CsvFinder({
      ...this.#shape(),
      width: fields.length,
      isSingleLine: fields.map((name) => singleLineColumns.includes(name)),
    });
  }

  #shape(): CsvShape {
    const { delimiter = ',' } = this.#options as CsvSourceOptions;
    return { delimiter: delimiter.charCodeAt(0) };
  }

  /** The names in a header; one whose quotes do not fit is taken as it stands. */
  #names(header: string): string[] {
    const { delimiter = ',' } = this.#options as CsvSourceOptions;
    const names = csvFields(header, delimiter)?.map(({ text }) => text) ?? header.split(delimiter);
    return names.map((name) => name.trim());
  }

  async #readHeader() {
    if (this.#header) return this.#header;
    let start: Buffer = Buffer.alloc(0);
    let isWhole = true;
    for await (const chunk of this.#file.chunks()) {
      start = Buffer.concat([start, chunk]);
      isWhole = false;
      if (start.length > MAX_RECORD_BYTES || start.indexOf(LINE_FEED) >= 0) break;
      isWhole = true;
    }
    refuseForeign(start, this.#file.path);
    this.#header = this.#cutHeader(start, isWhole);
    return this.#header;
  }

  #cutHeader(bytes: Buffer, isWhole: boolean) {
    const finder = new CsvFinder(this.#shape());
    let at = startsWithBom(bytes) ? 3 : 0;
    while (finder.find(bytes, at, bytes.length, isWhole || bytes.length > MAX_RECORD_BYTES)) {
      const text = bytes.toString('utf8', at, finder.end);
      if (text.trim() !== '') return { text, fields: this.#names(text), next: finder.next };
      at = finder.next;
    }
    throw new DqsError('input-empty', `expected a header with column names in ${this.#file.path}, found none`, {
      details: { path: this.#file.path },
    });
  }
}

function startsWithBom(bytes: Uint8Array): boolean {
  return BOM.every((byte, i) => bytes[i] === byte);
}

function refuseForeign(bytes: Buffer, path: string): void {
  const isUtf16 = ['fffe', 'feff'].includes(bytes.toString('hex', 0, 2));
  const isParquet = bytes.toString('latin1', 0, 4) === 'PAR1';
  if (!isUtf16 && !isParquet) return;
  const got = isUtf16 ? 'UTF-16; save it as UTF-8' : 'Parquet; name it .parquet';
  throw new DqsError('input-unreadable', `expected UTF-8 text in ${path}, got ${got}`, { details: { path } });
}

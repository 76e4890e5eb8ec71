import { DqsError, type Hooks } from '@dqs/core';

import type { DeadLetter, DeadLetterHeader } from '../dead-letter.js';
import { CsvFinder } from '../records/csv-finder.js';
import { LineFinder } from '../records/line-finder.js';
import { ShardCutter, type ShardLimits } from '../records/shard-cutter.js';
import type { RecordFinder } from '../records/record-finder.js';
import { recordBytes, recordCount, type RecordFault, type Shard } from '../shard.js';
import type { BatchSource, SourceFault, SourceIdentity } from './batch-source.js';
import { FileBytes } from './file-bytes.js';

/** Maximum length of the first line in bytes. */
const MAX_HEADER_BYTES = 1024 * 1024;

/**
 * The dead letters of an earlier run, corrected, as input: each `raw` text is a record again. Records are numbered by
 * line, starting after the first.
 */
export class DeadLetterSource implements BatchSource {
  readonly #file: FileBytes;
  readonly #start: number;
  readonly recordFormat: Readonly<Record<string, string>>;

  private constructor(file: FileBytes, header: DeadLetterHeader, start: number) {
    this.#file = file;
    this.#start = start;
    this.recordFormat = header.record_format;
  }

  /**
   * Opens a dead-letter file.
   *
   * @returns undefined if the file is something else.
   */
  static async open(path: string): Promise<DeadLetterSource | undefined> {
    const file = new FileBytes(path);
    const line = await firstLine(file);
    const header = line === undefined ? undefined : parseObject<DeadLetterHeader>(line);
    if (header?.dead_letters === undefined) return undefined;
    if (header.dead_letters === 1) return new DeadLetterSource(file, header, Buffer.byteLength(line!) + 1);
    throw new DqsError('input-unreadable', `${path} has a dead-letter version that this program does not know`);
  }

  get fault(): SourceFault | undefined {
    return this.#file.fault;
  }

  identify(hooks: Pick<Hooks, 'signal'> = {}): Promise<SourceIdentity> {
    return this.#file.identify(hooks);
  }

  async *shards(limits: ShardLimits, onBytes?: (bytes: number) => void): AsyncGenerator<Shard> {
    const cutter = new ShardCutter(new LineFinder(), limits, { offset: undefined });
    let skip = this.#start;
    for await (const chunk of this.#file.chunks(onBytes)) {
      const from = Math.min(skip, chunk.length);
      skip -= from;
      for (const shard of cutter.push(chunk.subarray(from))) yield this.#unwrap(shard);
    }
    for (const shard of cutter.end(this.fault)) yield this.#unwrap(shard);
  }

  /** Turns a shard of lines into the shard of their raw texts. */
  #unwrap(lines: Shard): Shard {
    const faults: RecordFault[] = [...lines.faults];
    const texts = Array.from({ length: recordCount(lines) }, (_, at) => {
      const letter = parseObject<DeadLetter>(Buffer.from(recordBytes(lines, at)).toString('utf8'));
      if (typeof letter?.raw === 'string') return Buffer.from(letter.raw);
      faults.push({ at, reason: 'malformed-json', message: 'expected a JSON object with a string "raw"' });
      return Buffer.from(recordBytes(lines, at));
    });
    const bounds = new Uint32Array(2 * texts.length);
    let offset = 0;
    texts.forEach((text, at) => {
      bounds.set([offset, offset + text.length], 2 * at);
      offset += text.length;
      if (!this.#isOneRecord(text) && !faults.some((fault) => fault.at === at)) {
        faults.push({ at, reason: 'malformed-quotes', message: 'expected "raw" to be exactly one record' });
      }
    });
    faults.sort((a, b) => a.at - b.at);
    return { ...lines, byteOffset: null, bytes: new Uint8Array(Buffer.concat(texts)), bounds, faults };
  }

  #isOneRecord(text: Buffer): boolean {
    const { format, delimiter = ',' } = this.recordFormat;
    const finder: RecordFinder =
      format === 'csv' ? new CsvFinder({ delimiter: delimiter.charCodeAt(0) }) : new LineFinder();
    return finder.find(text, 0, text.length, true) && finder.fault === undefined && finder.next === text.length;
  }
}

async function firstLine(file: FileBytes): Promise<string | undefined> {
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of file.chunks()) {
    bytes = Buffer.concat([bytes, chunk]);
    const end = bytes.indexOf('\n');
    if (end >= 0) return bytes.toString('utf8', 0, end);
    if (bytes.length > MAX_HEADER_BYTES || bytes[0] !== 0x7b) return undefined;
  }
  return undefined;
}

function parseObject<T>(text: string): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

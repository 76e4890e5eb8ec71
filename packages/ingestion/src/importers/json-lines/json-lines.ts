import { DqsError } from '@dqs/core';

import { ByteWindow } from '../../inputs/byte-window.js';
import { COLUMNS, type ColumnName } from '../../rows/columns.js';
import { rowOf, type RawRow, type RejectReason } from '../../rows/interpret.js';
import type { Importer, NamedInput } from '../importer.js';
import { MAX_RECORD_BYTES, type RecordListener } from '../record-sink.js';
import { Members } from './members.js';

/** One JSON object a line, its members by the names of the columns. */
export const JSON_LINES: Importer<'jsonl'> = {
  name: 'jsonl',
  extensions: ['jsonl', 'ndjson'],
  detect: (start) => (/^\uFEFF?\s*\{/.test(start.toString('utf8')) ? 'likely' : undefined),
  readRecords: readJsonRecords,
};

const NEWLINE = 0x0a;
/** Records, and their bytes, by which it is decided which columns are missing altogether. */
const [SETTLING_RECORDS, SETTLING_BYTES] = [1000, 8 * 1024 * 1024];
/**
 * Maximum depth of a value that is converted to text. JSON.stringify fails beyond some depth that differs between Node
 * versions.
 */
const MAX_DEPTH = 1000;
const HALF_CHARACTER = /\p{Surrogate}/u;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads JSON lines: one object per line, with members named like the columns. Whether `source`, `tenant_id` and
 * `dataset_uuid` are missing is decided by the first thousand lines; a later one that has them is an error. Numbers become text as JavaScript writes
 * them, objects (an unquoted `results`) JSON, null and missing members empty text.
 *
 * @throws DqsError `input-column-missing` if a required member is in no line; `input-unreadable` for a line without an
 * end.
 */
export async function readJsonRecords(
  chunks: AsyncIterable<Buffer>,
  input: NamedInput,
  onRecord: RecordListener,
): Promise<void> {
  const reader = new JsonLineReader(input, onRecord);
  for await (const chunk of chunks) reader.write(chunk);
  reader.end();
}

/** The values of an object, or why there are none. */
type Parsed = readonly unknown[] | RejectReason;

class JsonLineReader {
  readonly #name: string;
  readonly #onRecord: RecordListener;
  readonly #members: Members;
  readonly #window = new ByteWindow();
  /** Tells of the first records, which wait for what the others have; undefined once that is settled. */
  #waiting: (() => void)[] | undefined = [];
  #consumed = 0;
  #records = 0;

  constructor(input: NamedInput, onRecord: RecordListener) {
    this.#name = input.name;
    this.#members = new Members(input);
    this.#onRecord = onRecord;
  }

  write(chunk: Buffer): void {
    const start = this.#window.end;
    this.#window.append(chunk);
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) this.#line(start + at + 1);
    this.#window.dropBefore(this.#consumed);
    if (this.#window.end - this.#consumed > MAX_RECORD_BYTES) throw this.#endlessLine();
  }

  end(): void {
    if (this.#consumed < this.#window.end) this.#line(this.#window.end);
    this.#settle();
    this.#members.finish();
  }

  #line(end: number): void {
    const start = this.#consumed;
    this.#consumed = end;
    let bytes = this.#window.slice(start, end);
    if (start === 0 && bytes.subarray(0, 3).equals(BOM)) bytes = bytes.subarray(3);
    const text = bytes.toString('utf8').trim();
    if (text === '') return;
    const number = (this.#records += 1);
    const parsed = this.#window.isText(start, end) ? this.#parse(text) : 'invalid-utf-8';
    const tell = () =>
      this.#onRecord({ number, byteOffset: start, row: toRow(parsed, this.#members), raw: () => text });
    if (this.#waiting === undefined) return tell();
    this.#waiting.push(tell);
    if (this.#waiting.length >= SETTLING_RECORDS || end >= SETTLING_BYTES) this.#settle();
  }

  #settle(): void {
    this.#members.settle();
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const tell of waiting) tell();
  }

  #parse(text: string): Parsed {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'malformed-json';
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'malformed-json';
    return this.#members.valuesOf(value as Record<string, unknown>, this.#records);
  }

  #endlessLine(): DqsError {
    const [record, byteOffset] = [this.#records + 1, this.#consumed];
    const message =
      `expected lines of at most ${MAX_RECORD_BYTES} bytes in ${this.#name}, but record ${record}, which starts at byte ` +
      `${byteOffset}, is longer; write one JSON object a line`;
    return new DqsError('input-unreadable', message, { details: { path: this.#name, record, byteOffset } });
  }
}

function toRow(parsed: Parsed, members: Members): RawRow | RejectReason {
  if (typeof parsed === 'string') return parsed;
  const textOf = (column: ColumnName) => {
    const value = parsed[COLUMNS.indexOf(column)];
    return column === 'results' && isNested(value) ? outcomeText(value) : toText(value);
  };
  try {
    return rowOf(members, textOf);
  } catch (cause) {
    if (cause instanceof NestedTooDeep) return 'nested-too-deep';
    throw cause;
  }
}

/**
 * The JSON of results; if they are nested too deeply to be written, only the part that decides their outcome is kept.
 */
function outcomeText(results: object): string {
  try {
    return JSON.stringify(results);
  } catch {
    const flat = Object.entries(results).map(([name, value]) => [name, isNested(value) ? {} : (value as unknown)]);
    return JSON.stringify(Array.isArray(results) ? [] : Object.fromEntries(flat));
  }
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

class NestedTooDeep extends Error {}

/**
 * Whether a value has more than {@link MAX_DEPTH} levels; checked level by level, since recursion would overflow the
 * stack.
 */
function isTooDeep(value: object): boolean {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === MAX_DEPTH) return true;
    level = level.flatMap((one) => Object.values(one).filter(isNested));
  }
  return false;
}

function toText(value: unknown): string {
  // JSON can encode a lone surrogate (\ud800), which UTF-8 cannot.
  if (typeof value === 'string') return HALF_CHARACTER.test(value) ? Buffer.from(value).toString() : value;
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (isTooDeep(value)) throw new NestedTooDeep();
  return JSON.stringify(value);
}

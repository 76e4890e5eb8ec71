import { DqsError } from '@dqs/core';

import { ByteWindow } from '../../inputs/byte-window.js';
import { isKnownColumn, locateColumns, type ColumnName } from '../../rows/columns.js';
import type { RawRow, RejectReason } from '../../rows/interpret.js';
import type { Importer } from '../importer.js';
import { MAX_RECORD_BYTES, type RecordListener } from '../record-sink.js';

/** One JSON object a line, its members by the names of the columns. */
export const JSON_LINES: Importer<'jsonl'> = {
  name: 'jsonl',
  extensions: ['jsonl', 'ndjson'],
  detect: (start) => (/^\uFEFF?\s*\{/.test(start.toString('utf8')) ? 'likely' : undefined),
  readRecords: (chunks, { name }, onRecord) => readJsonRecords(chunks, name, onRecord),
};

const NEWLINE = 0x0a;
/** Number of names kept to distinguish a missing member from a misspelt one; objects may have any number. */
const MAX_NAMES = 1000;
/**
 * Maximum depth of a value that is converted to text. JSON.stringify fails beyond some depth that differs between Node
 * versions.
 */
const MAX_DEPTH = 1000;
const HALF_CHARACTER = /\p{Surrogate}/u;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads JSON lines: one object per line, with members named like the columns. Numbers become text as JavaScript writes
 * them, objects (an unquoted `results`) JSON, null and missing members empty text.
 *
 * @throws DqsError `input-column-missing` if a required member is in no line; `input-unreadable` for a line without an
 * end.
 */
export async function readJsonRecords(
  chunks: AsyncIterable<Buffer>,
  name: string,
  onRecord: RecordListener,
): Promise<void> {
  const reader = new JsonLineReader(name, onRecord);
  for await (const chunk of chunks) reader.write(chunk);
  reader.end();
  if (reader.names.size > 0) locateColumns([...reader.names], name);
}

class JsonLineReader {
  readonly #name: string;
  readonly #onRecord: RecordListener;
  readonly #window = new ByteWindow();
  /** Every member name seen. */
  readonly names = new Set<string>();
  #consumed = 0;
  records = 0;

  constructor(name: string, onRecord: RecordListener) {
    this.#name = name;
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
  }

  #line(end: number): void {
    const start = this.#consumed;
    this.#consumed = end;
    let bytes = this.#window.slice(start, end);
    if (start === 0 && bytes.subarray(0, 3).equals(BOM)) bytes = bytes.subarray(3);
    const text = bytes.toString('utf8').trim();
    if (text === '') return;
    this.records += 1;
    const row = this.#window.isText(start, end) ? this.#parse(text) : 'invalid-utf-8';
    this.#onRecord({ number: this.records, byteOffset: start, row, raw: () => text });
  }

  #parse(text: string): RawRow | RejectReason {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'malformed-json';
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'malformed-json';
    for (const name in value) if (this.names.size < MAX_NAMES || isKnownColumn(name)) this.names.add(name);
    try {
      return toRow(value as Record<string, unknown>);
    } catch (cause) {
      if (cause instanceof NestedTooDeep) return 'nested-too-deep';
      throw cause;
    }
  }

  #endlessLine(): DqsError {
    const [record, byteOffset] = [this.records + 1, this.#consumed];
    const message =
      `expected lines of at most ${MAX_RECORD_BYTES} bytes in ${this.#name}, but record ${record}, which starts at byte ` +
      `${byteOffset}, is longer; write one JSON object a line`;
    return new DqsError('input-unreadable', message, { details: { path: this.#name, record, byteOffset } });
  }
}

function toRow(members: Readonly<Record<string, unknown>>): RawRow {
  const at = (name: ColumnName) => toText(members[name]);
  const { results } = members;
  return {
    source: at('source'),
    tenantId: at('tenant_id'),
    datasetUuid: at('dataset_uuid'),
    datasetName: at('dataset_name'),
    ruleCode: at('rule_code'),
    businessDate: at('business_date'),
    results: typeof results === 'object' && results !== null ? outcomeText(results) : at('results'),
    level: at('level_of_execution'),
    attribute: at('attribute_name'),
    recordCount: at('dataset_record_count'),
    filteredCount: at('filtered_record_count'),
  };
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

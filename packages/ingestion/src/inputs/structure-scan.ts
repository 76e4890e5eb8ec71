import { scanBinding, type StructureResult, type StructureScan } from '../native/binding.js';

/** Kind of a byte: other, white space (or part of a character that may be), or as named. */
const KINDS = { other: 0, blank: 1, quote: 2, delimiter: 3, lineFeed: 4, carriageReturn: 5 } as const;

/** The states of the scan, in the order of {@link NEXT}. */
const PLACES = {
  lineStart: 0,
  /** After a carriage return in an empty line. */
  emptyLineReturn: 1,
  fieldStart: 2,
  /** After only white space: a quote here opens a field for some readers. */
  blankStart: 3,
  unquoted: 4,
  /** In an unquoted field with an odd number of quotes so far. */
  oddUnquoted: 5,
  quoted: 6,
  /** After a quote in a quoted field, which ends it or is the first of a pair. */
  quoteInQuoted: 7,
  lineReturn: 8,
  /** Readers may disagree. */
  doubtful: 9,
} as const;

/** The next state by state (a row) and kind of byte: other, blank, quote, delimiter, line feed, carriage return. */
const NEXT = Uint8Array.of(
  ...[4, 3, 6, 2, 0, 1],
  ...[9, 9, 9, 9, 0, 9],
  ...[4, 3, 6, 2, 0, 8],
  ...[4, 3, 9, 2, 0, 8],
  ...[4, 4, 5, 2, 0, 8],
  ...[5, 5, 4, 9, 9, 9],
  ...[6, 6, 7, 6, 6, 6],
  ...[9, 9, 6, 2, 0, 8],
  ...[9, 9, 9, 9, 0, 9],
  ...[9, 9, 9, 9, 9, 9],
);
const KIND_COUNT = Object.keys(KINDS).length;

/** States in which a text may end. */
const ENDS: ReadonlySet<number> = new Set([
  PLACES.lineStart,
  PLACES.fieldStart,
  PLACES.blankStart,
  PLACES.unquoted,
  PLACES.quoteInQuoted,
]);

const QUOTE = 0x22;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Splits delimited bytes that arrive in chunks by the strict rules of RFC 4180 and counts the records. Text without
 * doubts has the same records for every reader, so a reader that finds a different number has lost or invented some. An
 * unquoted field may contain paired quotes, like JSON in a tab-separated table.
 *
 * @param delimiter one ASCII character.
 * @param maxRecordBytes a text with a longer record is doubtful.
 */
export function openStructureScan(delimiter: string, maxRecordBytes: number): StructureScan {
  const native = scanBinding()?.openStructureScan(delimiter, maxRecordBytes);
  return native ?? new StructureScanInScript(delimiter, maxRecordBytes);
}

/** The scan for machines without a binary; native/structure_scan.cc is the same in C++. */
export class StructureScanInScript implements StructureScan {
  readonly #kinds = new Uint8Array(256);
  readonly #maxRecordBytes: number;
  #place: number = PLACES.lineStart;
  #ended = 0;
  #recordStart = 0;
  #bytes = 0;
  #isRefused = false;

  constructor(delimiter: string, maxRecordBytes: number) {
    this.#maxRecordBytes = maxRecordBytes;
    this.#kinds.fill(KINDS.blank, 0x80);
    for (const blank of ' \t\v\f') this.#kinds[blank.charCodeAt(0)] = KINDS.blank;
    this.#kinds[QUOTE] = KINDS.quote;
    this.#kinds['\n'.charCodeAt(0)] = KINDS.lineFeed;
    this.#kinds['\r'.charCodeAt(0)] = KINDS.carriageReturn;
    this.#kinds[delimiter.charCodeAt(0)] = KINDS.delimiter;
  }

  result(): StructureResult {
    return {
      isDoubtful: this.#isRefused || !ENDS.has(this.#place),
      records: this.#ended + (this.#place === PLACES.lineStart ? 0 : 1),
    };
  }

  add(chunk: Buffer): void {
    if (this.#isRefused) return;
    const hasMark = this.#bytes === 0 && chunk.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    this.#walk(chunk, hasMark ? BYTE_ORDER_MARK.length : 0);
    this.#bytes += chunk.length;
    const isLong = this.#bytes - this.#recordStart > this.#maxRecordBytes;
    this.#isRefused ||= isLong || this.#place === PLACES.doubtful || chunk.includes(0);
  }

  #walk(chunk: Buffer, from: number): void {
    const kinds = this.#kinds;
    let place = this.#place;
    for (let at = from; at < chunk.length; at += 1) {
      // Most bytes change nothing: the insides of fields are skipped without the table.
      if (place === PLACES.quoted) while (at < chunk.length && chunk[at] !== QUOTE) at += 1;
      else if (place === PLACES.unquoted) while (at < chunk.length && kinds[chunk[at]!]! <= KINDS.blank) at += 1;
      if (at === chunk.length) break;
      const before = place;
      place = NEXT[place * KIND_COUNT + kinds[chunk[at]!]!]!;
      if (place === PLACES.lineStart) this.#endLine(before, this.#bytes + at + 1);
    }
    this.#place = place;
  }

  #endLine(before: number, end: number): void {
    if (before !== PLACES.lineStart && before !== PLACES.emptyLineReturn) this.#ended += 1;
    this.#isRefused ||= end - this.#recordStart > this.#maxRecordBytes;
    this.#recordStart = end;
  }
}

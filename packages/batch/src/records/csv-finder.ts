import {
  CARRIAGE_RETURN,
  LINE_FEED,
  MAX_RECORD_BYTES,
  QUOTE,
  SPACE,
  TAB,
  type FoundFault,
  type RecordFinder,
} from './record-finder.js';

/** The layout of delimited text, as far as finding records needs it. */
export interface CsvShape {
  /** The byte between fields. */
  readonly delimiter: number;
  /** Fields of every record; undefined if unknown. */
  readonly width?: number;
  /** By column: whether its fields can never contain line ends. An unclosed quote there costs only its own line. */
  readonly isSingleLine?: readonly boolean[];
}

const TORN: FoundFault = {
  reason: 'malformed-quotes',
  message: 'expected a quoted field to be closed and followed by the delimiter, found a stray quote',
};

/** What scanning the record has shown. */
type Look = 'found' | 'torn' | 'more';

/**
 * Records of delimited text (RFC 4180; LF, CRLF or CR ends a line). A quote opens a field only at its start. If quotes
 * are malformed (left open, followed by something else, or hiding line ends so that the number of fields is wrong),
 * only that line is at fault and the next record starts after it: one stray quote costs one row, not the rest of the
 * file.
 */
export class CsvFinder implements RecordFinder {
  end = 0;
  next = 0;
  fault: FoundFault | undefined = undefined;
  readonly #shape: CsvShape;
  /** Bytes of the record at `#start` before this position contain neither a quote nor a line end. */
  #scanned = 0;
  #start = -1;
  /** The next quote and the next carriage return from the last start on, or the position up to which there is none. */
  readonly #quote = new NextByte(QUOTE);
  readonly #return = new NextByte(CARRIAGE_RETURN);

  constructor(shape: CsvShape) {
    this.#shape = shape;
  }

  find(bytes: Uint8Array, start: number, length: number, isLast: boolean): boolean {
    this.fault = undefined;
    // Most records have no quote and end in a line feed alone: the built-in search finds those much faster than a loop
    // does.
    const lineFeed = bytes.indexOf(LINE_FEED, start);
    if (lineFeed >= 0 && lineFeed < length && this.#isPlainUpTo(bytes, start, lineFeed, length)) {
      [this.end, this.next, this.#start] = [lineFeed, lineFeed + 1, -1];
      return true;
    }
    return this.#findByLooking(bytes, start, length, isLast);
  }

  #isPlainUpTo(bytes: Uint8Array, start: number, end: number, length: number): boolean {
    return this.#quote.from(bytes, start, length) >= end && this.#return.from(bytes, start, length) >= end;
  }

  #findByLooking(bytes: Uint8Array, start: number, length: number, isLast: boolean): boolean {
    let at = start === this.#start ? this.#scanned : start;
    this.#start = -1;
    for (; at < length; at += 1) {
      const byte = bytes[at]!;
      // Nearly every byte is a letter, a digit or a comma, all of them above the quote.
      if (byte > QUOTE) continue;
      if (byte === QUOTE) return this.#findQuoted(bytes, start, length, isLast);
      if (byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
    }
    if (at < length && this.#endAt(bytes, at, length, isLast)) return true;
    if (at >= length && isLast && start < length) {
      [this.end, this.next] = [length, length];
      return true;
    }
    [this.#start, this.#scanned] = [start, at];
    return false;
  }

  reset(): void {
    this.#start = -1;
    this.#quote.reset();
    this.#return.reset();
  }

  /** Records the line end at `at`; false if a CR may be followed by an LF that has not arrived. */
  #endAt(bytes: Uint8Array, at: number, length: number, isLast: boolean): boolean {
    const isReturn = bytes[at] === CARRIAGE_RETURN;
    if (isReturn && at + 1 >= length && !isLast) return false;
    this.end = at;
    this.next = isReturn && at + 1 < length && bytes[at + 1] === LINE_FEED ? at + 2 : at + 1;
    return true;
  }

  #findQuoted(bytes: Uint8Array, start: number, length: number, isLast: boolean): boolean {
    const look = this.#look(bytes, start, length, isLast);
    if (look === 'found') return true;
    const isHopeless = isLast || length - start > MAX_RECORD_BYTES;
    if (look === 'more' && !isHopeless) return false;
    let at = start;
    while (at < length && bytes[at] !== LINE_FEED && bytes[at] !== CARRIAGE_RETURN) at += 1;
    if (at >= length) {
      if (!isLast) return false;
      [this.end, this.next] = [length, length];
    } else if (!this.#endAt(bytes, at, length, isLast)) return false;
    this.fault = TORN;
    return true;
  }

  /** Scans the fields of a record with quotes. */
  #look(bytes: Uint8Array, start: number, length: number, isLast: boolean): Look {
    const { delimiter, width } = this.#shape;
    let [at, fields, isMultiLine] = [start, 0, false];
    for (;;) {
      const open = pastBlanks(bytes, at, length, delimiter);
      if (open < length && bytes[open] === QUOTE) {
        const close = closingQuote(bytes, open, length);
        const hidesLineEnd = hasLineEnd(bytes, open, close < 0 ? length : close);
        if (hidesLineEnd && this.#shape.isSingleLine?.[fields] === true) return 'torn';
        isMultiLine ||= hidesLineEnd;
        if (close < 0 || (close + 1 >= length && !isLast)) return 'more';
        at = pastBlanks(bytes, close + 1, length, delimiter);
      } else at = pastUnquoted(bytes, open, length, delimiter);
      fields += 1;
      if (at >= length || bytes[at] !== delimiter) break;
      at += 1;
    }
    if (isMultiLine && width !== undefined && fields !== width && (at < length || isLast)) return 'torn';
    return this.#endOfLook(bytes, at, length, isLast);
  }

  #endOfLook(bytes: Uint8Array, at: number, length: number, isLast: boolean): Look {
    if (at < length) {
      if (!isLineEnd(bytes[at]!)) return 'torn';
      return this.#endAt(bytes, at, length, isLast) ? 'found' : 'more';
    }
    if (!isLast) return 'more';
    [this.end, this.next] = [length, length];
    return 'found';
  }
}

/** The next position of a byte; looks at no byte twice while starts and lengths ascend. */
class NextByte {
  readonly #byte: number;
  #at = 0;
  /** Whether `#at` only marks how far the search went. */
  #isOpen = true;

  constructor(byte: number) {
    this.#byte = byte;
  }

  /** The first position at or after `start`; `length` if there is none. */
  from(bytes: Uint8Array, start: number, length: number): number {
    if (this.#at < start || (this.#isOpen && this.#at < length)) {
      const from = Math.max(this.#at, start);
      const found = bytes.subarray(from, length).indexOf(this.#byte);
      this.#isOpen = found < 0;
      this.#at = found < 0 ? length : from + found;
    }
    return this.#at;
  }

  /** Forgets what it knows, since bytes have moved. */
  reset(): void {
    [this.#at, this.#isOpen] = [0, true];
  }
}

function isLineEnd(byte: number): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

function pastBlanks(bytes: Uint8Array, from: number, length: number, delimiter: number): number {
  let at = from;
  while (at < length && (bytes[at] === SPACE || bytes[at] === TAB) && bytes[at] !== delimiter) at += 1;
  return at;
}

/** The quote that closes the field opened at `open`, skipping doubled quotes; -1 if there is none within reach. */
function closingQuote(bytes: Uint8Array, open: number, length: number): number {
  const limit = Math.min(length, open + MAX_RECORD_BYTES);
  for (let at = open + 1; ; at += 2) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0 || at >= limit) return -1;
    if (at + 1 >= length || bytes[at + 1] !== QUOTE) return at;
  }
}

function pastUnquoted(bytes: Uint8Array, from: number, length: number, delimiter: number): number {
  let at = from;
  while (at < length && bytes[at] !== delimiter && !isLineEnd(bytes[at]!)) at += 1;
  return at;
}

function hasLineEnd(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (isLineEnd(bytes[at]!)) return true;
  return false;
}

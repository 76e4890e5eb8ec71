import type { RawRow, RejectReason } from '../rows/interpret.js';

/** The longest record that is read; a longer one is almost certainly an unclosed quote or an endless line. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** One record of an input and its position. */
export interface SourceRecord {
  /** 1 for the first record after the header; empty lines do not count. */
  readonly number: number;
  /** Byte of the (uncompressed) input at which the record starts, undefined if the format has none. */
  readonly byteOffset: number | undefined;
  /** The record's fields, or why they cannot be used. */
  readonly row: RawRow | RejectReason;
  /** The record as it appears in the input. */
  raw(): string;
}

/** Receives the records of an input in order. */
export type RecordListener = (record: SourceRecord) => void;

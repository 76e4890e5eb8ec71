import type { RawRow, RejectReason } from '../rows/interpret.js';

/** The longest record that is read; a longer one almost certainly is a quote or line that nothing ends. */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/** One record of an input, with where it stands. */
export interface SourceRecord {
  /** 1 for the first record after the header; empty lines do not count. */
  readonly number: number;
  /** Byte of the (uncompressed) input that the record starts at, undefined where the format has none. */
  readonly byteOffset: number | undefined;
  /** The record's fields, or why it has none that can be used. */
  readonly row: RawRow | RejectReason;
  /** The record as it stands in the input. */
  raw(): string;
}

/** Takes the records of an input in order. */
export type RecordListener = (record: SourceRecord) => void;

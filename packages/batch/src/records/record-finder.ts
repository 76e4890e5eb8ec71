import type { RecordFault } from '../shard.js';

/** A fault of the record that was found, without its place. */
export type FoundFault = Omit<RecordFault, 'at'>;

/**
 * Finds where records end in bytes that arrive in pieces. `find` looks for the record that starts at `start`; if it
 * returns true, the other members describe that record until the next call.
 */
export interface RecordFinder {
  /** End of the record, without its line end. */
  readonly end: number;
  /** Start of the next record. */
  readonly next: number;
  /** Why the record cannot be used; undefined if it can. */
  readonly fault: FoundFault | undefined;
  /**
   * @param length bytes that have arrived.
   * @param isLast whether no more will arrive.
   * @returns false if the record may continue in bytes that have not arrived.
   */
  find(bytes: Uint8Array, start: number, length: number, isLast: boolean): boolean;
  /** Forgets the current record and all positions, since the bytes have moved. */
  reset(): void;
}

export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const QUOTE = 0x22;
export const SPACE = 0x20;
export const TAB = 0x09;

/** The longest record that is read; a longer one becomes a dead letter. */
export const MAX_RECORD_BYTES = 1024 * 1024;

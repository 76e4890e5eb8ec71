import { unseal, type Damaged } from './sealed.js';

/** Where a state stands in its journal. */
export interface JournalPosition {
  /** Number of the last entry; 0 before the first. */
  readonly entries: number;
  /** Hash of the last entry; {@link NO_ENTRY} before the first. */
  readonly head: string;
  /** ISO 8601 time of the last entry; empty before the first. */
  readonly at: string;
}

/** The head of a journal without entries. */
export const NO_ENTRY = '0'.repeat(64);

/** What the entries of all journals have in common. */
export interface EntryLink {
  /** From 1. */
  readonly number: number;
  /** Hash of the entry before. */
  readonly previous: string;
  /** Random, so that a writer whose answer was lost knows its own entry. */
  readonly id: string;
  /** ISO 8601 time; never before that of the entry before. */
  readonly at: string;
  readonly by: string;
}

/** A state that was saved, so that older entries need not be read. */
export interface SavedState<State> {
  readonly state: State;
  /** Entries that the save covers. */
  readonly entries: number;
}

/** What a journal holds and where: everything in which one kind of journal differs from another. */
export interface JournalFormat<State extends JournalPosition, Entry extends EntryLink, Body> {
  /** The artifact of an entry. */
  key(number: number): string;
  /** An entry ready to be sealed; the order of its fields is that of its bytes. */
  compose(link: EntryLink, body: Body): Entry;
  /**
   * The entry that a document is.
   *
   * @throws DqsError made by `damaged` for anything else, also for an entry that belongs elsewhere.
   */
  parse(document: unknown, at: { readonly key: string; readonly number: number }): Entry;
  readonly damaged: Damaged;
  /** The state after one more entry. */
  withEntry(state: State, entry: Entry, hash: string): State;
  /** The last saved state, or the empty one. */
  load(): Promise<SavedState<State>>;
  /** Entries after which the state is saved again: opening a journal reads at most about that many. */
  readonly saveEvery: number;
  /**
   * Saves a state for the next reader. The later of two writers may win, whichever state is newer: a save that lags behind
   * only means a few more entries to read.
   *
   * @returns the state to go on with, equal but perhaps smaller, and the entries that are covered.
   */
  save(state: State): Promise<SavedState<State>>;
}

/** The entry in sealed bytes, with the hash that the next one names; throws what the format's `damaged` makes. */
export function readEntry<State extends JournalPosition, Entry extends EntryLink, Body>(
  { key, parse, damaged }: Pick<JournalFormat<State, Entry, Body>, 'key' | 'parse' | 'damaged'>,
  bytes: Uint8Array,
  number: number,
): { readonly entry: Entry; readonly hash: string } {
  const at = { key: key(number), number };
  const { document, hash } = unseal(bytes, at.key, damaged);
  return { entry: parse(document, at), hash };
}

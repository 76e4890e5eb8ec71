import { NO_ENTRY, type JournalPosition } from '@dqs/core/journal';

import { isCompacted, isDelivered, type Delivered, type DeliveryEntry } from './entries.js';

/** Up to where the pages and the index of ids are complete. */
export interface Checkpoint extends JournalPosition {
  /** Number of the entry of the last snapshot; null if there is none. */
  readonly compaction: number | null;
}

/** An entry and its hash. */
export interface HashedEntry {
  readonly entry: DeliveryEntry;
  readonly hash: string;
}

/**
 * What is held in memory of a journal of any length: where it stands, and the entries since the checkpoint, which pages
 * and index need not know yet.
 */
export interface DeliveriesState extends Checkpoint {
  readonly base: Checkpoint;
  /** Entries `base.entries + 1` and on. */
  readonly recent: readonly HashedEntry[];
}

/** The checkpoint before the first entry. */
export const NO_CHECKPOINT: Checkpoint = { entries: 0, head: NO_ENTRY, at: '', compaction: null };

/** The state at a checkpoint. */
export function stateAt(base: Checkpoint): DeliveriesState {
  return { ...base, base, recent: [] };
}

/** The state after one more entry. */
export function withEntry(state: DeliveriesState, entry: DeliveryEntry, hash: string): DeliveriesState {
  const { number: entries, at } = entry;
  const compaction = isCompacted(entry) ? entries : state.compaction;
  return { ...state, entries, head: hash, at, compaction, recent: [...state.recent, { entry, hash }] };
}

/** The state with a later checkpoint: entries up to it leave the memory. */
export function rebased({ base, recent, ...now }: DeliveriesState, entries: number): DeliveriesState {
  const [done, rest] = [recent.slice(0, entries - base.entries), recent.slice(entries - base.entries)];
  const last = done.at(-1);
  if (last === undefined) return { ...now, base, recent };
  const compaction = done.findLast(({ entry }) => isCompacted(entry))?.entry.number ?? base.compaction;
  return { ...now, base: { entries, head: last.hash, at: last.entry.at, compaction }, recent: rest };
}

/** The newest of the recent entries about a delivery, if any. */
export function recentVersion(state: DeliveriesState, id: string): DeliveryEntry<Delivered> | undefined {
  const found = state.recent.findLast(({ entry: { body } }) => body.kind === 'delivered' && body.delivery === id);
  return found && isDelivered(found.entry) ? found.entry : undefined;
}

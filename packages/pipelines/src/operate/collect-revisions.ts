import { throwIfAborted, type Hooks } from '@dqs/core';
import { isDelivered, type Deliveries, type DeliveryEntry } from '@dqs/ingestion';
import type { LedgerStore } from '@dqs/ledger';

import { RevisionTotals, type EntryChange } from './revision-totals.js';

/** Entries whose panels are taken in at a time, and the cells from which on a batch is kept: what bounds memory. */
const MOST_ENTRIES = 64;
const MOST_CELLS = 500_000;

/** What a collection brought into a ledger. */
export interface CollectedRevisions {
  /** Entries of the journal that were taken in, snapshots included. */
  readonly entries: number;
  /** Revisions that they made. */
  readonly revisions: number;
  /** The last entry that the ledger knows now. */
  readonly upTo: number;
}

/**
 * Brings the results of the deliveries that the ledger does not know yet into it: for every series' day that an entry changes, the
 * sum of the newest versions of all deliveries up to that entry. What an entry changes is its own results less those of the
 * version that it replaces, so that the work grows with the new entries and not with the history; snapshots change nothing.
 *
 * The ledger takes the revisions and the number of the last entry in one step: a process may die anywhere, and several may collect
 * at once. Revisions follow from the journal alone, never from how often or when somebody collects.
 *
 * @throws DqsError `deliveries-corrupt`, `aborted`, and as `LedgerStore.revise`.
 */
export async function collectRevisions(
  deliveries: Pick<Deliveries, 'entriesAfter' | 'change'>,
  ledger: LedgerStore,
  hooks: Pick<Hooks, 'signal' | 'onProgress'> = {},
): Promise<CollectedRevisions> {
  const start = await ledger.collectedUpTo();
  const entries = await deliveries.entriesAfter(start);
  let [after, revisions, done] = [start, 0, 0];
  while (done < entries.length) {
    throwIfAborted(hooks.signal);
    hooks.onProgress?.({ stage: 'collect', done, total: entries.length, unit: 'deliveries' });
    const batch = await nextBatch(deliveries, entries.slice(done, done + MOST_ENTRIES));
    const totals = await RevisionTotals.of(ledger, batch.changes);
    const upTo = entries[done + batch.entries - 1]!.number;
    revisions += await ledger.revise({ after, upTo, revisions: totals.revisions() });
    [after, done] = [upTo, done + batch.entries];
  }
  hooks.onProgress?.({ stage: 'collect', done, total: entries.length, unit: 'deliveries' });
  return { entries: entries.length, revisions, upTo: after };
}

/** The changes of the first entries, as many as fit into the memory; one at least. */
async function nextBatch(deliveries: Pick<Deliveries, 'change'>, entries: readonly DeliveryEntry[]) {
  const changes: EntryChange[] = [];
  let [cells, taken] = [0, 0];
  for (const entry of entries) {
    taken += 1;
    if (!isDelivered(entry)) continue;
    const { panel, replaced } = await deliveries.change(entry);
    const old = replaced === undefined ? [] : [{ panel: replaced, sign: -1 as const }];
    changes.push({ entry, parts: [{ panel, sign: 1 }, ...old] });
    cells += panel.cells.key.length + (replaced?.cells.key.length ?? 0);
    if (cells >= MOST_CELLS) break;
  }
  return { changes, entries: taken };
}

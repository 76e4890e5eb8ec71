import type { ArtifactStore, DailyPanel } from '@dqs/core';

import { PanelAccumulator } from '../panel/panel-accumulator.js';
import { isCompacted, isDelivered, type Compacted, type Delivered, type DeliveryEntry } from './entries.js';
import { inBatches } from './in-batches.js';
import { getPanel } from './panels.js';

/** The newest version of every delivery, by id, in the order in which the ids first arrived. */
export function newestVersions(entries: readonly DeliveryEntry[]): ReadonlyMap<string, DeliveryEntry<Delivered>> {
  return new Map(entries.filter(isDelivered).map((entry) => [entry.body.delivery, entry]));
}

/**
 * The sum of the newest version of each delivery. It starts from the last snapshot none of whose deliveries has been
 * corrected since, so that it is the same with and without snapshots.
 *
 * @param entries the first entries of the journal, as many as were known.
 */
export async function sumOfNewest(store: ArtifactStore, entries: readonly DeliveryEntry[]): Promise<DailyPanel> {
  const snapshot = usableSnapshot(entries);
  const newest = [...newestVersions(entries).values()].filter(({ number }) => number > (snapshot?.upTo ?? 0));
  const panels = [...(snapshot ? [snapshot] : []), ...newest.map(({ body }) => body)].map(({ panel }) => panel);
  // Next to a history that came at once all others are little: only they are looked up in, key by key and day by day.
  const [largest, ...rest] = panels.sort((a, b) => b.bytes - a.bytes);
  const others = new PanelAccumulator();
  // A few at a time: all panels at once might not fit into the memory.
  for (let start = 0; start < rest.length; start += AT_ONCE) {
    const some = rest.slice(start, start + AT_ONCE);
    for (const panel of await inBatches(some, (one) => getPanel(store, one))) others.addPanel(panel);
  }
  const total = new PanelAccumulator();
  if (largest) total.appendPanel(await getPanel(store, largest));
  if (rest.length > 0) total.appendPanel(others.build());
  return total.build();
}

const AT_ONCE = 64;

function usableSnapshot(entries: readonly DeliveryEntry[]): Compacted | undefined {
  const replaced = new Map<number, number>();
  for (const { body, number } of entries) {
    if (body.kind === 'delivered' && body.replaces !== null) replaced.set(body.replaces, number);
  }
  const isSpoilt = ({ upTo }: Compacted) => [...replaced].some(([old, by]) => old <= upTo && by > upTo);
  return entries.filter(isCompacted).findLast(({ body }) => !isSpoilt(body))?.body;
}

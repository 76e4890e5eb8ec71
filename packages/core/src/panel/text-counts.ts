import { compareText } from '../text-order.js';
import type { KeyTextCounts } from './daily-panel.js';

/** Adds `by` occurrences of a text; an empty text is not counted. */
export function countText(counts: Map<string, number>, text: string, by: number): void {
  if (text !== '' && by !== 0) counts.set(text, (counts.get(text) ?? 0) + by);
}

/** The counts of every key, in the order of the keys, as a panel holds them: sorted by text within a key. */
export function collectTextCounts(perKey: readonly ReadonlyMap<string, number>[]): KeyTextCounts {
  const key: number[] = [];
  const text: string[] = [];
  const count: number[] = [];
  perKey.forEach((counts, index) => {
    for (const entry of [...counts.keys()].sort(compareText)) {
      key.push(index);
      text.push(entry);
      count.push(counts.get(entry)!);
    }
  });
  return { key: Int32Array.from(key), text, count: Int32Array.from(count) };
}

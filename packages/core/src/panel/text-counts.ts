import { DqsError } from '../errors/dqs-error.js';
import { compareText } from '../text-order.js';
import type { KeyTextCounts } from './daily-panel.js';

/** Adds `by` occurrences of a text; an empty text is not counted. */
export function countText(counts: Map<string, number>, text: string, by: number): void {
  if (text !== '' && by !== 0) counts.set(text, (counts.get(text) ?? 0) + by);
}

/** The most that a panel can hold. */
const MAX_COUNT = 0x7fffffff;

/**
 * The counts of every key, in the order of the keys, as a panel holds them: sorted by text within a key.
 *
 * @throws DqsError `panel-invalid` if a count does not fit 32 bits.
 */
export function collectTextCounts(perKey: readonly ReadonlyMap<string, number>[]): KeyTextCounts {
  const key: number[] = [];
  const text: string[] = [];
  const count: number[] = [];
  perKey.forEach((counts, index) => {
    for (const entry of [...counts.keys()].sort(compareText)) {
      key.push(index);
      text.push(entry);
      count.push(checkedCount(counts.get(entry)!, entry));
    }
  });
  return { key: Int32Array.from(key), text, count: Int32Array.from(count) };
}

function checkedCount(count: number, text: string): number {
  if (count <= MAX_COUNT) return count;
  const message = `expected at most ${MAX_COUNT} executions of a series with one text, got ${count} with ${JSON.stringify(text)}`;
  throw new DqsError('panel-invalid', message);
}

import { keyId, type SummaryKey } from '@dqs/core';

/** Numbers summary keys in the order they are first seen. */
export class KeyTable {
  readonly keys: SummaryKey[] = [];
  readonly #indices = new Map<string, number>();

  /** The number of a key; a new one if it was not seen before. */
  indexOf(key: SummaryKey): number {
    const id = keyId(key);
    let index = this.#indices.get(id);
    if (index === undefined) {
      index = this.keys.length;
      this.keys.push(key);
      this.#indices.set(id, index);
    }
    return index;
  }
}

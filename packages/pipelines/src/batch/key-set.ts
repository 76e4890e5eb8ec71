/** Maximum number of remembered keys; later ones are looked up but not added. */
const MAX_KEYS = 12_000_000;

/** A set of numbers in a few bytes each, used to find duplicates among ten million requests. */
export class KeySet {
  /** NaN marks a free slot. */
  #slots = new Float64Array(1 << 12).fill(Number.NaN);
  #size = 0;

  /** Whether it contains everything added. */
  get isComplete(): boolean {
    return this.#size < MAX_KEYS;
  }

  /** Adds a number; false if it was already present. */
  add(key: number): boolean {
    if (this.#size >= 0.6 * this.#slots.length && this.isComplete) this.#grow();
    const slot = slotOf(this.#slots, key);
    if (this.#slots[slot] === key) return false;
    if (this.isComplete) {
      this.#slots[slot] = key;
      this.#size += 1;
    }
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Float64Array(2 * old.length).fill(Number.NaN);
    for (const key of old) if (!Number.isNaN(key)) this.#slots[slotOf(this.#slots, key)] = key;
  }
}

/** The slot of a key, or the free slot where it belongs. */
function slotOf(slots: Float64Array, key: number): number {
  const mask = slots.length - 1;
  const high = Math.floor(key / 4294967296);
  let hash = Math.imul(key ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  let slot = (hash ^ (hash >>> 16)) & mask;
  while (slots[slot] !== key && !Number.isNaN(slots[slot])) slot = (slot + 1) & mask;
  return slot;
}

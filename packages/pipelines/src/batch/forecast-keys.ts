/** Slots; three quarters of them are filled at most. */
const SLOTS = 1 << 17;
const MOST_KEYS = 0.75 * SLOTS;
/** Numbers of a slot: series + 1 (0 is free), day, the halves of the target, and the three of its owner. */
const WIDTH = 8;

const target_ = new Float64Array(1);
const halves = new Int32Array(target_.buffer);

/** What a forecast as of one day depends on, with its target as two whole numbers, so that it is compared bit by bit. */
export interface ForecastKey {
  /** Index of the series. */
  series: number;
  day: number;
  low: number;
  high: number;
}

/** Sets a key; no object is made for each request. */
export function setKey(key: ForecastKey, series: number, day: number, target: number): void {
  target_[0] = target;
  key.series = series;
  key.day = day;
  key.low = halves[0]!;
  key.high = halves[1]!;
}

/** A hash of all bits of a key. */
export function hashOf({ series, day, low, high }: ForecastKey): number {
  let hash = Math.imul(series, 0x9e3779b1) ^ Math.imul(day, 0x85ebca6b) ^ Math.imul(low ^ (high >>> 3), 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}

/** Finds the text of a forecast by its key: open addressing, in memory that does not grow. */
export class ForecastKeys {
  readonly #slots = new Int32Array(SLOTS * WIDTH);
  #count = 0;

  /** The slot of a key, added where it was not there; −1 if there is no room for it. */
  slotOf(key: ForecastKey): number {
    const slots = this.#slots;
    const { series, day, low, high } = key;
    for (let slot = hashOf(key) & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      const at = slot * WIDTH;
      const found = slots[at]!;
      if (found === 0) return this.#add(at, key);
      if (found === series + 1 && slots[at + 1] === day && slots[at + 2] === low && slots[at + 3] === high) return at;
    }
  }

  /** Bytes of the kept text of a slot; 0 if none is kept. */
  lengthOf(slot: number): number {
    return this.#slots[slot + 4]!;
  }

  /** Where the kept text of a slot is; without one, which of the forecasts of {@link blockOf} it is. */
  placeOf(slot: number): number {
    return this.#slots[slot + 5]!;
  }

  /** The block of requests that asked last for a slot without a text. */
  blockOf(slot: number): number {
    return this.#slots[slot + 6]!;
  }

  /** Says where the text of a slot is kept. */
  setText(slot: number, position: number, length: number): void {
    this.#slots[slot + 4] = length;
    this.#slots[slot + 5] = position;
  }

  /** Says which of the forecasts of a block a slot's will be. */
  setAwaited(slot: number, block: number, place: number): void {
    this.#slots[slot + 5] = place;
    this.#slots[slot + 6] = block;
  }

  /** Forgets everything. */
  clear(): void {
    this.#slots.fill(0);
    this.#count = 0;
  }

  #add(at: number, { series, day, low, high }: ForecastKey): number {
    if (this.#count >= MOST_KEYS) return -1;
    this.#count += 1;
    this.#slots[at] = series + 1;
    this.#slots[at + 1] = day;
    this.#slots[at + 2] = low;
    this.#slots[at + 3] = high;
    return at;
  }
}

import { hashOf, type ForecastKey } from './forecast-keys.js';

const SLOTS = 1 << 17;
/** Bytes of all texts. Pages that nothing is written to take no memory. */
const TEXT_BYTES = 24 * 1024 * 1024;
/** Slots that are looked at: beyond them a text is as good as absent. */
const MOST_STEPS = 64;
/** Numbers of a slot: its state, series, day, the halves of the target, and where its text begins and ends. */
const WIDTH = 8;
/** Numbers before the slots: how many bytes of texts are taken. */
const HEAD = 8;
const [FREE, TAKEN, READY] = [0, 1, 2];
const INDEX_BYTES = 4 * (HEAD + SLOTS * WIDTH);

/**
 * Texts of forecasts that the workers of a process make for each other, in shared memory and without locks. A slot is taken by
 * whoever comes first and read by nobody before it is ready. A worker that dies in between leaves a slot that nobody uses; two
 * workers that make the same text at a time may both write it, and the texts are equal.
 */
export class SharedTexts {
  readonly #numbers: Int32Array;
  readonly #texts: Uint8Array;

  /** Memory for texts, empty. It survives a structured clone to a thread. */
  static memory(): SharedArrayBuffer {
    return new SharedArrayBuffer(INDEX_BYTES + TEXT_BYTES);
  }

  /** @param memory from {@link memory}. */
  constructor(memory: SharedArrayBuffer) {
    this.#numbers = new Int32Array(memory, 0, HEAD + SLOTS * WIDTH);
    this.#texts = new Uint8Array(memory, INDEX_BYTES);
  }

  /** The text of a forecast, undefined if nobody has written it yet; not to be changed. */
  find(key: ForecastKey): Uint8Array | undefined {
    const numbers = this.#numbers;
    const { series, day, low, high } = key;
    for (let step = 0, slot = hashOf(key); step < MOST_STEPS; step += 1, slot += 1) {
      const at = HEAD + (slot & (SLOTS - 1)) * WIDTH;
      const state = Atomics.load(numbers, at);
      if (state === FREE) return undefined;
      if (state !== READY || numbers[at + 1] !== series || numbers[at + 2] !== day) continue;
      if (numbers[at + 3] !== low || numbers[at + 4] !== high) continue;
      return this.#texts.subarray(numbers[at + 5], numbers[at + 6]);
    }
    return undefined;
  }

  /** Adds the text of a forecast that {@link find} did not find, as long as there is room. */
  add(key: ForecastKey, text: Uint8Array): void {
    const numbers = this.#numbers;
    if (Atomics.load(numbers, 0) + text.length > TEXT_BYTES) return;
    for (let step = 0, slot = hashOf(key); step < MOST_STEPS; step += 1, slot += 1) {
      const at = HEAD + (slot & (SLOTS - 1)) * WIDTH;
      if (Atomics.compareExchange(numbers, at, FREE, TAKEN) !== FREE) continue;
      const start = Atomics.add(numbers, 0, text.length);
      // Others may have taken the rest meanwhile: then the slot stays taken, and what they take beyond the end is bounded.
      if (start + text.length > TEXT_BYTES) return;
      this.#texts.set(text, start);
      numbers[at + 1] = key.series;
      numbers[at + 2] = key.day;
      numbers[at + 3] = key.low;
      numbers[at + 4] = key.high;
      numbers[at + 5] = start;
      numbers[at + 6] = start + text.length;
      Atomics.store(numbers, at, READY);
      return;
    }
  }
}

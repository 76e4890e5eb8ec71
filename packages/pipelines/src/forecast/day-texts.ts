import { formatDay } from '@dqs/core';

/** Days whose texts are kept: more than ten years of them, a power of two. */
const DAY_SLOTS = 1 << 12;

/** Texts of days, which repeat; each day has a single slot. */
export class DayTexts {
  readonly #days = new Int32Array(DAY_SLOTS);
  readonly #texts: string[] = new Array<string>(DAY_SLOTS).fill('');

  of(day: number): string {
    const slot = day & (DAY_SLOTS - 1);
    if (this.#days[slot] !== day || this.#texts[slot] === '') {
      this.#days[slot] = day;
      this.#texts[slot] = formatDay(day);
    }
    return this.#texts[slot]!;
  }
}

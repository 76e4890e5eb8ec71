const SLOTS = 1 << 15;
/** Whole numbers below this have a table of their own: horizons, executions and full percentages are such. */
const SMALL = 128;

/**
 * Numbers as JavaScript writes them: the shortest text that reads back as the same number. Forecasts repeat (leaves of
 * the same trees, counts over counts), so recent texts are cached; each number has a single cache slot.
 */
export class NumberTexts {
  readonly #small = Array.from({ length: SMALL }, (_, value) => String(value));
  readonly #numbers = new Float64Array(SLOTS).fill(Number.NaN);
  readonly #texts: string[] = new Array<string>(SLOTS).fill('');
  readonly #value = new Float64Array(1);
  readonly #bits = new Int32Array(this.#value.buffer);

  /** The text of a number that is neither NaN nor −0. */
  of(value: number): string {
    const whole = value | 0;
    if (whole === value && whole >= 0 && whole < SMALL) return this.#small[whole]!;
    this.#value[0] = value;
    let hash = Math.imul(this.#bits[0]! ^ Math.imul(this.#bits[1]!, 0x9e3779b1), 0x85ebca6b);
    hash = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    if (this.#numbers[hash] === value) return this.#texts[hash]!;
    const text = String(value);
    this.#numbers[hash] = value;
    this.#texts[hash] = text;
    return text;
  }
}

/**
 * A histogram with bins that are the same for all data: 32 to an octave, so a bin is at most 1/32 of its lower edge wide,
 * found by cutting the bits of a 32-bit float. Two sketches merge by adding counts, and the counts are exact. Plain data.
 */
export interface ValueSketch {
  /** Number of values; missing ones are not in it. */
  readonly count: number;
  readonly sum: number;
  /** null if there is no value. */
  readonly min: number | null;
  readonly max: number | null;
  /** Bins that hold a value, ascending: 0 holds zero, a negative key mirrors its positive one. */
  readonly keys: readonly number[];
  readonly counts: readonly number[];
}

/** Mantissa bits that are cut off: 23 less the 5 that divide an octave into 32. */
const CUT = 18;
/** Bins of one sign, infinity's included. */
const SIGNED_BINS = 1 << (31 - CUT);

/**
 * Looks up the number of each value's bin.
 *
 * @param keys bins, as {@link ValueSketch.keys}.
 * @param numbers by key, each from 0 to 126.
 * @returns for each value the number of its bin; −1 for a missing value and for a bin that is not among the keys.
 */
export function numbersOfBins(values: Float32Array, keys: readonly number[], numbers: readonly number[]): Int8Array {
  const table = new Int8Array(2 * SIGNED_BINS).fill(-1);
  keys.forEach((key, i) => (table[key < 0 ? SIGNED_BINS - key : key] = numbers[i]!));
  // Zero of either sign is one bin.
  table[SIGNED_BINS] = table[0]!;
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Int8Array.from(bits, (bit, i) => (values[i]! !== values[i]! ? -1 : table[bit >>> CUT]!));
}

/** Collects values of a column into a {@link ValueSketch}; the scratch counters are reused from column to column. */
export class SketchBuilder {
  readonly #counts = new Int32Array(2 * SIGNED_BINS);

  /**
   * The sketch of a column.
   *
   * @param values missing ones are NaN and not counted; -0 counts as 0.
   */
  sketch(values: Float32Array): ValueSketch {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    const counts = this.#counts.fill(0);
    let [count, sum, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]!;
      if (value !== value) continue;
      counts[bits[i]! >>> CUT]! += 1;
      count += 1;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    const range = count === 0 ? { min: null, max: null } : { min: min + 0, max: max + 0 };
    return { count, sum, ...range, ...this.#sparse() };
  }

  #sparse(): Pick<ValueSketch, 'keys' | 'counts'> {
    const keys: number[] = [];
    const counts: number[] = [];
    const push = (key: number, count: number) => {
      if (count === 0) return;
      keys.push(key);
      counts.push(count);
    };
    for (let key = SIGNED_BINS - 1; key > 0; key -= 1) push(-key, this.#counts[SIGNED_BINS + key]!);
    push(0, this.#counts[0]! + this.#counts[SIGNED_BINS]!);
    for (let key = 1; key < SIGNED_BINS; key += 1) push(key, this.#counts[key]!);
    return { keys, counts };
  }
}

/** The sketch of all values of two sketches. Commutative and associative but for the rounding of `sum`. */
export function mergeSketches(a: ValueSketch, b: ValueSketch): ValueSketch {
  const counts = new Map<number, number>();
  for (const sketch of [a, b]) {
    sketch.keys.forEach((key, i) => counts.set(key, (counts.get(key) ?? 0) + sketch.counts[i]!));
  }
  const keys = [...counts.keys()].sort((x, y) => x - y);
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: least(a.min, b.min),
    max: least(a.max, b.max, -1),
    keys,
    counts: keys.map((key) => counts.get(key)!),
  };
}

/**
 * The q-quantile, within a bin by linear interpolation: off by at most 1/32 of the value. NaN if there is no value.
 *
 * @param q in [0, 1]; 0 and 1 give the exact least and greatest value.
 */
export function sketchQuantile(sketch: ValueSketch, q: number): number {
  const { count, min, max, keys, counts } = sketch;
  if (count === 0 || min === null || max === null) return Number.NaN;
  const position = q * (count - 1);
  let before = 0;
  for (let i = 0; i < keys.length; i += 1) {
    if (position < before + counts[i]!) {
      const [low, high] = binEdges(keys[i]!);
      const inside = counts[i] === 1 ? 0.5 : (position - before) / (counts[i]! - 1);
      return clamp(low + Math.min(1, inside) * (high - low), min, max);
    }
    before += counts[i]!;
  }
  return max;
}

/** Lower and upper edge of a bin; that of zero holds what is too small for a bin of its own, of either sign. */
export function binEdges(key: number): readonly [number, number] {
  if (key === 0) return [-edge(1), edge(1)];
  if (key < 0) return [-edge(-key + 1), -edge(-key)];
  return [edge(key), edge(key + 1)];
}

function edge(key: number): number {
  const bits = new Uint32Array([key << CUT]);
  return new Float32Array(bits.buffer)[0]!;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** The smaller of two values that may be absent; with sign −1 the greater. */
function least(a: number | null, b: number | null, sign: 1 | -1 = 1): number | null {
  if (a === null || b === null) return a ?? b;
  return sign * a <= sign * b ? a : b;
}

import { Random } from '@dqs/core';

/** Room for pairs beyond those asked for, before some of them have to go. */
const SLACK = 1.25;
const FIRST_CAPACITY = 4096;

/** A sample of the pairs of row and level to learn from, in the order of rows and levels. */
export interface PairSample {
  /** By `THRESHOLD_STATISTICS`, then by `ROW_STATISTICS`. */
  readonly statistics: readonly Float32Array[];
  readonly row: Int32Array;
  /** 1 where the result reached the level. */
  readonly reached: Float32Array;
  readonly weight: Float32Array;
}

/** A pair of row and level that was picked. */
interface PickedPair {
  readonly row: number;
  readonly weight: number;
  readonly reached: number;
  /** Columns of the levels, then of the rows, of its frame. */
  readonly columns: readonly Float32Array[];
  /** Its places there. */
  readonly level: number;
  readonly r: number;
}

/**
 * Collects pairs and keeps about as many as asked for, whatever comes: a pair stays while the number that it drew is below the share
 * that may stay of all that were expected so far. That share only falls, so what goes early would have gone at the end, and the
 * sample does not depend on when there was need of room.
 */
export class PairBuffer {
  readonly #random: Random;
  readonly #most: number;
  readonly #ofLevel: number;
  readonly #width: number;
  #statistics: Float32Array[];
  #row = new Int32Array(FIRST_CAPACITY);
  #reached = new Float32Array(FIRST_CAPACITY);
  #weight = new Float32Array(FIRST_CAPACITY);
  #drawn = new Float64Array(FIRST_CAPACITY);
  #size = 0;
  #expected = 0;

  /**
   * @param columns number of columns with a value a level, and of those that follow with one a row.
   * @param most pairs that stay, about, at most.
   */
  constructor(columns: { readonly ofLevel: number; readonly ofRow: number }, most: number, seed: number) {
    const width = columns.ofLevel + columns.ofRow;
    this.#ofLevel = columns.ofLevel;
    this.#width = width;
    this.#most = most;
    this.#random = new Random(seed + 2);
    this.#statistics = Array.from({ length: width }, () => new Float32Array(FIRST_CAPACITY));
  }

  /** Counts a pair that was looked at, by its chance to be picked. */
  expect(chance: number): void {
    this.#expected += chance;
  }

  add({ row, weight, reached, columns, level, r }: PickedPair): void {
    const drawn = this.#random.next();
    if (drawn >= this.#share()) return;
    if (this.#size === this.#row.length) this.#makeRoom();
    const at = this.#size++;
    this.#row[at] = row;
    this.#weight[at] = weight;
    this.#reached[at] = reached;
    this.#drawn[at] = drawn;
    for (let c = 0; c < this.#width; c += 1) this.#statistics[c]![at] = columns[c]![c < this.#ofLevel ? level : r]!;
  }

  /** The pairs that stay, whose weights make up for those that do not. */
  finish(): PairSample {
    const share = this.#share();
    this.#drop();
    const size = this.#size;
    const weight = this.#weight.subarray(0, size);
    if (share < 1) for (let i = 0; i < size; i += 1) weight[i]! /= share;
    return {
      statistics: this.#statistics.map((values) => values.subarray(0, size)),
      row: this.#row.subarray(0, size),
      reached: this.#reached.subarray(0, size),
      weight,
    };
  }

  #share(): number {
    return Math.min(1, this.#most / this.#expected);
  }

  #makeRoom(): void {
    const capacity = this.#row.length;
    if (capacity >= SLACK * this.#most) this.#drop();
    if (this.#size < capacity) return;
    const larger =
      2 * capacity > SLACK * this.#most && capacity < SLACK * this.#most ? Math.ceil(SLACK * this.#most) : 2 * capacity;
    this.#row = grown(this.#row, larger);
    this.#reached = grown(this.#reached, larger);
    this.#weight = grown(this.#weight, larger);
    this.#drawn = grown(this.#drawn, larger);
    this.#statistics = this.#statistics.map((values) => grown(values, larger));
  }

  /** Lets go of the pairs that do not stay. */
  #drop(): void {
    const share = this.#share();
    let kept = 0;
    for (let i = 0; i < this.#size; i += 1) {
      if (this.#drawn[i]! >= share) continue;
      this.#row[kept] = this.#row[i]!;
      this.#reached[kept] = this.#reached[i]!;
      this.#weight[kept] = this.#weight[i]!;
      this.#drawn[kept] = this.#drawn[i]!;
      for (const values of this.#statistics) values[kept] = values[i]!;
      kept += 1;
    }
    this.#size = kept;
  }
}

function grown<Values extends Int32Array | Float32Array | Float64Array>(values: Values, length: number): Values {
  const larger = new (values.constructor as new (length: number) => Values)(length);
  larger.set(values);
  return larger;
}

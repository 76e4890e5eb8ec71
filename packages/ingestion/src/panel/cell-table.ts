import { DqsError, allocateCells, isGreaterCounts, type PanelCells } from '@dqs/core';

/** Counts of one key and day, to be added to a {@link CellTable}. */
export interface CellAddition {
  /** Number of the key. */
  readonly key: number;
  readonly day: number;
  readonly passes: number;
  readonly fails: number;
  readonly errors: number;
  /** NaN where none. */
  readonly recordCount: number;
  /** NaN where none. */
  readonly filteredCount: number;
}

const MAX_COUNT = 0x7fffffff;
const FIRST_CAPACITY = 1024;

/**
 * Counts by key and day in typed arrays behind an open-addressing hash table: 36 bytes a cell where a Map of objects
 * takes ten times that, which is what keeps ten million rows within a gigabyte.
 */
export class CellTable {
  #cells: PanelCells = allocateCells(FIRST_CAPACITY);
  /** Row + 1 by hash slot; 0 is an empty slot. Twice as many slots as rows. */
  #slots = new Int32Array(FIRST_CAPACITY * 2);
  #size = 0;

  /** Number of cells. */
  get size(): number {
    return this.#size;
  }

  /** The cells so far, in no particular order; rows beyond {@link size} are unused. */
  get cells(): PanelCells {
    return this.#cells;
  }

  /**
   * Adds counts to a key and day.
   *
   * @throws DqsError `panel-invalid` where a count of one day does not fit 32 bits.
   */
  add(addition: CellAddition): void {
    const row = this.#rowOf(addition.key, addition.day);
    const { passes, fails, errors, recordCount, filteredCount } = this.#cells;
    passes[row] = checkedSum(passes[row]!, addition.passes);
    fails[row] = checkedSum(fails[row]!, addition.fails);
    errors[row] = checkedSum(errors[row]!, addition.errors);
    const { recordCount: record, filteredCount: filtered } = addition;
    if (isGreaterCounts(record, filtered, recordCount[row]!, filteredCount[row]!)) {
      recordCount[row] = record;
      filteredCount[row] = filtered;
    }
  }

  /** Adds the first `size` cells of a table whose key `k` is `keys[k]` here. */
  addAll(cells: PanelCells, size: number, keys: Int32Array): void {
    for (let row = 0; row < size; row += 1) {
      this.add({
        key: keys[cells.key[row]!]!,
        day: cells.day[row]!,
        passes: cells.passes[row]!,
        fails: cells.fails[row]!,
        errors: cells.errors[row]!,
        recordCount: cells.recordCount[row]!,
        filteredCount: cells.filteredCount[row]!,
      });
    }
  }

  #rowOf(key: number, day: number): number {
    const { key: keys, day: days } = this.#cells;
    const mask = this.#slots.length - 1;
    let slot = hashCell(key, day) & mask;
    for (let entry = this.#slots[slot]!; entry !== 0; entry = this.#slots[slot]!) {
      if (keys[entry - 1] === key && days[entry - 1] === day) return entry - 1;
      slot = (slot + 1) & mask;
    }
    if (this.#size === keys.length) {
      this.#grow();
      return this.#rowOf(key, day);
    }
    return this.#append(slot, key, day);
  }

  #append(slot: number, key: number, day: number): number {
    const row = this.#size;
    this.#slots[slot] = row + 1;
    this.#size += 1;
    this.#cells.key[row] = key;
    this.#cells.day[row] = day;
    this.#cells.recordCount[row] = Number.NaN;
    this.#cells.filteredCount[row] = Number.NaN;
    return row;
  }

  #grow(): void {
    const capacity = this.#size * 2;
    this.#cells = resizeCells(this.#cells, capacity);
    this.#slots = new Int32Array(capacity * 2);
    const { key, day } = this.#cells;
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.#size; row += 1) {
      let slot = hashCell(key[row]!, day[row]!) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row + 1;
    }
  }
}

/** Multiplicative mixing (Knuth's 2654435761 and MurmurHash3's finaliser), enough to spread neighbouring days. */
function hashCell(key: number, day: number): number {
  let hash = Math.imul(key, 0x9e3779b1) ^ Math.imul(day, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}

function checkedSum(a: number, b: number): number {
  const sum = a + b;
  if (sum <= MAX_COUNT) return sum;
  throw new DqsError('panel-invalid', `expected at most ${MAX_COUNT} executions of a rule a day, got ${sum}`);
}

function resizeCells(cells: PanelCells, size: number): PanelCells {
  const grow = <T extends Int32Array | Float64Array>(old: T, fresh: T): T => {
    fresh.set(old);
    return fresh;
  };
  // One column after the other, so that each old one can be freed before the next new one is made.
  return {
    key: grow(cells.key, new Int32Array(size)),
    day: grow(cells.day, new Int32Array(size)),
    passes: grow(cells.passes, new Int32Array(size)),
    fails: grow(cells.fails, new Int32Array(size)),
    errors: grow(cells.errors, new Int32Array(size)),
    recordCount: grow(cells.recordCount, new Float64Array(size)),
    filteredCount: grow(cells.filteredCount, new Float64Array(size)),
  };
}

import { DqsError, allocateCells, isGreaterCounts, type PanelCells } from '@dqs/core';

/** Counts of one key and day, to be added to a {@link CellTable}. */
export interface CellAddition {
  /** Number of the key. */
  readonly key: number;
  readonly day: number;
  readonly passes: number;
  readonly fails: number;
  readonly errors: number;
  /** NaN if none. */
  readonly recordCount: number;
  /** NaN if none. */
  readonly filteredCount: number;
}

const MAX_COUNT = 0x7fffffff;
const FIRST_CAPACITY = 1024;

/**
 * Counts by key and day in typed arrays behind an open-addressing hash table: 36 bytes per cell, a tenth of a Map of
 * objects, which keeps ten million rows within a gigabyte. Counts that rarely repeat a key and day can be appended
 * without the hash table; the few repetitions are merged when the cells are sorted.
 */
export class CellTable {
  #cells: PanelCells = allocateCells(FIRST_CAPACITY);
  /**
   * Row + 1 by hash slot; 0 is an empty slot. At least twice as many slots as rows; undefined until rows must be looked
   * up.
   */
  #slots: Int32Array | undefined;
  #size = 0;

  /** Number of rows in use. */
  get size(): number {
    return this.#size;
  }

  /** The cells so far, in no particular order, appended ones possibly repeated; rows beyond {@link size} are unused. */
  get cells(): PanelCells {
    return this.#cells;
  }

  /**
   * Adds counts to a key and day.
   *
   * @throws DqsError `panel-invalid` if a count of one day does not fit 32 bits.
   */
  add(addition: CellAddition): void {
    this.#slots ??= this.#hashRows();
    const row = this.#rowOf(this.#slots, addition.key, addition.day);
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

  /** Adds counts of a key and day that are most likely new. */
  append(addition: CellAddition): void {
    if (this.#slots !== undefined) {
      this.add(addition);
      return;
    }
    if (this.#size === this.#cells.key.length)
      this.#cells = resizeCells(this.#cells, Math.max(FIRST_CAPACITY, this.#size * 2));
    const row = this.#size;
    this.#size += 1;
    const cells = this.#cells;
    cells.key[row] = addition.key;
    cells.day[row] = addition.day;
    cells.passes[row] = addition.passes;
    cells.fails[row] = addition.fails;
    cells.errors[row] = addition.errors;
    cells.recordCount[row] = addition.recordCount;
    cells.filteredCount[row] = addition.filteredCount;
  }

  /**
   * Adds cells that are most likely new, without a copy if they are the first. The caller must not use them afterwards.
   */
  appendAll(cells: PanelCells): void {
    if (this.#size === 0) {
      this.#cells = cells;
      this.#size = cells.key.length;
      this.#slots = undefined;
      return;
    }
    this.addAll(cells, cells.key.length);
  }

  /**
   * Adds the cells of a panel that are most likely new, its key `k` being `keys[k]` here. The table must not have been looked up in.
   *
   * @throws DqsError as {@link add}, where rows had to be looked up before.
   */
  appendPanel(cells: PanelCells, keys: Int32Array, expected = 0): void {
    const [from, size] = [this.#size, cells.key.length];
    if (this.#slots !== undefined) {
      this.addAll(cells, size, keys);
      return;
    }
    const needed = from + size;
    // At most twice what is there: who expects more may be wrong, and memory is not taken on anybody's word.
    if (needed > this.#cells.key.length) {
      this.#cells = resizeCells(this.#cells, Math.max(needed, Math.min(expected, 2 * needed)));
    }
    const own = this.#cells;
    for (let row = 0; row < size; row += 1) own.key[from + row] = keys[cells.key[row]!]!;
    own.day.set(cells.day, from);
    own.passes.set(cells.passes, from);
    own.fails.set(cells.fails, from);
    own.errors.set(cells.errors, from);
    own.recordCount.set(cells.recordCount, from);
    own.filteredCount.set(cells.filteredCount, from);
    this.#size += size;
  }

  /** Adds the first `size` cells of a table whose key `k` is `keys[k]` here, or `k` itself. */
  addAll(cells: PanelCells, size: number, keys?: Int32Array): void {
    for (let row = 0; row < size; row += 1) {
      this.add({
        key: keys === undefined ? cells.key[row]! : keys[cells.key[row]!]!,
        day: cells.day[row]!,
        passes: cells.passes[row]!,
        fails: cells.fails[row]!,
        errors: cells.errors[row]!,
        recordCount: cells.recordCount[row]!,
        filteredCount: cells.filteredCount[row]!,
      });
    }
  }

  #rowOf(slots: Int32Array, key: number, day: number): number {
    const { key: keys, day: days } = this.#cells;
    const mask = slots.length - 1;
    let slot = hashCell(key, day) & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      if (keys[entry - 1] === key && days[entry - 1] === day) return entry - 1;
      slot = (slot + 1) & mask;
    }
    if (this.#size === keys.length) {
      this.#cells = resizeCells(this.#cells, Math.max(FIRST_CAPACITY, this.#size * 2));
      this.#slots = this.#hashRows();
      return this.#rowOf(this.#slots, key, day);
    }
    return this.#insert(slots, slot, key, day);
  }

  #insert(slots: Int32Array, slot: number, key: number, day: number): number {
    const row = this.#size;
    slots[slot] = row + 1;
    this.#size += 1;
    this.#cells.key[row] = key;
    this.#cells.day[row] = day;
    this.#cells.recordCount[row] = Number.NaN;
    this.#cells.filteredCount[row] = Number.NaN;
    return row;
  }

  /** Slots for all rows. If rows repeat a key and day, the first is found; sorting merges them. */
  #hashRows(): Int32Array {
    // A power of two, whatever the length of adopted columns: the mask below requires it.
    const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * Math.max(1, this.#cells.key.length))));
    const { key, day } = this.#cells;
    const mask = slots.length - 1;
    for (let row = 0; row < this.#size; row += 1) {
      let slot = hashCell(key[row]!, day[row]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    return slots;
  }
}

/** Multiplicative mixing (Knuth's 2654435761 and MurmurHash3's finaliser), enough to spread neighbouring days. */
function hashCell(key: number, day: number): number {
  let hash = Math.imul(key, 0x9e3779b1) ^ Math.imul(day, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 13);
}

/** A sum of executions of one key and day. @throws DqsError `panel-invalid` if it does not fit 32 bits. */
export function checkedSum(a: number, b: number): number {
  const sum = a + b;
  if (sum <= MAX_COUNT) return sum;
  throw new DqsError('panel-invalid', `expected at most ${MAX_COUNT} executions of a rule a day, got ${sum}`);
}

function resizeCells(cells: PanelCells, size: number): PanelCells {
  const grow = <T extends Int32Array | Float64Array>(old: T, fresh: T): T => {
    fresh.set(old);
    return fresh;
  };
  // One column after the other, so that each old one can be freed before the next is allocated.
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

import { isGreaterCounts, type PanelCells } from '@dqs/core';

import { checkedSum } from './cell-table.js';

/** A grid of all keys and days is used while it has at most this many places per cell. */
const GRID_PLACES_PER_CELL = 4;

/**
 * The cells ordered by key, then day, with those of one key and day merged, in arrays of exactly their size; the given
 * arrays if they are already so, as from the native scanner.
 *
 * Logs contain most keys on most days, so each cell is placed in a grid of keys and days, in one pass. If the grid
 * would be mostly empty, two stable counting sorts (first by day, then by key) are used, also in linear time.
 *
 * @param cells in any order; they are modified.
 * @param size number of cells in use.
 * @param rank position in the final order by number of the key.
 * @throws DqsError `panel-invalid` if a sum of one day does not fit 32 bits.
 */
export function sortCells(cells: PanelCells, size: number, rank: Int32Array): PanelCells {
  const { key } = cells;
  if (isSorted(cells, size, rank)) return cells;
  for (let row = 0; row < size; row += 1) key[row] = rank[key[row]!]!;
  const days = dayRange(cells.day, size);
  const width = days.last - days.first + 1;
  return rank.length * width <= GRID_PLACES_PER_CELL * size
    ? sortByGrid(cells, size, { keys: rank.length, firstDay: days.first, width })
    : sortByCounting(cells, size, rank.length, days);
}

function isSorted({ key, day }: PanelCells, size: number, rank: Int32Array): boolean {
  if (key.length !== size || rank.some((position, number) => position !== number)) return false;
  for (let row = 1; row < size; row += 1) {
    if (key[row]! < key[row - 1]! || (key[row] === key[row - 1] && day[row]! <= day[row - 1]!)) return false;
  }
  return true;
}

interface Grid {
  readonly keys: number;
  readonly firstDay: number;
  /** Days. */
  readonly width: number;
}

function sortByGrid(cells: PanelCells, size: number, { keys, firstDay, width }: Grid): PanelCells {
  const { key, day } = cells;
  /** Row + 1 of the cell in each place, 0 if there is none. */
  const rows = new Int32Array(keys * width);
  let count = 0;
  for (let row = 0; row < size; row += 1) {
    const place = key[row]! * width + day[row]! - firstDay;
    const known = rows[place]!;
    if (known === 0) {
      rows[place] = row + 1;
      count += 1;
    } else addUp(cells, known - 1, row);
  }
  const order = new Int32Array(count);
  let at = 0;
  for (const row of rows) if (row !== 0) order[at++] = row - 1;
  return pickCells(cells, order);
}

function sortByCounting(cells: PanelCells, size: number, keys: number, days: DaySpan): PanelCells {
  return addUpRepetitions(pickCells(cells, orderBy(cells.key, keys, orderByDay(cells.day, size, days))));
}

function pickCells(cells: PanelCells, order: Int32Array): PanelCells {
  return {
    key: pickInts(cells.key, order),
    day: pickInts(cells.day, order),
    passes: pickInts(cells.passes, order),
    fails: pickInts(cells.fails, order),
    errors: pickInts(cells.errors, order),
    recordCount: pickDoubles(cells.recordCount, order),
    filteredCount: pickDoubles(cells.filteredCount, order),
  };
}

/** Adds the counts of one row to another of the same key and day. */
function addUp(cells: PanelCells, to: number, from: number): void {
  const { passes, fails, errors, recordCount, filteredCount } = cells;
  passes[to] = checkedSum(passes[to]!, passes[from]!);
  fails[to] = checkedSum(fails[to]!, fails[from]!);
  errors[to] = checkedSum(errors[to]!, errors[from]!);
  if (isGreaterCounts(recordCount[from]!, filteredCount[from]!, recordCount[to]!, filteredCount[to]!)) {
    recordCount[to] = recordCount[from]!;
    filteredCount[to] = filteredCount[from]!;
  }
}

// One function for each type of array: a loop over one type is compiled to a fraction of the time of a mixed one.
function pickInts(values: Int32Array, order: Int32Array): Int32Array {
  const picked = new Int32Array(order.length);
  for (let row = 0; row < order.length; row += 1) picked[row] = values[order[row]!]!;
  return picked;
}

function pickDoubles(values: Float64Array, order: Int32Array): Float64Array {
  const picked = new Float64Array(order.length);
  for (let row = 0; row < order.length; row += 1) picked[row] = values[order[row]!]!;
  return picked;
}

/** Merges neighbours of the same key and day. */
function addUpRepetitions(cells: PanelCells): PanelCells {
  const { key, day, passes, fails, errors, recordCount, filteredCount } = cells;
  let last = -1;
  for (let row = 0; row < key.length; row += 1) {
    if (last >= 0 && key[row] === key[last] && day[row] === day[last]) {
      addUp(cells, last, row);
      continue;
    }
    last += 1;
    if (last === row) continue;
    key[last] = key[row]!;
    day[last] = day[row]!;
    passes[last] = passes[row]!;
    fails[last] = fails[row]!;
    errors[last] = errors[row]!;
    recordCount[last] = recordCount[row]!;
    filteredCount[last] = filteredCount[row]!;
  }
  return last + 1 === key.length ? cells : firstCells(cells, last + 1);
}

function firstCells(cells: PanelCells, size: number): PanelCells {
  return {
    key: cells.key.slice(0, size),
    day: cells.day.slice(0, size),
    passes: cells.passes.slice(0, size),
    fails: cells.fails.slice(0, size),
    errors: cells.errors.slice(0, size),
    recordCount: cells.recordCount.slice(0, size),
    filteredCount: cells.filteredCount.slice(0, size),
  };
}

interface DaySpan {
  readonly first: number;
  readonly last: number;
}

function dayRange(day: Int32Array, size: number): DaySpan {
  let first = size > 0 ? day[0]! : 0;
  let last = first;
  for (let row = 1; row < size; row += 1) {
    if (day[row]! < first) first = day[row]!;
    else if (day[row]! > last) last = day[row]!;
  }
  return { first, last };
}

function orderByDay(day: Int32Array, size: number, { first, last }: DaySpan): Int32Array {
  const shifted = new Int32Array(size);
  for (let row = 0; row < size; row += 1) shifted[row] = day[row]! - first;
  const identity = new Int32Array(size);
  for (let row = 0; row < size; row += 1) identity[row] = row;
  // Days lie within the years 100 to 9999, so the counters take 15 MB at most.
  return orderBy(shifted, last - first + 1, identity);
}

/** One pass of a stable counting sort: `before` rearranged by ascending value, all below `limit`. */
function orderBy(values: Int32Array, limit: number, before: Int32Array): Int32Array {
  const starts = new Int32Array(limit + 1);
  for (const row of before) starts[values[row]! + 1]! += 1;
  for (let value = 0; value < limit; value += 1) starts[value + 1]! += starts[value]!;
  const after = new Int32Array(before.length);
  for (const row of before) {
    const position = starts[values[row]!]!;
    after[position] = row;
    starts[values[row]!] = position + 1;
  }
  return after;
}

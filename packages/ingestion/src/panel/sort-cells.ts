import { isGreaterCounts, type PanelCells } from '@dqs/core';

import { checkedSum } from './cell-table.js';

/**
 * The cells ordered by key, then day, those of one key and day added up, in arrays of exactly their size.
 *
 * Two stable counting sorts (first by day, then by key) take linear time and 8 bytes a cell, where sorting an index
 * with a comparison takes seconds on millions of cells.
 *
 * @param cells in any order.
 * @param size number of cells in use.
 * @param rank position in the final order by number of the key.
 * @throws DqsError `panel-invalid` where a sum of one day does not fit 32 bits.
 */
export function sortCells(cells: PanelCells, size: number, rank: Int32Array): PanelCells {
  const key = cells.key.slice(0, size);
  for (let row = 0; row < size; row += 1) key[row] = rank[key[row]!]!;
  const order = orderBy(key, rank.length, orderByDay(cells.day, size));
  return addUpRepetitions({
    key: pickInts(key, order),
    day: pickInts(cells.day, order),
    passes: pickInts(cells.passes, order),
    fails: pickInts(cells.fails, order),
    errors: pickInts(cells.errors, order),
    recordCount: pickDoubles(cells.recordCount, order),
    filteredCount: pickDoubles(cells.filteredCount, order),
  });
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

/** Adds up neighbours of the same key and day. */
function addUpRepetitions(cells: PanelCells): PanelCells {
  const { key, day, passes, fails, errors, recordCount, filteredCount } = cells;
  let last = -1;
  for (let row = 0; row < key.length; row += 1) {
    if (last >= 0 && key[row] === key[last] && day[row] === day[last]) {
      passes[last] = checkedSum(passes[last]!, passes[row]!);
      fails[last] = checkedSum(fails[last]!, fails[row]!);
      errors[last] = checkedSum(errors[last]!, errors[row]!);
      if (!isGreaterCounts(recordCount[row]!, filteredCount[row]!, recordCount[last]!, filteredCount[last]!)) continue;
    } else {
      last += 1;
      if (last === row) continue;
      key[last] = key[row]!;
      day[last] = day[row]!;
      passes[last] = passes[row]!;
      fails[last] = fails[row]!;
      errors[last] = errors[row]!;
    }
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

function orderByDay(day: Int32Array, size: number): Int32Array {
  let first = size > 0 ? day[0]! : 0;
  let last = first;
  for (let row = 1; row < size; row += 1) {
    if (day[row]! < first) first = day[row]!;
    else if (day[row]! > last) last = day[row]!;
  }
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

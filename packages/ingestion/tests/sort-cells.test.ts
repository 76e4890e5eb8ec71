import { allocateCells, isGreaterCounts, type PanelCells } from '@dqs/core';
import fc from 'fast-check';

import { sortCells } from '../src/panel/sort-cells.js';

interface Cell {
  readonly key: number;
  readonly day: number;
  readonly counts: readonly [number, number, number];
  readonly records: readonly [number, number];
}

function columnsOf(rows: readonly Cell[], spare: number): PanelCells {
  const cells = allocateCells(rows.length + spare);
  rows.forEach(({ key, day, counts, records }, row) => {
    cells.key[row] = key;
    cells.day[row] = day;
    [cells.passes[row], cells.fails[row], cells.errors[row]] = counts;
    [cells.recordCount[row], cells.filteredCount[row]] = records;
  });
  return cells;
}

/** The same by a Map and a comparison. */
function expected(rows: readonly Cell[], rank: Int32Array): Cell[] {
  const byPlace = new Map<string, Cell>();
  for (const row of rows) {
    const [key, id] = [rank[row.key]!, `${row.key}/${row.day}`];
    const known = byPlace.get(id);
    const counts = row.counts.map((count, i) => count + (known?.counts[i] ?? 0)) as [number, number, number];
    const isGreater = !known || isGreaterCounts(...row.records, ...known.records);
    byPlace.set(id, { key, day: row.day, counts, records: isGreater ? row.records : known.records });
  }
  return [...byPlace.values()].sort((a, b) => a.key - b.key || a.day - b.day);
}

function rowsOf(cells: PanelCells): Cell[] {
  return Array.from(cells.key, (key, row) => ({
    key,
    day: cells.day[row]!,
    counts: [cells.passes[row]!, cells.fails[row]!, cells.errors[row]!],
    records: [cells.recordCount[row]!, cells.filteredCount[row]!],
  }));
}

describe('sortCells', () => {
  it.each([
    ['close together', 40],
    ['years apart', 2_000_000],
  ])('agrees with a Map and a comparison sort, for days that are %s', (_, spread) => {
    const count = fc.nat(5);
    const record = fc.oneof(fc.nat(3), fc.constant(Number.NaN));
    const cell = fc.record({
      key: fc.nat(5),
      day: fc.integer({ min: -spread, max: spread }),
      counts: fc.tuple(count, count, count),
      records: fc.tuple(record, record),
    });
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 300 }), order, fc.nat(10), (rows, ranks, spare) => {
        const rank = Int32Array.from(ranks);
        expect(rowsOf(sortCells(columnsOf(rows, spare), rows.length, rank))).toEqual(expected(rows, rank));
      }),
    );
  });

  it('refuses a sum that does not fit', () => {
    const full: Cell = { key: 0, day: 1, counts: [0x7fffffff, 0, 0], records: [1, 1] };
    for (const day of [1, 1_000_000]) {
      const rows = [{ ...full, day: 1 }, { ...full, day }, full];
      expect(() => sortCells(columnsOf(rows, 0), rows.length, Int32Array.of(0))).toThrow(/executions/);
    }
  });
});

import { allocateCells, type PanelCells } from '@dqs/core';
import fc from 'fast-check';

import { CellTable } from '../src/panel/cell-table.js';

/** Columns of the given number of cells, one execution each, of one key on consecutive days. */
function columnsOf(size: number, firstDay = 0): PanelCells {
  const cells = allocateCells(size);
  for (let row = 0; row < size; row += 1) {
    cells.day[row] = firstDay + row;
    cells.passes[row] = 1;
  }
  return cells;
}

/** Passes by day, added up over all rows. */
function passesByDay({ cells, size }: CellTable): Map<number, number> {
  const passes = new Map<number, number>();
  for (let row = 0; row < size; row += 1) {
    passes.set(cells.day[row]!, (passes.get(cells.day[row]!) ?? 0) + cells.passes[row]!);
  }
  return passes;
}

describe('CellTable', () => {
  it('finds the rows of adopted columns of any length', () => {
    // With 10 cells there once were 20 slots, of which a mask for powers of two sees four: the search never ended.
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.nat(250), (first, second, shift) => {
        const table = new CellTable();
        table.appendAll(columnsOf(first));
        table.addAll(columnsOf(second, shift), second);
        const expected = new Map<number, number>();
        for (let day = 0; day < first; day += 1) expected.set(day, 1);
        for (let day = shift; day < shift + second; day += 1) expected.set(day, (expected.get(day) ?? 0) + 1);
        expect(new Map([...passesByDay(table)].sort(([a], [b]) => a - b))).toEqual(
          new Map([...expected].sort(([a], [b]) => a - b)),
        );
        expect(table.size).toBe(expected.size);
      }),
    );
  });
});

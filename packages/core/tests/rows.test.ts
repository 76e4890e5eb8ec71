import fc from 'fast-check';

import { groupRows, joinArrays, pickRows, rowsWhere } from '../src/index.js';

describe('groupRows', () => {
  it('has every row once, with its key and in order, whatever the keys are', () => {
    const anyKey = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom('', '__proto__', 'constructor', NaN));
    fc.assert(
      fc.property(fc.array(anyKey), (keys) => {
        const groups = groupRows<number | string>(keys);
        expect([...groups.values()].flat().sort((a, b) => a - b)).toEqual([...keys.keys()]);
        for (const [key, rows] of groups) {
          expect(rows).toEqual([...rows].sort((a, b) => a - b));
          for (const row of rows) expect(keys[row]).toBe(key);
        }
      }),
    );
  });
});

describe('pickRows', () => {
  it('gives an array of the same kind, in the order asked for', () => {
    expect(pickRows(Float32Array.of(1, 2, NaN), Int32Array.of(2, 0, 0))).toEqual(Float32Array.of(NaN, 1, 1));
    expect(pickRows(Int32Array.of(5, 6), new Int32Array(0))).toEqual(new Int32Array(0));
    expect(pickRows(Float64Array.of(0.1, 0.2), Int32Array.of(1))).toEqual(Float64Array.of(0.2));
  });
});

describe('joinArrays', () => {
  it('gives all values in one array of the kind', () => {
    expect(joinArrays(Float32Array, [Float32Array.of(1, NaN), new Float32Array(0), Float32Array.of(3)])).toEqual(
      Float32Array.of(1, NaN, 3),
    );
    expect(joinArrays(Uint8Array, [])).toEqual(new Uint8Array(0));
  });
});

describe('rowsWhere', () => {
  it('gives the rows of which something holds, ascending, and all where nothing is asked', () => {
    expect(rowsWhere(7, (row) => row % 3 === 1)).toEqual(Int32Array.of(1, 4));
    expect(rowsWhere(3)).toEqual(Int32Array.of(0, 1, 2));
    expect(rowsWhere(0)).toEqual(new Int32Array(0));
  });
});

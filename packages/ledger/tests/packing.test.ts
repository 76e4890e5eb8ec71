import { binomialTable, exceedanceAt, type ExceedanceTable } from '@dqs/core/stats';
import { Random } from '@dqs/core';

import { packDistributions, unpackDistributions } from '../src/index.js';

function tableOf(executions: number, levels: readonly (readonly [number, number])[]): ExceedanceTable {
  return {
    offsets: Int32Array.of(0, levels.length),
    executions: Int32Array.of(executions),
    numerator: Int32Array.from(levels, ([passes]) => passes),
    exceedance: Float64Array.from(levels, ([, chance]) => chance),
  };
}

/** P(passes ≥ m) for every m up to one more than the executions. */
function chances(table: ExceedanceTable, row = 0): number[] {
  return Array.from({ length: table.executions[row]! + 2 }, (_, m) => exceedanceAt(table, row, m));
}

function drawn(rows: number): ExceedanceTable {
  const random = new Random(5);
  const executions = Int32Array.from({ length: rows }, () => 1 + random.integer(random.next() < 0.2 ? 5000 : 60));
  const shares = Float64Array.from({ length: rows }, () => 1 - random.next() ** 4);
  return binomialTable(executions, shares);
}

describe('packed distributions', () => {
  it('give back every chance within a hundred-thousandth, and odds of one in a million within one in a thousand', () => {
    const table = drawn(500);
    const back = unpackDistributions(packDistributions(table));
    expect(back.executions).toEqual(table.executions);
    let [apart, ratio] = [0, 0];
    for (let row = 0; row < 500; row += 1) {
      const after = chances(back, row);
      for (const [m, chance] of chances(table, row).entries()) {
        apart = Math.max(apart, Math.abs(after[m]! - chance));
        if (chance > 1e-6) ratio = Math.max(ratio, Math.abs(after[m]! / chance - 1));
      }
    }
    expect(apart).toBeLessThan(1e-5);
    expect(ratio).toBeLessThan(1e-3);
  });

  it('are distributions again: chances never rise and the last level is that of the executions', () => {
    const back = unpackDistributions(packDistributions(drawn(500)));
    for (let row = 0; row < 500; row += 1) {
      const all = chances(back, row);
      expect(all.filter((chance, m) => chance > (all[m - 1] ?? 1))).toEqual([]);
      expect(back.numerator[back.offsets[row + 1]! - 1]).toBe(back.executions[row]);
    }
  });

  it('are the same bytes when packed again', () => {
    const packed = packDistributions(drawn(500));
    expect(packDistributions(unpackDistributions(packed))).toEqual(packed);
  });

  it('take less than 60 bytes for a usual row', () => {
    const { bytes } = packDistributions(binomialTable(new Int32Array(100).fill(20), new Float64Array(100).fill(0.97)));
    expect(bytes.length / 100).toBeLessThan(40);
  });

  it.each<[string, number, readonly (readonly [number, number])[]]>([
    [
      'a certain pass',
      3,
      [
        [1, 1],
        [2, 1],
        [3, 1],
      ],
    ],
    [
      'a certain failure',
      3,
      [
        [1, 0],
        [2, 0],
        [3, 0],
      ],
    ],
    ['certainty named by one level', 1000, [[1000, 1]]],
    ['impossibility named by one level', 1000, [[1000, 0]]],
    [
      'a fall over many numbers to 0',
      1000,
      [
        [400, 0.25],
        [800, 0],
        [1000, 0],
      ],
    ],
    [
      'a fall over many numbers from 1',
      1000,
      [
        [400, 1],
        [800, 0.5],
        [1000, 0.25],
      ],
    ],
    [
      'two certain values',
      100,
      [
        [50, 1],
        [51, 0.5],
        [99, 0.5],
        [100, 0],
      ],
    ],
  ])('keep %s exactly', (_, executions, levels) => {
    const table = tableOf(executions, levels);
    expect(chances(unpackDistributions(packDistributions(table)))).toEqual(chances(table));
  });

  it('of a row without bytes are none', () => {
    const back = unpackDistributions({ offsets: Int32Array.of(0, 0), bytes: new Uint8Array(0) });
    expect([...back.executions, ...back.exceedance]).toEqual([1, 0]);
  });

  it('that are damaged are refused, never misread', () => {
    const { offsets, bytes } = packDistributions(binomialTable(Int32Array.of(20), Float64Array.of(0.5)));
    for (let length = 1; length < bytes.length; length += 1) {
      const cut = { offsets: Int32Array.of(0, length), bytes: bytes.slice(0, length) };
      expect(() => unpackDistributions(cut)).toThrow(expect.objectContaining({ code: 'ledger-corrupt' }) as Error);
    }
    const tooLong = { offsets: Int32Array.of(0, bytes.length + 1), bytes: Uint8Array.of(...bytes, 0) };
    expect(() => unpackDistributions(tooLong)).toThrow(/restore a backup/);
    expect(offsets[1]).toBe(bytes.length);
  });
});

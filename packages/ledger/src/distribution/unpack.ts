import type { ExceedanceTable } from '@dqs/core/stats';

import type { PackedDistributions } from '../records/forecasts.js';
import { ByteReader } from './byte-reader.js';
import { chanceOfCode } from './chance-code.js';

/**
 * The distributions that {@link packDistributions} packed. A row without bytes, a forecast of one value, has one execution that
 * passes with chance 0; look at the offsets to tell.
 *
 * @throws DqsError `ledger-corrupt` if the bytes are something else.
 */
export function unpackDistributions({ offsets, bytes }: PackedDistributions): ExceedanceTable {
  const rows = offsets.length - 1;
  const levels = new Levels(bytes.length + 3 * rows);
  const executions = new Int32Array(rows).fill(1);
  const levelOffsets = new Int32Array(rows + 1);
  const reader = new ByteReader(bytes);
  for (let row = 0; row < rows; row += 1) {
    if (offsets[row] === offsets[row + 1]) levels.add(1, 0);
    else executions[row] = readRow(reader, offsets[row]!, offsets[row + 1]!, levels);
    levelOffsets[row + 1] = levels.length;
  }
  return { offsets: levelOffsets, executions, ...levels.columns() };
}

/** Adds the levels of a row; gives its executions. */
function readRow(reader: ByteReader, start: number, end: number, levels: Levels): number {
  reader.moveTo(start, end);
  const executions = reader.readNumber();
  const from = reader.readNumber();
  const kept = reader.readNumber();
  const [count, hasGaps] = [kept >> 1, kept % 2 === 1];
  if (from > 1) levels.add(from - 1, 1);
  const first = levels.length;
  let last = from - 1;
  for (let i = 0; i < count; i += 1) {
    last += 1 + (hasGaps ? reader.readNumber() : 0);
    levels.add(last, 0);
  }
  for (let i = 0; i < count; i += 1) levels.setChance(first + i, chanceOfCode(reader.readCode()));
  if (last < executions) levels.add(last + 1, 0);
  if (last + 1 < executions) levels.add(executions, 0);
  reader.assertDone(executions >= 1 && from >= 1 && last <= executions);
  return executions;
}

/** Levels, one after the other. */
class Levels {
  length = 0;
  readonly #numerator: Int32Array;
  readonly #exceedance: Float64Array;

  constructor(most: number) {
    this.#numerator = new Int32Array(most);
    this.#exceedance = new Float64Array(most);
  }

  add(numerator: number, chance: number): void {
    this.#numerator[this.length] = numerator;
    this.#exceedance[this.length] = chance;
    this.length += 1;
  }

  setChance(level: number, chance: number): void {
    this.#exceedance[level] = chance;
  }

  columns(): Pick<ExceedanceTable, 'numerator' | 'exceedance'> {
    return {
      numerator: this.#numerator.slice(0, this.length),
      exceedance: this.#exceedance.slice(0, this.length),
    };
  }
}

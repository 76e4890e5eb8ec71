import type { ExceedanceTable } from '@dqs/core/stats';

import type { PackedDistributions } from '../records/forecasts.js';
import { ByteWriter } from './byte-writer.js';
import { ALWAYS, chanceCode, NEVER } from './chance-code.js';

/** What most rows need. */
const TYPICAL_BYTES = 32;

/**
 * Distributions as bytes, a row at a time: the executions; the first number of passes that is not certain; how many levels follow
 * until the chance is 0, doubled, plus 1 if they leave numbers out; then those gaps; then the chances in 24 bits
 * (`chanceCode`). Whole numbers are in LEB128. Levels at which the chance is still 1 or already 0 take no room.
 *
 * A day with 20 executions takes about 20 bytes. What is read back ({@link unpackDistributions}) is the distribution that grades
 * are computed from; its chances differ from those packed by less than 0.00001.
 */
export function packDistributions(table: ExceedanceTable): PackedDistributions {
  const rows = table.executions.length;
  const offsets = new Int32Array(rows + 1);
  const out = new ByteWriter(rows * TYPICAL_BYTES);
  for (let row = 0; row < rows; row += 1) {
    packRow(table, row, out);
    offsets[row + 1] = out.length;
  }
  return { offsets, bytes: out.bytes() };
}

function packRow(table: ExceedanceTable, row: number, out: ByteWriter): void {
  const { numerator, exceedance } = table;
  const [first, end] = uncertainLevels(table, row);
  const from = first === table.offsets[row] ? 1 : numerator[first - 1]! + 1;
  const hasGaps = first < end && numerator[end - 1]! - from !== end - 1 - first;
  out.writeNumber(table.executions[row]!);
  out.writeNumber(from);
  out.writeNumber(2 * (end - first) + Number(hasGaps));
  for (let level = first, next = from; hasGaps && level < end; level += 1) {
    out.writeNumber(numerator[level]! - next);
    next = numerator[level]! + 1;
  }
  for (let level = first; level < end; level += 1) out.writeCode(chanceCode(exceedance[level]!));
}

/** The levels that are kept: after the last at which the chance is 1, up to the one from which on it is 0. */
function uncertainLevels({ offsets, numerator, exceedance }: ExceedanceTable, row: number): [number, number] {
  let [first, end] = [offsets[row]!, offsets[row + 1]!];
  while (first < end && chanceCode(exceedance[first]!) === ALWAYS) first += 1;
  while (end > first && chanceCode(exceedance[end - 1]!) === NEVER) end -= 1;
  const last = end === offsets[row] ? 0 : numerator[end - 1]!;
  // Where the chance falls to 0 over several numbers, the level that says so stays.
  if (end < offsets[row + 1]! && numerator[end] !== last + 1) end += 1;
  return [first, end];
}

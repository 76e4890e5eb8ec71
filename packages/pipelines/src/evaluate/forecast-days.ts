import { groupRows } from '@dqs/core';
import type { ExceedanceTable } from '@dqs/core/stats';
import type { ObservedRequests, SeriesHistory } from '@dqs/features';

import { forecast, type Forecasts, type Predictor } from '../forecast/predict.js';
import { pickRequests, rowsInMemory } from '../train/training-set.js';

/** Rows that are forecast at a time, about, where there are more than fit: each time goes through the whole history of the series. */
const BLOCK_ROWS = 200_000;

/** How the rows of many days are forecast. */
export interface DaysOptions {
  readonly threads: number;
  /** Rows that are forecast at once, at most. @default as many as have their features in memory */
  readonly inMemory?: number;
  /** Rows at a time, about, of more than those. @default 200,000 */
  readonly blockRows?: number;
}

/**
 * Forecasts observed days as {@link forecast} does, where there are many a few whole days at a time, in their order: what is known of
 * every level of every row takes more memory than the history, and mixtures learn from the whole days at hand.
 */
export function forecastDays(
  predictor: Predictor,
  history: SeriesHistory,
  requests: ObservedRequests,
  { threads, inMemory = rowsInMemory(predictor.contract.features.length), blockRows = BLOCK_ROWS }: DaysOptions,
): Forecasts {
  if (requests.series.length <= inMemory) return forecast(predictor, history, requests, { threads });
  const blocks = blocksOfDays(requests.targetDay, blockRows);
  const parts = blocks.map((rows) => forecast(predictor, history, pickRequests(requests, rows), { threads }));
  return {
    requests,
    expectedPassPercentage: inPlace(Float64Array, blocks, parts, (part) => part.expectedPassPercentage),
    predictedPassPercentage: inPlace(Float64Array, blocks, parts, (part) => part.predictedPassPercentage),
    executions: inPlace(Float32Array, blocks, parts, (part) => part.executions),
    flags: inPlace(Uint8Array, blocks, parts, (part) => part.flags),
    distributions: tableOf(
      blocks,
      parts.map(({ distributions }) => distributions),
    ),
  };
}

/** The rows of some whole days each, ascending, about as many as asked for. */
function blocksOfDays(targetDay: Int32Array, blockRows: number): Int32Array[] {
  const blocks: number[][] = [];
  for (const [, rows] of [...groupRows(targetDay)].sort(([a], [b]) => a - b)) {
    const last = blocks.at(-1);
    if (last && last.length + rows.length <= blockRows) for (const row of rows) last.push(row);
    else blocks.push([...rows]);
  }
  return blocks.map((rows) => Int32Array.from(rows).sort());
}

/** The values of all rows, of blocks of them. */
function inPlace<Values extends Float64Array | Float32Array | Uint8Array>(
  kind: new (length: number) => Values,
  blocks: readonly Int32Array[],
  parts: readonly Forecasts[],
  of: (part: Forecasts) => Values,
): Values {
  const all = new kind(blocks.reduce((sum, { length }) => sum + length, 0));
  blocks.forEach((rows, block) => {
    const values = of(parts[block]!);
    rows.forEach((row, i) => (all[row] = values[i]!));
  });
  return all;
}

/** The distributions of all rows, of those of blocks of them. */
function tableOf(blocks: readonly Int32Array[], tables: readonly ExceedanceTable[]): ExceedanceTable {
  const rows = blocks.reduce((sum, { length }) => sum + length, 0);
  const offsets = new Int32Array(rows + 1);
  blocks.forEach((block, b) => {
    const table = tables[b]!;
    block.forEach((row, i) => (offsets[row + 1] = table.offsets[i + 1]! - table.offsets[i]!));
  });
  for (let row = 0; row < rows; row += 1) offsets[row + 1]! += offsets[row]!;
  const numerator = new Int32Array(offsets[rows]!);
  const exceedance = new Float64Array(offsets[rows]!);
  const executions = new Int32Array(rows);
  blocks.forEach((block, b) => {
    const table = tables[b]!;
    block.forEach((row, i) => {
      const [start, end] = [table.offsets[i]!, table.offsets[i + 1]!];
      numerator.set(table.numerator.subarray(start, end), offsets[row]!);
      exceedance.set(table.exceedance.subarray(start, end), offsets[row]!);
      executions[row] = table.executions[i]!;
    });
  });
  return { offsets, numerator, executions, exceedance };
}

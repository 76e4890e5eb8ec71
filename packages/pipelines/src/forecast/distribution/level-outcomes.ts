import type { ForecastLevels } from './expert-forecasts.js';

/** What came on the day of each row, beside its levels. */
export interface LevelOutcomes {
  /** Width of each level in pass fraction: the level minus the one below. */
  readonly width: Float64Array;
  /** 1 where the result reached the level, compared as whole numbers. */
  readonly reached: Uint8Array;
}

/** Writes the outcomes of the levels of one row, from `at` on. */
export function writeOutcomes(
  { offsets, numerator, executions }: ForecastLevels,
  row: number,
  passes: number,
  executed: number,
  { width, reached }: LevelOutcomes,
  at: number,
): void {
  const n = executions[row]!;
  const start = offsets[row]!;
  let below = 0;
  for (let level = start; level < offsets[row + 1]!; level += 1) {
    const place = at + level - start;
    width[place] = (numerator[level]! - below) / n;
    below = numerator[level]!;
    reached[place] = passes * n >= below * executed ? 1 : 0;
  }
}

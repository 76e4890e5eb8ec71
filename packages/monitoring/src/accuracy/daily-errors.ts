import { formatDay } from '@dqs/core';

import { finite } from '../reason.js';
import type { PoolScores } from '../scores/pool-scores.js';

/** The error of a day over all pools, beside that of the naive forecast on the same forecasts. */
export interface DailyError {
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly graded: number;
  readonly mae: number | null;
  readonly naiveMae: number | null;
}

/** The errors of each day that has forecasts. */
export function dailyErrors({ days, sums }: PoolScores): DailyError[] {
  return Array.from(days, (day, row) => ({
    date: formatDay(day),
    graded: sums.graded[row]!,
    mae: finite(sums.absoluteErrorBesideNaive[row]! / sums.withNaive[row]!),
    naiveMae: finite(sums.naiveAbsoluteError[row]! / sums.withNaive[row]!),
  }));
}

import { serialMean } from '@dqs/core/stats';

import { finite } from '../reason.js';
import { totalsOf, type PoolScores } from '../scores/pool-scores.js';

/** How far forecasts were off, in percentage points. null where nothing was graded. */
export interface Accuracy {
  readonly graded: number;
  /** Days with graded forecasts. */
  readonly days: number;
  readonly mae: number | null;
  readonly rmse: number | null;
  /** Mean of forecast minus result: above 0 where forecasts were too high. */
  readonly bias: number | null;
  readonly crps: number | null;
  readonly pinball: number | null;
  readonly naive: NaiveComparison;
}

/** Beside the naive forecast that was chosen on the training days, on forecasts that have one. */
export interface NaiveComparison {
  readonly graded: number;
  /** Its mean absolute error, which is its CRPS too. */
  readonly mae: number | null;
  /** `1 − MAE / MAE of the naive`: the share of its error that the model spares. */
  readonly skill: number | null;
  /** The same of the CRPS. */
  readonly crpsSkill: number | null;
  /** What the model spares in points, with an interval of 95 % that allows for days that resemble each other. */
  readonly spared: { readonly mean: number | null; readonly low: number | null; readonly high: number | null };
}

/** The accuracy over all days of the scores. */
export function accuracyOf(scores: PoolScores): Accuracy {
  const { days, sums } = totalsOf(scores);
  const mean = (sum: number) => finite(sum / sums.graded);
  return {
    graded: sums.graded,
    days,
    mae: mean(sums.absoluteError),
    rmse: finite(Math.sqrt(sums.squaredError / sums.graded)),
    bias: mean(sums.error),
    crps: mean(sums.crps),
    pinball: mean(sums.pinball),
    naive: besideNaive(scores, sums),
  };
}

function besideNaive(scores: PoolScores, sums: ReturnType<typeof totalsOf>['sums']): NaiveComparison {
  const spared = serialMean({ sums: sparedByDay(scores), counts: scores.sums.withNaive });
  return {
    graded: sums.withNaive,
    mae: finite(sums.naiveAbsoluteError / sums.withNaive),
    skill: finite(1 - sums.absoluteErrorBesideNaive / sums.naiveAbsoluteError),
    crpsSkill: finite(1 - sums.crpsBesideNaive / sums.naiveAbsoluteError),
    spared: { mean: finite(spared.mean), low: finite(spared.low), high: finite(spared.high) },
  };
}

/** The naive forecast's absolute error minus the model's, summed up by day. */
export function sparedByDay({ sums }: PoolScores): Float64Array {
  return sums.naiveAbsoluteError.map((naive, day) => naive - sums.absoluteErrorBesideNaive[day]!);
}

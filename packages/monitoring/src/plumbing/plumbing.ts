import { median } from '@dqs/core/stats';

import { finite } from '../reason.js';
import { totalsOf, type PoolScores } from '../scores/pool-scores.js';

/** Whether forecasts are issued, results arrive and can be graded. null where there is nothing to say it of. */
export interface Plumbing {
  /** Forecasts issued. */
  readonly issued: number;
  /** Forecasts due: each day as many as on the median day of the window. */
  readonly due: number;
  readonly graded: number;
  /** No executions are known: neither hit nor miss. */
  readonly ungraded: number;
  readonly intervened: number;
  readonly coldStarts: number;
  /** Executions that came, over those that the forecasts assumed. */
  readonly executionsOfUsual: number | null;
  /** Executions that are neither pass nor fail, of all. */
  readonly errorShare: number | null;
  /** Mean time from the end of a day to its first result, milliseconds. */
  readonly arrivalDelayMs: number | null;
  /** Revisions after the first. */
  readonly corrections: number;
}

/**
 * The plumbing of the days of a window.
 *
 * @param days length of the window: days without any forecast are due too.
 */
export function plumbingOf(scores: PoolScores, days: number): Plumbing {
  const { sums } = totalsOf(scores);
  const usual = scores.days.length === 0 ? 0 : median(scores.sums.forecasts);
  return {
    issued: sums.forecasts,
    due: Math.max(sums.forecasts, Math.round(usual * days)),
    graded: sums.graded,
    ungraded: sums.forecasts - sums.graded - sums.intervened,
    intervened: sums.intervened,
    coldStarts: sums.coldStarts,
    executionsOfUsual: finite(sums.executions / sums.expectedExecutions),
    errorShare: finite(sums.errors / (sums.executions + sums.errors)),
    arrivalDelayMs: finite(sums.arrivalDelay / sums.arrived),
    corrections: sums.corrections,
  };
}

import { eValue, extendEProcess, startEProcess, type EProcess } from '@dqs/core/stats';

import { atLeast, judged, type Judged } from '../reason.js';
import type { DailyReference } from './reference.js';

/** A day that speaks against a side by more than so many deviations counts as that. */
const MOST_DEVIATIONS = 5;

/**
 * Running evidence on the difference of two forecasters' losses, for both sides: model against naive, challenger against
 * champion. Plain data: it survives JSON.
 */
export interface RunningComparison {
  /** That the first one's losses are greater: the second is better. */
  readonly better: EProcess;
  /** That the second one's losses are greater. */
  readonly worse: EProcess;
}

/** A verdict for each side. */
export interface JudgedComparison {
  readonly better: Judged;
  readonly worse: Judged;
}

/**
 * A comparison without a day.
 *
 * @param usual how the differences were on the days before, which sets the bound: five standard deviations about their mean.
 */
export function startComparison({ mean, deviation, correlation }: DailyReference): RunningComparison {
  const bound = Math.max(Math.abs(mean) + MOST_DEVIATIONS * deviation, Number.EPSILON);
  return { better: startEProcess(bound, correlation), worse: startEProcess(bound, correlation) };
}

/** Adds days: mean loss of the first minus that of the second, in order of time, NaN without results. */
export function extendComparison(state: RunningComparison, differences: Float64Array): RunningComparison {
  const reversed = differences.map((difference) => -difference);
  return { better: extendEProcess(state.better, differences), worse: extendEProcess(state.worse, reversed) };
}

/** Whether the second is certainly better, and whether certainly worse: e-values of 1 / α or more. */
export function judgeComparison({ better, worse }: RunningComparison, alpha: number): JudgedComparison {
  const side = (check: string, evidence: EProcess): Judged =>
    judged([atLeast(check, evidence.days === 0 ? Number.NaN : eValue(evidence), 1 / alpha)]);
  return { better: side('e-value of better', better), worse: side('e-value of worse', worse) };
}

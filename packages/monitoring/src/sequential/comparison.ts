import { eValue, extendEProcess, startEProcess, type EProcess } from '@dqs/core/stats';

import { atLeast, judged, type Judged } from '../reason.js';
import type { DailyReference } from './reference.js';

/** A difference of more than so many deviations counts as that, whichever side it speaks for. */
const MOST_DEVIATIONS = 5;
/**
 * A difference of so many percentage points always counts in full: days on which both said nearly the same tell little of how far
 * apart they can be.
 */
const LEAST_BOUND = 1;

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
 * @param usual how the differences were on the days before, which sets the bound: five standard deviations about their mean, and a
 * percentage point at least.
 */
export function startComparison({ mean, deviation, correlation }: DailyReference): RunningComparison {
  const bound = Math.max(Math.abs(mean) + MOST_DEVIATIONS * deviation, LEAST_BOUND);
  return { better: startEProcess(bound, correlation), worse: startEProcess(bound, correlation) };
}

/**
 * Adds days: mean loss of the first minus that of the second, in order of time, NaN without results. Both sides are cut at the
 * bound: if only what speaks against a side were, a difference far beyond the bound would be evidence for both.
 */
export function extendComparison(state: RunningComparison, differences: Float64Array): RunningComparison {
  const { bound } = state.better;
  const cut = differences.map((difference) => Math.max(-bound, Math.min(bound, difference)));
  const reversed = cut.map((difference) => -difference);
  return { better: extendEProcess(state.better, cut), worse: extendEProcess(state.worse, reversed) };
}

/** Whether the second is certainly better, and whether certainly worse: e-values of 1 / α or more. */
export function judgeComparison({ better, worse }: RunningComparison, alpha: number): JudgedComparison {
  const side = (check: string, evidence: EProcess): Judged =>
    judged([atLeast(check, evidence.days === 0 ? Number.NaN : eValue(evidence), 1 / alpha)]);
  return { better: side('e-value of better', better), worse: side('e-value of worse', worse) };
}

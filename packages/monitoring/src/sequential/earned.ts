import { dailyShare, eValue, extendEProcess, startEProcess, type EProcess } from '@dqs/core/stats';

import { atLeast, type Reason } from '../reason.js';
import type { LossCourse } from '../scores/loss-course.js';

/** A base rate below this counts as this: a single lucky warning must not earn the right to page. */
const LEAST_BASE_RATE = 0.05;
/** Evidence from which on a pool has earned the right to page. */
export const EARNED_E_VALUE = 20;

/** Running evidence that warnings come true more often than results are bad anyway. Plain data: it survives JSON. */
export interface RunningEarned {
  /** Share of results below target without any warning, as assumed. */
  readonly baseRate: number;
  readonly evidence: EProcess;
}

/** Whether a pool may page. */
export interface EarnedRight {
  readonly earned: boolean;
  readonly eValue: number;
  readonly baseRate: number;
  /** `pass` where the evidence suffices: other than an alarm, this is good news. */
  readonly reasons: readonly Reason[];
}

/**
 * Evidence without a day.
 *
 * @param baseRate upper bound of the share of results below target on the days before, in [0, 1].
 */
export function startEarned(baseRate: number): RunningEarned {
  const assumed = Math.min(1, Math.max(LEAST_BASE_RATE, baseRate));
  return { baseRate: assumed, evidence: startEProcess(assumed) };
}

/** Upper bound of the share of results below target on some days, which may move together: what warnings must beat. */
export function baseRateOf({ columns }: LossCourse): number {
  return dailyShare(columns.below, columns.graded).high;
}

/** Adds days: warnings and those that came true. A day without a warning says nothing. */
export function extendEarned(state: RunningEarned, warned: Float64Array, cameTrue: Float64Array): RunningEarned {
  const differences = warned.map((count, day) => cameTrue[day]! / count - state.baseRate);
  return { ...state, evidence: extendEProcess(state.evidence, differences) };
}

/** The right to page is earned from an e-value of 20 on. */
export function judgeEarned({ evidence, baseRate }: RunningEarned): EarnedRight {
  const value = eValue(evidence);
  const reason = atLeast('e-value of the warnings', evidence.days === 0 ? Number.NaN : value, EARNED_E_VALUE);
  const earned = reason.verdict === 'fail';
  const verdict = earned ? 'pass' : reason.verdict === 'pass' ? 'fail' : 'inconclusive';
  return { earned, eValue: value, baseRate, reasons: [{ ...reason, verdict }] };
}

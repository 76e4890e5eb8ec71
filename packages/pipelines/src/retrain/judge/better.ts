import type { GateCheck } from '@dqs/core';
import { compareByDay, eValue } from '@dqs/core/stats';
import { dailyReference, extendComparison, LEAST_REFERENCE_DAYS, startComparison } from '@dqs/monitoring';
import { check } from '@dqs/validation';

import type { Gates } from '../policy/policy.js';
import { dailyDifferences, meanOf, type PairedRows } from './losses.js';

/**
 * Whether the challenger is better than the champion on the champion's own days. By e-value: the first three weeks tell how
 * the differences vary, the days after them are bet on, and 1 / level is evidence whenever one looks. By interval: the one of
 * `compareByDay` at 1 − level, for one look, which finds more.
 */
export function betterCheck(rows: PairedRows, { level, evidence, minimumDays }: Gates['better']): GateCheck {
  const { sums, counts, days } = dailyDifferences(rows);
  const errors = `MAE ${fixed(meanOf(rows.challenger))}, that of the champion ${fixed(meanOf(rows.champion))} on ${days} days`;
  if (days < minimumDays) {
    const reason = `${days} days since the champion's training are too few, at least ${minimumDays} are needed`;
    return check('better', 'inconclusive', reason, { value: days, threshold: minimumDays });
  }
  if (evidence === 'interval') {
    const { verdict, reason, difference } = compareByDay({ sums, counts }, { confidence: 1 - level, minimumDays });
    const figures = { value: difference.mean, threshold: 0 };
    return check('better', VERDICTS[verdict], `${errors}; ${reason}`, figures);
  }
  // The gain of a day, the way round that monitoring compares a champion and its challenger.
  const gains = Float64Array.from({ length: days }, (_, day) => -sums[day]! / counts[day]!);
  const { better, worse } = eValues(gains, level);
  const verdict = better >= 1 / level ? 'pass' : worse >= 1 / level ? 'fail' : 'inconclusive';
  const reason = `${errors}; e-value of better ${fixed(better)}, of worse ${fixed(worse)}, ${fixed(1 / level)} are needed`;
  return check('better', verdict, reason, { value: better, threshold: 1 / level });
}

const VERDICTS = { better: 'pass', worse: 'fail', inconclusive: 'inconclusive' } as const;

function eValues(gains: Float64Array, level: number): { readonly better: number; readonly worse: number } {
  const reference = dailyReference(gains.subarray(0, LEAST_REFERENCE_DAYS), level);
  if (reference === undefined) return { better: 1, worse: 1 };
  const state = extendComparison(startComparison(reference), gains.subarray(LEAST_REFERENCE_DAYS));
  return { better: eValue(state.better), worse: eValue(state.worse) };
}

/** A figure of a sentence: three decimals, without needless zeros. */
function fixed(value: number): string {
  return String(Number(value.toFixed(3)));
}

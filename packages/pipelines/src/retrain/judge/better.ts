import type { GateCheck } from '@dqs/core';
import { compareByDay, eValue, startEProcess } from '@dqs/core/stats';
import { extendComparison } from '@dqs/monitoring';
import { check, said } from '@dqs/validation';

import type { Gates } from '../policy/policy.js';
import { dailyDifferences, meanOf, type PairedRows } from './losses.js';

/** No bet is made as if a day could not be worse by this share of the champion's usual error, though none was. */
const LEAST_BOUND = 0.5;

/**
 * Whether the challenger is better than the champion on the champion's own days, for one look. By e-value: the daily
 * differences are bet on, and 1 / level is evidence. By interval: the one of `compareByDay` at a confidence of 1 − level, which
 * finds smaller gains and leans on the normality of means.
 */
export function betterCheck(rows: PairedRows, { level, evidence, minimumDays }: Gates['better']): GateCheck {
  const { sums, counts, days } = dailyDifferences(rows);
  const errors = `MAE ${said(meanOf(rows.challenger), 3)}, that of the champion ${said(meanOf(rows.champion), 3)} on ${days} days`;
  if (days < minimumDays) {
    const reason = `${days} days since the champion's training are too few, at least ${minimumDays} are needed`;
    return check('better', 'inconclusive', reason, { value: days, threshold: minimumDays });
  }
  if (evidence === 'interval') {
    const { verdict, reason, difference } = compareByDay({ sums, counts }, { confidence: 1 - level, minimumDays });
    const figures = { value: difference.mean, threshold: 0 };
    return check('better', VERDICTS[verdict], `${errors}; ${reason}`, figures);
  }
  const gains = Float64Array.from({ length: days }, (_, day) => -sums[day]! / counts[day]!);
  const fair = startEProcess(boundOf(gains, meanOf(rows.champion)));
  const evidenceFor = extendComparison({ better: fair, worse: fair }, gains);
  const [better, worse] = [eValue(evidenceFor.better), eValue(evidenceFor.worse)];
  const verdict = better >= 1 / level ? 'pass' : worse >= 1 / level ? 'fail' : 'inconclusive';
  const reason = `${errors}; e-value of better ${said(better, 3)}, of worse ${said(worse, 3)}, ${said(1 / level, 3)} are needed`;
  return check('better', verdict, reason, { value: better, threshold: 1 / level });
}

const VERDICTS = { better: 'pass', worse: 'fail', inconclusive: 'inconclusive' } as const;

/**
 * What no difference exceeds, either way: the greatest that was seen, and at least half of the champion's usual error. It
 * follows from the sizes of the differences alone; given them, the signs of two equally good models are fair coins, so that the
 * bets stay fair although the bound is known only afterwards.
 */
function boundOf(gains: Float64Array, error: number): number {
  return gains.reduce((most, gain) => Math.max(most, Math.abs(gain)), Math.max(LEAST_BOUND * error, Number.EPSILON));
}

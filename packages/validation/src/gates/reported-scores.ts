import type { GateCheck } from '@dqs/core';
import { z } from 'zod';

import { check, said, type LimitsOf } from './gate-report.js';

/** Limit of how far a recorded score may be from what is measured again. */
export const SCORE_LIMITS = {
  /** Greatest difference, in percentage points. */
  maxScoreDifference: z.number().min(0).default(0.01),
};

/** A score as the bundle records it and as it was measured again on the same days. */
export interface ScorePair {
  readonly name: string;
  readonly recorded: number;
  readonly measured: number;
}

/** The scores in the manifest must be those that the model earns on the days it names. */
export function reportedScoresCheck(
  pairs: readonly ScorePair[],
  { maxScoreDifference }: LimitsOf<typeof SCORE_LIMITS>,
): GateCheck {
  const name = 'reported-scores';
  if (pairs.length === 0) {
    return check(
      name,
      'inconclusive',
      'the bundle records no scores that can be measured again (none, or trained anew since)',
    );
  }
  const worst = pairs.reduce((a, b) => (difference(a) >= difference(b) ? a : b));
  const verdict = difference(worst) <= maxScoreDifference ? 'pass' : 'fail';
  const reason =
    verdict === 'pass'
      ? `${pairs.length} recorded scores were measured again and are the same`
      : `the bundle records ${worst.name} ${said(worst.recorded, 3)}, measured again it is ${said(worst.measured, 3)}`;
  return check(name, verdict, reason, { value: difference(worst), threshold: maxScoreDifference });
}

/** A score that one side lacks differs without end. */
function difference({ recorded, measured }: ScorePair): number {
  const distance = Math.abs(recorded - measured);
  return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
}

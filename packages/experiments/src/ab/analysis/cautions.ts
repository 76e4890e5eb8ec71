import type { Comparison } from './comparison.js';
import type { Observations } from './observations.js';
import { LEAST_UNITS } from './split-comparison.js';

/** Correlation of days above which tests that assume independence mislead. */
const CORRELATED = 0.15;

/** Cautions that do not invalidate an experiment but should be known. */
export function cautionsOf(comparison: Comparison, { misrouted, exposures }: Observations): string[] {
  const { dayCorrelation, units, fixed } = comparison;
  const cautions: string[] = [];
  if (misrouted > 0) {
    cautions.push(
      `${misrouted} of ${exposures.length} exposures went to a different arm than assigned; check for a second router or another seed`,
    );
  }
  if (dayCorrelation !== null && dayCorrelation >= CORRELATED && fixed.tests.length > 0) {
    cautions.push(
      `successive days are correlated (${dayCorrelation.toFixed(2)}): the always-valid interval is widened ` +
        'accordingly, the fixed-horizon tests are not and look too certain',
    );
  }
  const fewest = units === null ? LEAST_UNITS : Math.min(units.control, units.treatment);
  if (fewest < LEAST_UNITS)
    cautions.push(
      `an arm has only ${fewest} units; means of so few are seldom normal, so a verdict needs at least ${LEAST_UNITS}`,
    );
  return cautions;
}

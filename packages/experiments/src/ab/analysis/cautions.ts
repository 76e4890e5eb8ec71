import type { Comparison } from './comparison.js';
import type { Observations } from './observations.js';
import { LEAST_UNITS } from './split-comparison.js';

/** Correlation of days from which tests that take them as independent mislead. */
const CORRELATED = 0.15;

/** What does not make an experiment invalid, but should be known. */
export function cautionsOf(comparison: Comparison, { misrouted, exposures }: Observations): string[] {
  const { dayCorrelation, units, fixed } = comparison;
  const cautions: string[] = [];
  if (misrouted > 0) {
    cautions.push(
      `${misrouted} of ${exposures.length} exposures are to another arm than assigned; a second router, or another seed, is at work`,
    );
  }
  if (dayCorrelation !== null && dayCorrelation >= CORRELATED && fixed.tests.length > 0) {
    cautions.push(
      `successive days resemble each other (correlation ${dayCorrelation.toFixed(2)}): the always-valid interval is widened ` +
        'for it, the fixed-horizon tests are not and look too sure',
    );
  }
  const fewest = units === null ? LEAST_UNITS : Math.min(units.control, units.treatment);
  if (fewest < LEAST_UNITS)
    cautions.push(
      `an arm has ${fewest} units only; means of so few are seldom normal, so at least ${LEAST_UNITS} are needed for a verdict`,
    );
  return cautions;
}

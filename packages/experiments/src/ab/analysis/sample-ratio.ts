import { formatDay } from '@dqs/core';

import { CONTROL_ARM } from '../assignment/assigner.js';
import { phaseOn, type RampPhase } from '../definition/ramp.js';
import { chiSquareTest, multinomialPValue } from '../stats/count-tests.js';
import type { UnitDay } from './observations.js';

/** Were units divided as intended? One check for each phase of the ramp. */
export interface SampleRatioCheck {
  /** First day of the phase that has exposures, `YYYY-MM-DD`. */
  readonly from: string;
  /** Units by arm, each counted once, and the expected shares. */
  readonly units: Readonly<Record<string, number>>;
  readonly shares: Readonly<Record<string, number>>;
  /** Pearson's chi-square test, for one look. */
  readonly chiSquare: number;
  readonly pValue: number;
  /** Valid for any number of looks; used by the verdict. */
  readonly alwaysValidPValue: number;
  readonly isMismatch: boolean;
}

/** Probability of calling a correct ratio wrong, over all looks and phases together. */
const ALPHA = 0.01;

/**
 * Compares the number of units in each arm with its intended share. Units count, not requests: all requests of a unit
 * go to one arm, so they are not independent. Phases in which an arm has no share are skipped.
 *
 * @param exposures which unit saw which arm, and when; a unit counts by its first arm of a phase.
 */
export function sampleRatioChecks(
  exposures: readonly UnitDay[],
  phases: readonly RampPhase[],
  treatments: readonly string[],
): SampleRatioCheck[] {
  const arms = [CONTROL_ARM, ...treatments];
  const byPhase = new Map<number, UnitDay[]>();
  for (const exposure of [...exposures].sort((a, b) => a.day - b.day)) {
    const place = phaseOn(phases, exposure.day);
    const members = byPhase.get(place);
    if (members) members.push(exposure);
    else byPhase.set(place, [exposure]);
  }
  const usable = [...byPhase].filter(([place]) => phases[place]!.share > 0 && phases[place]!.share < 1);
  return usable.map(([place, seen]) => check(seen, phases[place]!.share, arms, ALPHA / usable.length));
}

function check(seen: readonly UnitDay[], share: number, arms: readonly string[], alpha: number): SampleRatioCheck {
  const armOfUnit = new Map<string, string>();
  for (const { unit, arm } of seen) if (!armOfUnit.has(unit)) armOfUnit.set(unit, arm);
  const counts = arms.map(() => 0);
  for (const arm of armOfUnit.values()) if (arms.includes(arm)) counts[arms.indexOf(arm)]! += 1;
  const shares = arms.map((arm) => (arm === CONTROL_ARM ? 1 - share : share / (arms.length - 1)));
  const { statistic, pValue } = chiSquareTest(counts, shares);
  const alwaysValidPValue = multinomialPValue(counts, shares);
  const byArm = (values: readonly number[]) => Object.fromEntries(arms.map((arm, i) => [arm, values[i]!]));
  return {
    from: formatDay(seen[0]!.day),
    units: byArm(counts),
    shares: byArm(shares),
    chiSquare: statistic,
    pValue,
    alwaysValidPValue,
    isMismatch: alwaysValidPValue < alpha,
  };
}

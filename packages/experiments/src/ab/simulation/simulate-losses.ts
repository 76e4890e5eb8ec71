import { DqsError, Random } from '@dqs/core';

import { CONTROL_ARM, type Assigner } from '../assignment/assigner.js';
import type { PairedRows, SplitRows } from '../analysis/observations.js';

/** Properties of simulated losses. */
export interface SimulationOptions {
  readonly units: number;
  readonly days: number;
  /** Reduction of the treatment's loss as a share of the control's: 0.03, or 0 for an A/A test. @default 0 */
  readonly effect?: number;
  /** How much units differ in difficulty: standard deviation of the logarithm of their loss. @default 0.6 */
  readonly unitSpread?: number;
  /** Daily effect shared by all units, in the same terms. @default 0.2 */
  readonly daySpread?: number;
  /** Daily effect of one version, shared by all its answers, in the same terms. @default 0.03 */
  readonly versionSpread?: number;
  /** Correlation of the errors of both versions for the same request, in [0, 1]. @default 0.9 */
  readonly similarity?: number;
  readonly seed: number;
}

/** Losses of two versions for every unit and day; entry `day * units + unit`. */
export interface SimulatedLosses {
  readonly units: number;
  readonly days: number;
  readonly control: Float64Array;
  readonly treatment: Float64Array;
}

/**
 * Losses of two versions like those of forecasts of many series: skewed absolute errors, hard and easy units, good and
 * bad days, and two versions that mostly err alike. For trying out designs and measuring the error rate of tests.
 *
 * @throws DqsError `invalid-argument` for fewer than one unit or day, or a similarity outside [0, 1].
 */
export function simulateLosses(options: SimulationOptions): SimulatedLosses {
  const { units, days, effect = 0, unitSpread = 0.6, daySpread = 0.2, versionSpread = 0.03 } = options;
  const { similarity = 0.9, seed } = options;
  if (!(units >= 1 && days >= 1 && similarity >= 0 && similarity <= 1)) {
    throw new DqsError(
      'invalid-argument',
      `expected units and days from 1 and a similarity in [0, 1], got ${units}, ${days} and ${similarity}`,
    );
  }
  const random = new Random(seed);
  const lognormal = (spread: number) => Math.exp(spread * random.normal());
  const hardness = Float64Array.from({ length: units }, () => lognormal(unitSpread));
  const losses = { units, days, control: new Float64Array(units * days), treatment: new Float64Array(units * days) };
  const [alike, apart] = [Math.sqrt(similarity), Math.sqrt(1 - similarity)];
  for (let day = 0; day < days; day += 1) {
    const luck = lognormal(daySpread);
    const scaleOfControl = luck * lognormal(versionSpread);
    const scaleOfTreatment = luck * lognormal(versionSpread) * (1 - effect);
    for (let unit = 0; unit < units; unit += 1) {
      const shared = alike * random.normal();
      const at = day * units + unit;
      losses.control[at] = Math.abs(hardness[unit]! * scaleOfControl * (shared + apart * random.normal()));
      losses.treatment[at] = Math.abs(hardness[unit]! * scaleOfTreatment * (shared + apart * random.normal()));
    }
  }
  return losses;
}

/** What paired shadow mode sees of simulated losses: both versions for every request. */
export function simulatedPairs({ units, days, control, treatment }: SimulatedLosses): PairedRows {
  const day = Int32Array.from({ length: units * days }, (_, row) => Math.floor(row / units));
  return { day, control, treatment, segment: new Array<string>(units * days).fill('') };
}

/** What a split test sees of them: for each unit the version that served it. */
export function simulatedSplit(losses: SimulatedLosses, assigner: Assigner, share: number): SplitRows {
  const { units, days, control, treatment } = losses;
  const names = Array.from({ length: units }, (_, unit) => `unit-${unit}`);
  const isTreated = names.map((name) => assigner.arm(name, share) !== CONTROL_ARM);
  const count = units * days;
  return {
    day: Int32Array.from({ length: count }, (_, row) => Math.floor(row / units)),
    unit: Array.from({ length: count }, (_, row) => names[row % units]!),
    treated: Uint8Array.from({ length: count }, (_, row) => Number(isTreated[row % units])),
    loss: Float64Array.from({ length: count }, (_, row) => (isTreated[row % units] ? treatment[row]! : control[row]!)),
    segment: new Array<string>(count).fill(''),
  };
}

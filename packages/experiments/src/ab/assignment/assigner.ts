import { DqsError } from '@dqs/core';

import { murmur3 } from './murmur3.js';

/** The arms of an experiment and the seed of its assignment. */
export interface AssignmentPlan {
  /** Name of the experiment: experiments with the same seed but different names divide their units independently. */
  readonly name: string;
  /** Any integer. */
  readonly seed: number;
  /** Arms besides `control`, 1 or more. */
  readonly treatments: readonly string[];
}

/** The arm that the version in use belongs to. */
export const CONTROL_ARM = 'control';

/** 2³²: hashes are divided by it, so that a share is met to 2.3e-10. */
const HASHES = 0x1_0000_0000;

/**
 * Divides units between arms by a seeded hash. It is stateless: the same unit, seed and share give the same arm in
 * every process, at any time.
 *
 * One hash places a unit on [0, 1); units below the share are treated. So a larger share keeps every unit that was
 * treated before (a ramp of 1, 5, 25, 50 % moves no unit back). A second, independent hash chooses between several
 * treatments, so that the choice does not depend on the share either.
 *
 * @example
 * const assigner = new Assigner({ name: 'lr-0.03', seed: 42, treatments: ['treatment'] });
 * assigner.arm('368a1020/102', 0.5); // 'control' or 'treatment', always the same one
 */
export class Assigner {
  readonly #treatments: readonly string[];
  readonly #placeSeed: number;
  readonly #choiceSeed: number;

  /** @throws DqsError `invalid-argument` if there is no treatment. */
  constructor({ name, seed, treatments }: AssignmentPlan) {
    if (treatments.length === 0) {
      throw new DqsError('invalid-argument', 'expected at least one treatment to assign units to, got none');
    }
    this.#treatments = treatments;
    this.#placeSeed = murmur3(name, seed);
    this.#choiceSeed = murmur3(name, seed ^ 0x9e3779b9);
  }

  /**
   * The arm of a unit.
   *
   * @param unit what is assigned as a whole: a series, a dataset, a tenant.
   * @param share share of the units that are treated, in [0, 1], over all treatments.
   */
  arm(unit: string, share: number): string {
    if (murmur3(unit, this.#placeSeed) >= share * HASHES) return CONTROL_ARM;
    const count = this.#treatments.length;
    if (count === 1) return this.#treatments[0]!;
    return this.#treatments[Math.floor((murmur3(unit, this.#choiceSeed) / HASHES) * count)]!;
  }
}

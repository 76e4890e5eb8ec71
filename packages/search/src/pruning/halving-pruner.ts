import type { Pruner } from './pruner.js';

/** Where the rungs of a {@link halvingPruner} are. */
export interface HalvingPrunerOptions {
  /** Step of the first rung. @default 1 */
  readonly firstRung?: number;
  /**
   * Reduction factor: one in this many trials continues past a rung, and the next rung is this many times as far.
   * @default 3
   */
  readonly reduction?: number;
}

/**
 * Asynchronous successive halving (Li et al., "A system for massively parallel hyperparameter tuning", MLSys 2020): at
 * increasingly distant rungs, only the best share of the trials that reached the rung continues.
 */
export function halvingPruner({ firstRung = 1, reduction = 3 }: HalvingPrunerOptions = {}): Pruner {
  return {
    name: 'halving',
    settings: { firstRung, reduction },
    isHopeless({ step, curve, others }) {
      if (!isRung(step, firstRung, reduction)) return false;
      const loss = curve.get(step)!;
      const better = others.filter((other) => (other.get(step) ?? Number.POSITIVE_INFINITY) < loss).length;
      const reached = others.filter((other) => other.has(step)).length + 1;
      return better >= Math.max(1, Math.floor(reached / reduction));
    },
  };
}

function isRung(step: number, first: number, reduction: number): boolean {
  let rung = first;
  while (rung < step) rung *= reduction;
  return rung === step;
}

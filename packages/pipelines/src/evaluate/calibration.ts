import { namedValues } from '@dqs/core';
import {
  binCounts,
  expectedCalibrationError,
  reliability,
  targetPasses,
  wilsonInterval,
  type DayCounts,
  type ReliabilityBin,
  type ShareInterval,
} from '@dqs/core/stats';

import type { DistributionRows } from './distribution-rows.js';
import type { ScoredDistributions } from './distribution-scores.js';

/** Ten bins: the inner eight hold what an interval of 80 % holds. */
const PIT_BINS = 10;

/** Whether the odds of one forecaster come true, and whether its distributions are as wide as the results. */
export interface Calibration {
  /** Odds of falling below the target, by tenth, beside the share of results that did. */
  readonly reliability: readonly ReliabilityBin[];
  /** Mean distance of the odds from that share, weighted by rows, in [0, 1]. */
  readonly calibrationError: number;
  /** Results by tenth of the randomised PIT: level where the distributions are right, heaped at the ends where narrow. */
  readonly pitHistogram: readonly number[];
}

/** The calibration of a model and of every naive distribution over the same rows. */
export interface EvaluationCalibration {
  /** Percentage that the odds are about: they are those of P(pass percentage < target). */
  readonly target: number;
  /** The 95 % band of chance around the share that a bin of the PIT holds where the distributions are right. */
  readonly pitBand: ShareInterval;
  readonly model: Calibration;
  /** By name of the naive distribution. */
  readonly naive: Readonly<Record<string, Calibration>>;
}

/** The calibration of scored rows. */
export function calibrationOf(
  { model, naive, target }: Pick<ScoredDistributions, 'model' | 'naive' | 'target'>,
  came: DayCounts,
): EvaluationCalibration {
  const isBelow = new Uint8Array(came.passes.length);
  for (let row = 0; row < isBelow.length; row += 1) {
    isBelow[row] = Number(came.passes[row]! < targetPasses(target, came.executions[row]!));
  }
  const others = namedValues<Calibration>();
  for (const [name, rows] of Object.entries(naive)) others[name] = one(rows, isBelow);
  const rows = isBelow.length;
  const pitBand = wilsonInterval(Math.round(rows / PIT_BINS), rows);
  return { target, pitBand, model: one(model, isBelow), naive: others };
}

function one({ belowTarget, pit }: DistributionRows, isBelow: Uint8Array): Calibration {
  const bins = reliability(belowTarget, isBelow);
  return {
    reliability: bins,
    calibrationError: expectedCalibrationError(bins),
    pitHistogram: [...binCounts(pit, PIT_BINS)],
  };
}

import { namedValues } from '@dqs/core';
import { coveredByPit, wilsonInterval, type ShareInterval } from '@dqs/core/stats';

import type { DistributionRows } from './distribution-rows.js';
import type { Segment } from './segments.js';

/** Share of the results that a central interval covers, with its 95 % band by Wilson's score, rows counted as independent. */
export interface Coverage extends ShareInterval {
  readonly share: number;
}

/** Scores of forecasts as distributions over some rows; in percentage points, 0 is perfect. */
export interface DistributionScores {
  /** Mean absolute error of the median. */
  readonly mae: number;
  /** Root mean squared error of the mean. */
  readonly rmse: number;
  /** Continuous ranked probability score. */
  readonly crps: number;
  /** Mean −ln of the probability of what came, in nats; one below 0.0001 counts as 0.0001. */
  readonly logScore: number;
  /** Interval scores of the central intervals of 80 and 95 %. */
  readonly intervalScore80: number;
  readonly intervalScore95: number;
  /**
   * Coverage by the randomised PIT, which is fair where few results are possible: an interval of 80 % there holds more than
   * 80 % of the results, since its bounds are results.
   */
  readonly coverage80: Coverage;
  readonly coverage95: Coverage;
}

/** Scores of the model's distributions and of every naive distribution over the same rows. */
export interface SegmentDistribution {
  readonly model: DistributionScores;
  /** By name of the naive distribution. */
  readonly naive: Readonly<Record<string, DistributionScores>>;
  /**
   * The naive distribution of least CRPS on the training days, chosen without the test days: over all rows, in a level of
   * execution over those of the level.
   */
  readonly bestNaive: string;
  /** `1 − CRPS / CRPS of the best naive`: above 0 the model is useful, 1 is perfect; null where undefined. */
  readonly skill: number | null;
}

/** The scored rows of a model beside those of the naive distributions. */
export interface ScoredDistributions {
  readonly model: DistributionRows;
  /** False where the model's spread is that of a binomial around its mean. */
  readonly isSpreadLearned: boolean;
  /** By name of the naive distribution. */
  readonly naive: Readonly<Record<string, DistributionRows>>;
  /** The best one on the training days. */
  readonly bestNaive: string;
  /** The best one on the training days by level of execution; where a level is missing, the best of all stands for it. */
  readonly bestByLevel: ReadonlyMap<string, string>;
  /** By row, CRPS of the naive distribution that did best for the row's rule on the 28 days known before. */
  readonly trailingBest: Float64Array;
  /** Percentage that the odds are about. */
  readonly target: number;
}

/** The naive distribution that a level of execution is compared with. */
export function bestNaiveOfLevel({ bestByLevel, bestNaive }: ScoredDistributions, level: string): string {
  return bestByLevel.get(level) ?? bestNaive;
}

/** The scores of the rows of a segment. */
export function segmentDistribution(scored: ScoredDistributions, { kind, name, rows }: Segment): SegmentDistribution {
  const model = distributionScores(scored.model, rows);
  const naive = namedValues<DistributionScores>();
  for (const [other, one] of Object.entries(scored.naive)) naive[other] = distributionScores(one, rows);
  const bestNaive = kind === 'level' ? bestNaiveOfLevel(scored, name) : scored.bestNaive;
  const { crps } = naive[bestNaive]!;
  return { model, naive, bestNaive, skill: crps > 0 ? 1 - model.crps / crps : null };
}

function distributionScores(scored: DistributionRows, rows: Int32Array): DistributionScores {
  const pits = new Float64Array(rows.length);
  for (let i = 0; i < pits.length; i += 1) pits[i] = scored.pit[rows[i]!]!;
  const mean = (values: Float64Array) => meanOf(values, rows);
  return {
    mae: mean(scored.absoluteError),
    rmse: Math.sqrt(mean(scored.squaredError)),
    crps: mean(scored.crps),
    logScore: mean(scored.logScore),
    intervalScore80: mean(scored.interval80),
    intervalScore95: mean(scored.interval95),
    coverage80: coverageOf(pits, 0.8),
    coverage95: coverageOf(pits, 0.95),
  };
}

function coverageOf(pits: Float64Array, level: number): Coverage {
  const covered = coveredByPit(pits, level);
  return { share: covered / pits.length, ...wilsonInterval(covered, pits.length) };
}

function meanOf(values: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (const row of rows) sum += values[row]!;
  return sum / rows.length;
}

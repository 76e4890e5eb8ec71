import { targetPasses } from '@dqs/core/stats';
import type { ForecastRequests, SeriesHistory } from '@dqs/features';

import type { DistributionModel } from './distribution/distribution-model.js';
import { expertForecasts } from './distribution/expert-forecasts.js';
import { partFor } from './distribution/distribution-model.js';
import { allPairs, pairFrame, pairSources } from './distribution/threshold-model.js';
import { inPoints } from './in-points.js';
import { expertWeights, meansOf } from './predict.js';
import type { Predictor } from './predictor.js';

/** A number of a forecast (its mean, the odds of missing its target) as a sum, in percentage points. */
export interface ExplainedNumber {
  /** Where the threshold model starts from, by its weight in the mixture. */
  readonly base: number;
  /** What the other experts say: those that look at the history of the series alone, and the model of the mean. */
  readonly history: number;
  /** Points of each column of {@link DistributionParts.columns}, by the weight of the threshold model. */
  readonly points: Float64Array;
}

/** What an explanation of a distribution is made of. */
export interface DistributionParts {
  /** Columns of the threshold model with their values at the level that the target falls on. */
  readonly columns: readonly { readonly name: string; readonly value: number }[];
  readonly mean: ExplainedNumber;
  /** P(below target) × 100. */
  readonly odds: ExplainedNumber;
}

/** A number that is linear in the chances of the levels: a constant and a factor for each. */
interface Linear {
  readonly constant: number;
  readonly factors: Float64Array;
}

/** A distribution whose threshold model can tell what its features contribute. */
type Explainable = DistributionModel & { readonly thresholds: NonNullable<DistributionModel['thresholds']> };

/** Whether the distribution of a predictor can be explained by its threshold model. */
export function explainsLevels(distribution: DistributionModel | undefined): distribution is Explainable {
  return (
    distribution?.thresholds?.contributions !== undefined && distribution.thresholds.contributionScale !== undefined
  );
}

/**
 * The mean and the odds of one forecast as sums over the columns of the threshold model, the rest being history. Both are linear in
 * the chances of the levels, and a chance is the weighted sum of what the experts say, so that nothing is left over: base, history and
 * points add up to the number, but for rounding.
 *
 * @param request one row.
 * @param target a percentage.
 */
export function explainDistribution(
  predictor: Predictor,
  distribution: Explainable,
  history: SeriesHistory,
  request: ForecastRequests,
  target: number,
  threads: number,
): DistributionParts {
  const means = meansOf(predictor, history, request, threads);
  const { levels, experts } = expertForecasts(distribution, means, threads);
  const { features } = means;
  const sources = pairSources({ history, requests: request, levels, features, rules: distribution.otherRules });
  const { level, row } = allPairs(levels.offsets, 0, 1);
  const frame = pairFrame(sources, level, row);
  const weights = expertWeights(predictor, distribution, history, request, threads);
  const n = levels.executions[0]!;
  const told = tellLevels(thresholdsFor(distribution, request), frame, threads);
  const explained = (linear: Linear) => explainLinear(linear, experts, weights, told);
  const passes = targetPasses(target, n);
  const shown = Math.max(
    0,
    levels.numerator.findIndex((numerator) => numerator >= passes),
  );
  return {
    columns: frame.columns.map(({ name, values }) => ({ name, value: values[shown]! })),
    mean: explained(meanOf(levels.numerator, n)),
    odds: explained(belowOf(levels.numerator, passes)),
  };
}

/** The threshold model of a request's horizon; those of all horizons are of one backend, and one explains if the other does. */
function thresholdsFor(distribution: Explainable, { targetDay, asOfDay }: ForecastRequests): Explainable['thresholds'] {
  return partFor(distribution, targetDay[0]! - asOfDay[0]!).thresholds ?? distribution.thresholds;
}

/** Base and points of every level, in percentage points of its chance; a level takes those of the least chance up to it. */
interface ToldLevels {
  readonly base: Float64Array;
  readonly points: readonly Float64Array[];
}

function tellLevels(
  thresholds: Explainable['thresholds'],
  frame: ReturnType<typeof pairFrame>,
  threads: number,
): ToldLevels {
  const chances = thresholds.predict(frame, threads);
  const parts = thresholds.contributions!(frame, threads);
  const width = frame.columns.length + 1;
  const base = new Float64Array(chances.length);
  const points: Float64Array[] = [];
  let least = 0;
  for (let level = 0; level < chances.length; level += 1) {
    if (chances[level]! < chances[least]!) least = level;
    const own = parts.subarray(least * width, (least + 1) * width);
    const told = inPoints(own, thresholds.contributionScale!, 100 * chances[least]!);
    // What the bounds took away belongs to no feature.
    base[level] = told.base + told.cutOff;
    points.push(told.points);
  }
  return { base, points };
}

/** A linear number of the mixture: the threshold model's share by column, the other experts' together. */
function explainLinear(
  { constant, factors }: Linear,
  experts: readonly Float64Array[],
  weights: Float64Array,
  told: ToldLevels,
): ExplainedNumber {
  const own = weights.at(-1)!;
  const points = new Float64Array(told.points[0]!.length);
  // The weights add up to 1, so each expert brings its part of the constant.
  let base = 100 * constant * own;
  let history = 100 * constant - base;
  for (let level = 0; level < factors.length; level += 1) {
    const factor = factors[level]!;
    base += factor * own * told.base[level]!;
    for (let column = 0; column < points.length; column += 1) {
      points[column]! += factor * own * told.points[level]![column]!;
    }
    for (let e = 0; e < experts.length - 1; e += 1) history += 100 * factor * weights[e]! * experts[e]![level]!;
  }
  return { base, history, points };
}

/** The mean: the sum of the chances of all numbers of passes, linear between levels, over n. */
function meanOf(numerator: Int32Array, n: number): Linear {
  const factors = new Float64Array(numerator.length);
  let [constant, before] = [0, 0];
  numerator.forEach((passes, level) => {
    const values = passes - before;
    const atStart = (values - 1) / 2 / n;
    if (level === 0) constant += atStart;
    else factors[level - 1]! += atStart;
    factors[level]! += (values + 1) / 2 / n;
    before = passes;
  });
  return { constant, factors };
}

/** One minus the chance of a number of passes, linear between levels. */
function belowOf(numerator: Int32Array, passes: number): Linear {
  const factors = new Float64Array(numerator.length);
  if (passes === 0) return { constant: 0, factors };
  const level = numerator.findIndex((one) => one >= passes);
  const before = level === 0 ? 0 : numerator[level - 1]!;
  const share = (passes - before) / (numerator[level]! - before);
  factors[level] = -share;
  if (level > 0) factors[level - 1] = share - 1;
  return { constant: level === 0 ? share : 1, factors };
}

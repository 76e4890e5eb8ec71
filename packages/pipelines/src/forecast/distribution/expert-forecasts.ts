import { groupRows, joinArrays, type FeatureFrame } from '@dqs/core';
import {
  joinThresholdFrames,
  thresholdFrame,
  type ForecastRequests,
  type SeriesHistory,
  type ThresholdFrame,
} from '@dqs/features';

import { expertChances } from './experts.js';
import { partFor, type DistributionModel } from './distribution-model.js';
import { pairSources, pickSources, predictPairs, type PairSources } from './threshold-model.js';

/** What experts say of some requests. */
export interface ExpertForecasts {
  readonly requests: ForecastRequests;
  readonly levels: ThresholdFrame;
  /** Chance of reaching each level, by expert. */
  readonly experts: readonly Float64Array[];
}

/** Requests whose features were built and whose mean was forecast. */
export interface MeanForecasts {
  readonly history: SeriesHistory;
  readonly requests: ForecastRequests;
  readonly features: FeatureFrame;
  /** Mean pass fraction by row. */
  readonly expected: Float64Array;
}

/** What every expert says of the requests, each asked of the part for its horizon. */
export function expertForecasts(
  model: DistributionModel,
  { history, requests, features, expected }: MeanForecasts,
  threads: number,
): ExpertForecasts {
  const levels = thresholdFrame(history, requests);
  const sources = pairSources({ history, requests, levels, features, rules: model.otherRules });
  return {
    requests,
    levels,
    experts: expertChances(levels, expected, levelChances(model, sources, requests, threads)),
  };
}

/** What experts say of one part of requests after the other, at least one, as if they had been asked of all. */
export function joinExpertForecasts(parts: readonly ExpertForecasts[]): ExpertForecasts {
  const days = (of: (part: ExpertForecasts) => Int32Array) => joinArrays(Int32Array, parts.map(of));
  return {
    requests: {
      series: days(({ requests }) => requests.series),
      targetDay: days(({ requests }) => requests.targetDay),
      asOfDay: days(({ requests }) => requests.asOfDay),
    },
    levels: joinThresholdFrames(parts.map(({ levels }) => levels)),
    experts: parts[0]!.experts.map((_, expert) =>
      joinArrays(
        Float64Array,
        parts.map(({ experts }) => experts[expert]!),
      ),
    ),
  };
}

/** What the threshold model for the horizon of each row says; undefined where there is none. */
function levelChances(
  model: DistributionModel,
  sources: PairSources,
  { targetDay, asOfDay }: ForecastRequests,
  threads: number,
): Float64Array | undefined {
  if (!model.thresholds) return undefined;
  const parts = [...groupRows(Array.from(targetDay, (day, row) => partFor(model, day - asOfDay[row]!)))];
  if (parts.length < 2) return predictPairs(sources, (parts[0]?.[0] ?? model).thresholds!, threads);
  const { offsets, numerator } = sources.levels;
  const chances = new Float64Array(numerator.length);
  for (const [{ thresholds }, members] of parts) {
    const own = pickSources(sources, Int32Array.from(members));
    const told = predictPairs(own, thresholds!, threads);
    members.forEach((row, i) => {
      chances.set(told.subarray(own.levels.offsets[i], own.levels.offsets[i + 1]), offsets[row]);
    });
  }
  return chances;
}

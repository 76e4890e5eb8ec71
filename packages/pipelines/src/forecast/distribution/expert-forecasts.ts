import { groupRows, joinArrays, type FeatureFrame } from '@dqs/core';
import { thresholdFrame, type ForecastRequests, type SeriesHistory, type ThresholdFrame } from '@dqs/features';

import { expertChances } from './experts.js';
import { partFor, type DistributionModel } from './distribution-model.js';
import { pairSources, pickSources, predictPairs, type PairSources } from './threshold-model.js';

/** Requests that are forecast at once, at most, and series of more requests at a time. */
const ROWS_AT_A_TIME = 50_000;
const MANY_SERIES = 1024;

/** Levels of forecasts, without what is known of them. */
export type ForecastLevels = Pick<ThresholdFrame, 'rows' | 'offsets' | 'numerator' | 'executions'>;

/** What experts say of some requests. */
export interface ExpertForecasts {
  readonly requests: ForecastRequests;
  /** Mean pass fraction by row. */
  readonly expected: Float64Array;
  readonly levels: ForecastLevels;
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
): ExpertForecasts & { readonly levels: ThresholdFrame } {
  const levels = thresholdFrame(history, requests);
  const sources = pairSources({ history, requests, levels, features, rules: model.otherRules });
  return {
    requests,
    expected,
    levels,
    experts: expertChances(levels, expected, levelChances(model, sources, requests, threads)),
  };
}

/**
 * Makes what experts say of requests. Of many that are sorted by series a part at a time: what is known of every level of every row
 * takes more memory than the history. The days of a series stay together, so that its states only go forward.
 *
 * @param most requests that are forecast at once, at most.
 * @param seriesAtATime series of more requests at a time.
 */
export function inParts(
  requests: ForecastRequests,
  make: (requests: ForecastRequests) => ExpertForecasts,
  { most = ROWS_AT_A_TIME, seriesAtATime = MANY_SERIES } = {},
): ExpertForecasts {
  const { series } = requests;
  if (series.length <= most) return make(requests);
  const isSorted = series.every((one, row) => row === 0 || series[row - 1]! <= one);
  if (!isSorted) return make(requests);
  return joinExpertForecasts([...bySeries(requests, seriesAtATime)].map((part) => withoutStatistics(make(part))));
}

/** Requests that are sorted by series, a few series at a time. */
export function* bySeries({ series, targetDay, asOfDay }: ForecastRequests, most: number): Generator<ForecastRequests> {
  for (let from = 0, to = 0; from < series.length; from = to) {
    for (let count = 0; to < series.length; to += 1) {
      if (to === from || series[to] !== series[to - 1]) count += 1;
      if (count > most) break;
    }
    const part = (column: Int32Array) => column.subarray(from, to);
    yield { series: part(series), targetDay: part(targetDay), asOfDay: part(asOfDay) };
  }
}

function withoutStatistics({ levels, ...forecasts }: ExpertForecasts): ExpertForecasts {
  const { rows, offsets, numerator, executions } = levels;
  return { ...forecasts, levels: { rows, offsets, numerator, executions } };
}

/** What experts say of one part of requests after the other, at least one, as if they had been asked of all. */
export function joinExpertForecasts(parts: readonly ExpertForecasts[]): ExpertForecasts {
  const ints = (of: (part: ExpertForecasts) => Int32Array) => joinArrays(Int32Array, parts.map(of));
  const doubles = (of: (part: ExpertForecasts) => Float64Array) => joinArrays(Float64Array, parts.map(of));
  return {
    requests: {
      series: ints(({ requests }) => requests.series),
      targetDay: ints(({ requests }) => requests.targetDay),
      asOfDay: ints(({ requests }) => requests.asOfDay),
    },
    expected: doubles(({ expected }) => expected),
    levels: joinLevels(parts.map(({ levels }) => levels)),
    experts: parts[0]!.experts.map((_, expert) => doubles(({ experts }) => experts[expert]!)),
  };
}

function joinLevels(parts: readonly ForecastLevels[]): ForecastLevels {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const offsets = new Int32Array(rows + 1);
  let [row, size] = [0, 0];
  for (const part of parts) {
    for (let i = 1; i <= part.rows; i += 1) offsets[(row += 1)] = size + part.offsets[i]!;
    size += part.offsets[part.rows]!;
  }
  const joined = (of: (part: ForecastLevels) => Int32Array) => joinArrays(Int32Array, parts.map(of));
  return {
    rows,
    offsets,
    numerator: joined(({ numerator }) => numerator),
    executions: joined(({ executions }) => executions),
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

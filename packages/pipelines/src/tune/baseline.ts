import { trainOptions, type ResolvedTrainOptions } from '../train/options.js';

/**
 * What a search is measured against: the training that the same features, kind of model, horizon and days get where nothing
 * else is asked for. Rounds, parameters, objective, half-life and early stopping of a search are its candidates' alone.
 */
export function baselineOf(options: ResolvedTrainOptions): ResolvedTrainOptions {
  const { spec, groups, backend, horizon, testFraction, testFrom, seed, threads } = options;
  return trainOptions({ spec, groups, backend, horizon, testFraction, testFrom, seed, threads });
}

/**
 * Whether the baseline is a candidate of a search too: nothing that its candidates have in common keeps it out.
 *
 * @param candidates what they have in common; `rounds` is the most of them.
 */
export function isCandidate(baseline: ResolvedTrainOptions, candidates: ResolvedTrainOptions): boolean {
  return (
    Object.keys(candidates.params).length === 0 &&
    candidates.objective === baseline.objective &&
    candidates.rounds >= baseline.rounds &&
    candidates.halfLifeDays === baseline.halfLifeDays
  );
}

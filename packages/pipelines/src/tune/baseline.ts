import { trainingDefaults } from '../train/defaults/training-defaults.js';
import { trainOptions, type TrainOptions } from '../train/options.js';

/**
 * What a search is measured against: the training that the same features, kind of model, horizon and days get where nothing
 * else is asked for. Rounds, parameters, objective, half-life and early stopping of a search are its candidates' alone.
 */
export function baselineOf(options: TrainOptions): TrainOptions {
  const { spec, groups, backend, horizon, testFraction, testFrom, seed, threads } = options;
  const { rounds } = trainingDefaults(backend, spec);
  return trainOptions({ spec, groups, backend, horizon, testFraction, testFrom, seed, threads, rounds });
}

/** Whether the baseline is a candidate of a search with these options too: nothing that they fix keeps it out. */
export function isCandidate(baseline: TrainOptions, options: TrainOptions): boolean {
  const { params, objective, rounds = Number.POSITIVE_INFINITY, halfLifeDays } = options;
  return (
    Object.keys(params).length === 0 &&
    objective === baseline.objective &&
    rounds >= baseline.rounds! &&
    (halfLifeDays === undefined || halfLifeDays === trainingDefaults(options.backend, options.spec).halfLifeDays)
  );
}

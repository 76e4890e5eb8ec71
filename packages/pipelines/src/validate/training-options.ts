import { trainingDefaults } from '../train/defaults/training-defaults.js';
import type { Manifest } from '../bundle/manifest.js';
import { trainOptions, type TrainOptions } from '../train/options.js';

/**
 * The options that train a model as the one of a manifest was trained: same features, learner, parameters and rounds. Early
 * stopping is not repeated; the rounds it found are in the manifest.
 */
export function trainingOptionsOf(manifest: Manifest, threads: number): TrainOptions {
  const { contract, backend, objective, rounds, horizon, seed, training } = manifest;
  return trainOptions({
    spec: contract.spec,
    groups: contract.spec === 'extended' ? contract.groups : undefined,
    backend,
    objective,
    params: scalarParams(manifest.params),
    rounds: Math.max(1, rounds || trainingDefaults(backend, contract.spec).rounds),
    halfLifeDays: training.halfLifeDays,
    horizon,
    seed,
    threads,
  });
}

/** Only parameters that options can hold; lists are not among them. */
function scalarParams(params: Manifest['params']): TrainOptions['params'] {
  const entries = Object.entries(params).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(entries) as TrainOptions['params'];
}

import { groupsOfContract } from '@dqs/features';

import type { Manifest } from '../bundle/manifest.js';
import { trainOptions, type ResolvedTrainOptions } from '../train/options.js';

/**
 * The options that train a model as the one of a manifest was trained: same features, learner, parameters and rounds. Early
 * stopping is not repeated; the rounds it found are in the manifest.
 */
export function trainingOptionsOf(manifest: Manifest, threads: number): ResolvedTrainOptions {
  const { contract, backend, objective, rounds, horizon, seed, training } = manifest;
  return trainOptions({
    spec: contract.spec,
    groups: contract.spec === 'naive' ? undefined : groupsOfContract(contract),
    backend,
    objective,
    params: scalarParams(manifest.params),
    // Options hold no 0: such a model is trained again with the rounds that suit its backend.
    rounds: rounds === 0 ? undefined : rounds,
    halfLifeDays: training.halfLifeDays,
    horizon,
    seed,
    threads,
  });
}

/** Only parameters that options can hold; lists are not among them. */
function scalarParams(params: Manifest['params']): ResolvedTrainOptions['params'] {
  const entries = Object.entries(params).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(entries) as ResolvedTrainOptions['params'];
}

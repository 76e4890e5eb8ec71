import { DqsError } from '@dqs/core';
import { describeBackend } from '@dqs/model-backends';
import type { SpaceDefinition } from '@dqs/search';

import { learnsDistribution, type ResolvedTrainOptions, type TrainOptions } from '../train/options.js';
import { thresholdName } from './tuned-settings.js';

/**
 * The space that a backend brings for the features of a spec. It holds what a training with them starts from.
 *
 * @throws DqsError `invalid-argument` for a backend that has none.
 */
export function defaultSpace(backend: string, spec: string): SpaceDefinition {
  const { search, defaults } = describeBackend(backend);
  if (search === undefined) {
    throw new DqsError('invalid-argument', `expected a search space for the backend "${backend}", got none; pass one`);
  }
  // The type of a backend's space and that of a search are the same, though neither package knows the other.
  const { space } = search(spec) satisfies { readonly space: SpaceDefinition };
  // Without ageing there is no half-life to search.
  return defaults(spec).halfLifeDays === 0 ? without(space, ['halfLifeDays']) : space;
}

/**
 * The default space without what the options of a search fix for its candidates. Where a distribution is learned, the
 * threshold model is searched as well, under its own names.
 */
export function openSpace(options: ResolvedTrainOptions, given: TrainOptions): SpaceDefinition {
  const { backend, spec } = options;
  const fixed = [
    ...Object.keys(given.params ?? {}),
    ...Object.keys(given.thresholds?.params ?? {}).map(thresholdName),
    ...(given.halfLifeDays === undefined ? [] : ['halfLifeDays']),
  ];
  const ofThresholds = learnsDistribution(options) ? (describeBackend(backend).thresholds?.space ?? {}) : {};
  const named = Object.entries(ofThresholds).map(([name, parameter]) => [thresholdName(name), parameter] as const);
  return without({ ...defaultSpace(backend, spec), ...Object.fromEntries(named) }, fixed);
}

/** A space without some parameters, nor those that depend on them. */
function without(space: SpaceDefinition, names: readonly string[]): SpaceDefinition {
  const isOpen = ([name, { when = {} }]: [string, SpaceDefinition[string]]) =>
    ![name, ...Object.keys(when)].some((one) => names.includes(one));
  return Object.fromEntries(Object.entries(space).filter(isOpen));
}

import { DqsError } from '@dqs/core';
import { describeBackend } from '@dqs/model-backends';
import type { SpaceDefinition } from '@dqs/search';

import type { ResolvedTrainOptions, TrainOptions } from '../train/options.js';

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

/** The default space without what the options of a search fix for its candidates. */
export function openSpace({ backend, spec }: ResolvedTrainOptions, given: TrainOptions): SpaceDefinition {
  const fixed = [...Object.keys(given.params ?? {}), ...(given.halfLifeDays === undefined ? [] : ['halfLifeDays'])];
  return without(defaultSpace(backend, spec), fixed);
}

/** A space without some parameters, nor those that depend on them. */
function without(space: SpaceDefinition, names: readonly string[]): SpaceDefinition {
  const isOpen = ([name, { when = {} }]: [string, SpaceDefinition[string]]) =>
    ![name, ...Object.keys(when)].some((one) => names.includes(one));
  return Object.fromEntries(Object.entries(space).filter(isOpen));
}

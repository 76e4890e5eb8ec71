import type { ParameterValue } from '../descriptor.js';

/** How `None` is written in parameters. */
export const NONE = 'none';

/** Leaves of a tree that grows until nothing is left to split; LightGBM's own limit. */
export const FULL_TREE_LEAVES = 131_072;

/**
 * LightGBM's treatment of categories brought close to scikit-learn's: categories sorted by their mean gradient with a
 * support of 10, any number of them on one side of a split, and no penalty of its own.
 */
export const CATEGORIES_AS_SCIKIT_LEARN: Readonly<Record<string, ParameterValue>> = {
  cat_smooth: 10,
  cat_l2: 0,
  max_cat_threshold: 256,
  max_cat_to_onehot: 1,
  min_data_per_group: 1,
};

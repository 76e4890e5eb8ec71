import { DqsError } from '@dqs/core';
import type { Booster } from '@dqs/lightgbm';

import type { TrainingSet } from '../backend.js';
import { weightedMean } from '../training-set.js';

/**
 * Gives the trees of a forest that found nothing to split the value that all others start from. LightGBM leaves them at
 * 0, in its average of trees a forecast of 0, however the rows were: where nothing ever failed it would forecast that
 * everything fails. Boosted models have no such trees and stay as they are.
 *
 * @param header the first lines of the model's text.
 * @throws DqsError `model-training-failed` for an objective whose starting value only LightGBM knows.
 */
export function fillUnsplitTrees(booster: Booster, header: string, train: TrainingSet): void {
  if (!/^average_output$/m.test(header)) return;
  const leaves = Array.from(booster.toString().matchAll(/^num_leaves=(\d+)$/gm), ([, count]) => Number(count));
  const unsplit = leaves.flatMap((count, tree) => (count === 1 ? [tree] : []));
  if (unsplit.length === 0) return;
  const value = startingScore(/^objective=(.*)$/m.exec(header)?.[1] ?? '', train);
  for (const tree of unsplit) booster.setLeafValue(tree, 0, value);
}

/** How near LightGBM goes to a fraction of 0 or 1, whose log odds are infinite. */
const LEAST_FRACTION = 1e-15;

/** The forecast of the forest without any column, before LightGBM turns it into a fraction. */
function startingScore(objective: string, train: TrainingSet): number {
  const mean = weightedMean(train);
  if (objective === 'regression') return mean;
  if (objective === 'cross_entropy') {
    const within = Math.min(1 - LEAST_FRACTION, Math.max(LEAST_FRACTION, mean));
    return Math.log(within / (1 - within));
  }
  throw new DqsError(
    'model-training-failed',
    `LightGBM's forest mode counts a tree without a split as 0 under the objective "${objective}", and there is one; ` +
      'use the objective l2 or cross-entropy, or boosting=gbdt',
  );
}

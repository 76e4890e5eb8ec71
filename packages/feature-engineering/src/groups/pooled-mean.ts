import type { Counts } from '../history/pool.js';
import { numeric, type FeatureGroup } from './feature-group.js';

/** Executions of the pool's mean that a mean starts from. */
const PRIOR_EXECUTIONS = 20;
const EVER = Number.NEGATIVE_INFINITY;

/**
 * The mean over all past days, shrunk towards the means of the rule and of the dataset: for a series with little history
 * the neighbours speak, for one with much it speaks itself.
 */
export function pooledMean(): FeatureGroup {
  const own: Counts = { passes: 0, executions: 0 };
  const pool: Counts = { passes: 0, executions: 0 };
  return {
    features: numeric('mean_all', 'mean_all_to_rule', 'mean_all_to_dataset', 'rule_mean_all', 'dataset_mean_all'),
    compute({ view }, out, at) {
      view.totals(own);
      out[at] = (100 * own.passes) / own.executions;
      view.poolSums('rule', EVER, pool);
      const rule = pool.passes / pool.executions;
      view.poolSums('dataset', EVER, pool);
      const dataset = pool.passes / pool.executions;
      out[at + 1] = shrunk(own, rule);
      out[at + 2] = shrunk(own, dataset);
      out[at + 3] = 100 * rule;
      out[at + 4] = 100 * dataset;
    },
  };
}

function shrunk(counts: Counts, mean: number): number {
  return (100 * (counts.passes + PRIOR_EXECUTIONS * mean)) / (counts.executions + PRIOR_EXECUTIONS);
}

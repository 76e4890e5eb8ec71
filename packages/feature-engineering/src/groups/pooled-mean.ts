import type { Counts } from '../history/pool.js';
import { PRIOR_EXECUTIONS, shrunk } from '../history/shrink.js';
import { movingWithTime, type FeatureGroup } from './feature-group.js';

const EVER = Number.NEGATIVE_INFINITY;

/**
 * The mean over all past days, shrunk towards the means of the rule and of the dataset: for a series with little history
 * the neighbours speak, for one with much it speaks itself.
 */
export function pooledMean(): FeatureGroup {
  const own: Counts = { passes: 0, executions: 0 };
  const pool: Counts = { passes: 0, executions: 0 };
  return {
    features: movingWithTime(
      'mean_all',
      'mean_all_to_rule',
      'mean_all_to_dataset',
      'rule_mean_all',
      'dataset_mean_all',
    ),
    compute({ view }, out, at) {
      view.totals(own);
      out[at] = (100 * own.passes) / own.executions;
      view.poolSums('rule', EVER, pool);
      const rule = pool.passes / pool.executions;
      view.poolSums('dataset', EVER, pool);
      const dataset = pool.passes / pool.executions;
      out[at + 1] = shrunk(own.passes, own.executions, rule, PRIOR_EXECUTIONS.pooled);
      out[at + 2] = shrunk(own.passes, own.executions, dataset, PRIOR_EXECUTIONS.pooled);
      out[at + 3] = 100 * rule;
      out[at + 4] = 100 * dataset;
    },
  };
}

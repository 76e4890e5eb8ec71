import { DECAYS } from '../history/exponential.js';
import type { Counts } from '../history/pool.js';
import { PRIOR_EXECUTIONS, shrunk } from '../history/shrink.js';
import { movingWithTime, numeric, type FeatureGroup } from './feature-group.js';

/** Exponentially weighted means of the pass percentage, by decay in percent per observed day. */
export const EXPONENTIAL_MEANS: FeatureGroup = {
  features: numeric(
    ...DECAYS.map((decay) => {
      const percent = Math.round(100 * decay);
      return [`ewm_${percent}`, `mean pass percentage that forgets ${percent} % with every observed day`] as const;
    }),
  ),
  compute({ view }, out, at) {
    for (let k = 0; k < DECAYS.length; k += 1) out[at + k] = view.exponentialMean(k);
  },
};

/**
 * The outcomes after days in the current state: the mean of the days after perfect days if the last one was perfect, after
 * imperfect days otherwise. Over all of the past, and with recent days weighing more.
 */
export const AFTER_STATE: FeatureGroup = {
  features: numeric(
    ['after_state_mean', 'mean pass percentage of days that followed a day like the latest'],
    ['after_state_recent', 'recent mean pass percentage of days that followed a day like the latest'],
  ),
  compute({ view }, out, at) {
    out[at] = view.meanAfterState();
    out[at + 1] = view.recentMeanAfterState();
  },
};

const EVER = Number.NEGATIVE_INFINITY;

/**
 * The mean over all past days, shrunk towards the means of the rule and of the dataset: with little history the neighbours
 * dominate, with much the series itself.
 */
export function pooledMean(): FeatureGroup {
  const own: Counts = { passes: 0, executions: 0 };
  const pool: Counts = { passes: 0, executions: 0 };
  return {
    features: movingWithTime(
      ['mean_all', 'mean pass percentage of all days so far'],
      ['mean_all_to_rule', 'mean pass percentage of all days so far, drawn towards that of the rule'],
      ['mean_all_to_dataset', 'mean pass percentage of all days so far, drawn towards that of the dataset'],
      ['rule_mean_all', 'mean pass percentage of the rule on all datasets so far'],
      ['dataset_mean_all', 'mean pass percentage of all rules of the dataset so far'],
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

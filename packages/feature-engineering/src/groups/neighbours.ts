import type { Counts } from '../history/pool.js';
import { movingWithTime, type FeatureGroup } from './feature-group.js';
import { window } from './wording.js';

const POOLS = ['dataset', 'rule', 'all'] as const;
/** The pools without the series itself, in words. */
const OTHERS = {
  dataset: 'the other rules of the dataset',
  rule: 'the rule on other datasets',
  all: 'all other series',
} as const;
/** The pools with it. */
const WHOLE = { dataset: 'the dataset', rule: 'the rule', all: 'all series' } as const;
const WINDOWS = [1, 7, 28] as const;

/**
 * Results of the neighbours as of the as-of day: the dataset's other rules, the rule's other datasets, and all other series,
 * each over the last 1, 7 and 28 days up to the as-of day. The series' own results are taken out. Missing where no
 * neighbour was observed.
 */
export function neighbours(): FeatureGroup {
  const own: Counts = { passes: 0, executions: 0 };
  const pool: Counts = { passes: 0, executions: 0 };
  return {
    features: movingWithTime(
      ...POOLS.flatMap((name) =>
        WINDOWS.map(
          (w) =>
            [`${name}_others_${w}_day`, `pass percentage of ${OTHERS[name]} over ${window('the last', w)}`] as const,
        ),
      ),
    ),
    compute({ view }, out, at) {
      for (let w = 0; w < WINDOWS.length; w += 1) {
        const from = view.asOf - WINDOWS[w]! + 1;
        view.sums(from, view.asOf, own);
        for (let p = 0; p < POOLS.length; p += 1) {
          view.poolSums(POOLS[p]!, from, pool);
          out[at + p * WINDOWS.length + w] = (100 * (pool.passes - own.passes)) / (pool.executions - own.executions);
        }
      }
    },
  };
}

/** Windows of {@link neighbourResiduals}, in days up to the as-of day. */
const RESIDUAL_WINDOWS = [1, 7] as const;

/**
 * Recent common deviations: by how many points the results of the dataset, the rule and everything were above the
 * means known before them, over the last 1 and 7 days up to the as-of day. Missing if nothing was observed.
 */
export function neighbourResiduals(): FeatureGroup {
  const sums: Counts = { passes: 0, executions: 0 };
  return {
    features: movingWithTime(
      ...POOLS.flatMap((name) =>
        RESIDUAL_WINDOWS.map(
          (w) =>
            [
              `${name}_residual_${w}_day`,
              `points ${WHOLE[name]} rose above earlier means over ${window('the last', w)}`,
            ] as const,
        ),
      ),
    ),
    compute({ view }, out, at) {
      for (let p = 0; p < POOLS.length; p += 1) {
        for (let w = 0; w < RESIDUAL_WINDOWS.length; w += 1) {
          view.residualSums(POOLS[p]!, view.asOf - RESIDUAL_WINDOWS[w]! + 1, sums);
          out[at + p * RESIDUAL_WINDOWS.length + w] = sums.passes / sums.executions;
        }
      }
    },
  };
}

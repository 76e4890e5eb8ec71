import { PanelBuilder, Random, type DailyPanel } from '@dqs/core';

import { FIRST_DAY } from './panels.js';

/** A series of {@link tenantPanel}, and the share of its executions that pass. */
export interface TenantSeries {
  readonly tenant: string;
  readonly dataset: string;
  readonly rule: string;
  readonly level: number;
}

/** Two tenants that share the dataset `orders` with the rule 101, and have a dataset of their own each. */
export const SHARED_NAMES: readonly TenantSeries[] = [
  { tenant: 'EU', dataset: 'orders', rule: '101', level: 0.95 },
  { tenant: 'EU', dataset: 'items', rule: '102', level: 0.7 },
  { tenant: 'US', dataset: 'orders', rule: '101', level: 0.2 },
  { tenant: 'US', dataset: 'orders', rule: '103', level: 0.6 },
  { tenant: 'US', dataset: 'stock', rule: '102', level: 0.5 },
];

/** A panel of sixty days of the given series, each drawn from a seed of its own: taking one out changes no other. */
export function tenantPanel(all: readonly TenantSeries[], days = 60): DailyPanel {
  const builder = new PanelBuilder();
  for (const { tenant, dataset, rule, level } of all) {
    const random = new Random(
      [...`${tenant}/${dataset}/${rule}`].reduce((sum, char) => 31 * sum + char.charCodeAt(0), 7),
    );
    const key = {
      source: 'S',
      tenantId: tenant,
      datasetUuid: dataset,
      datasetName: `${dataset} of ${tenant}`,
      ruleCode: rule,
    };
    for (let offset = 0; offset < days; offset += 1) {
      let passes = 0;
      for (let i = 0; i < 5; i += 1) if (random.next() < level) passes += 1;
      builder.addCounts(key, FIRST_DAY + offset, {
        passes,
        fails: 5 - passes,
        errors: 0,
        recordCount: NaN,
        filteredCount: NaN,
      });
    }
    builder.addLevel(key, 'DATASET', days);
  }
  return builder.build();
}
